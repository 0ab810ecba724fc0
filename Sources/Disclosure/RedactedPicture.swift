internal import CPNG

/// A PNG image of which rectangles are made unreadable: the pixels themselves are replaced, and nothing else of the file,
/// its texts and times, is carried over.
enum RedactedPicture {
    /// Four bytes each are held in memory.
    private static let maximumPixels = 64 << 20
    private static let maximumSide = 100_000
    /// The side of a blurred square, in pixels, at least; and how many lie side by side in a rectangle at most.
    private static let smallestSquare = 24
    private static let mostSquares = 6

    /// The new image's bytes. Throws `DisclosureError.picture` for what is no PNG image of bounded size, and for a rectangle
    /// that does not lie in it.
    static func make(_ png: [UInt8], _ rectangles: [PictureRectangle], isBlurred: Bool) throws -> [UInt8] {
        var (width, height, pixels) = try decode(png)
        for rectangle in rectangles {
            guard rectangle.x + rectangle.width <= width, rectangle.y + rectangle.height <= height else {
                throw DisclosureError.picture(
                    "it has \(width) by \(height) pixels, and a rectangle lies outside")
            }
            let side =
                isBlurred
                ? max(
                    smallestSquare, (max(rectangle.width, rectangle.height) + mostSquares - 1) / mostSquares)
                : nil
            cover(&pixels, width: width, rectangle, squaresOf: side)
        }
        return try encode(pixels, width: width, height: height)
    }

    /// Fills a rectangle with black, or each of its squares with the mean of its pixels.
    private static func cover(
        _ pixels: inout [UInt8], width: Int, _ rectangle: PictureRectangle, squaresOf side: Int?
    ) {
        let isFilled = side == nil
        let side = side ?? max(rectangle.width, rectangle.height)
        for top in stride(from: rectangle.y, to: rectangle.y + rectangle.height, by: side) {
            for left in stride(from: rectangle.x, to: rectangle.x + rectangle.width, by: side) {
                let rows = top..<min(top + side, rectangle.y + rectangle.height)
                let columns = left..<min(left + side, rectangle.x + rectangle.width)
                var sums = [0, 0, 0]
                if !isFilled {
                    for row in rows {
                        for column in columns {
                            for channel in 0..<3 {
                                sums[channel] += Int(pixels[(row * width + column) * 4 + channel])
                            }
                        }
                    }
                }
                let means = sums.map { UInt8($0 / (rows.count * columns.count)) } + [255]
                for row in rows {
                    for column in columns {
                        for channel in 0..<4 { pixels[(row * width + column) * 4 + channel] = means[channel] }
                    }
                }
            }
        }
    }

    private static func decode(_ png: [UInt8]) throws -> (width: Int, height: Int, pixels: [UInt8]) {
        var image = unsafe png_image()
        unsafe image.version = png_uint_32(PNG_IMAGE_VERSION)
        // The image's own memory is freed by finish_read, by an error, or here.
        defer { unsafe png_image_free(&image) }
        return try unsafe png.withUnsafeBytes { bytes in
            guard unsafe png_image_begin_read_from_memory(&image, bytes.baseAddress, bytes.count) != 0 else {
                throw DisclosureError.picture("it is no PNG image")
            }
            let (width, height) = unsafe (Int(image.width), Int(image.height))
            guard (1...maximumSide).contains(width), (1...maximumSide).contains(height),
                width * height <= maximumPixels
            else {
                throw DisclosureError.picture("\(width) by \(height) pixels are more than this program takes")
            }
            unsafe image.format = png_uint_32(PNG_FORMAT_FLAG_ALPHA | PNG_FORMAT_FLAG_COLOR)
            var pixels = [UInt8](repeating: 0, count: width * height * 4)
            let status = unsafe pixels.withUnsafeMutableBytes {
                unsafe png_image_finish_read(&image, nil, $0.baseAddress, 0, nil)
            }
            guard status != 0 else { throw DisclosureError.picture("it is damaged") }
            return (width, height, pixels)
        }
    }

    private static func encode(_ pixels: [UInt8], width: Int, height: Int) throws -> [UInt8] {
        var image = unsafe png_image()
        unsafe image.version = png_uint_32(PNG_IMAGE_VERSION)
        unsafe image.width = png_uint_32(width)
        unsafe image.height = png_uint_32(height)
        unsafe image.format = png_uint_32(PNG_FORMAT_FLAG_ALPHA | PNG_FORMAT_FLAG_COLOR)
        defer { unsafe png_image_free(&image) }
        // More than deflate makes of what it cannot shorten, with the filter byte of each row and the chunks around.
        var room = pixels.count + pixels.count / 100 + height * 2 + (1 << 16)
        var output = [UInt8](repeating: 0, count: room)
        let status = unsafe output.withUnsafeMutableBytes { output in
            unsafe pixels.withUnsafeBytes { pixels in
                unsafe png_image_write_to_memory(
                    &image, output.baseAddress, &room, 0, pixels.baseAddress, 0, nil)
            }
        }
        guard status != 0 else { throw DisclosureError.picture("the new one could not be written") }
        output.removeSubrange(room...)
        return output
    }
}
