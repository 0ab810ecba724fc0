internal import CPNG

/// A picture in memory: three bytes for each pixel.
struct Picture {
    let width: Int
    let height: Int
    private(set) var pixels: [UInt8]

    struct Failure: Error { let words: String }

    /// Reads a PNG file.
    init(png: [UInt8]) throws {
        var image = unsafe png_image()
        unsafe image.version = png_uint_32(PNG_IMAGE_VERSION)
        // The image's own memory is freed by finish_read, by an error, or here.
        defer { unsafe png_image_free(&image) }
        (width, height, pixels) = try unsafe png.withUnsafeBytes { bytes in
            guard unsafe png_image_begin_read_from_memory(&image, bytes.baseAddress, bytes.count) != 0 else {
                throw Failure(words: "no PNG image")
            }
            let (width, height) = unsafe (Int(image.width), Int(image.height))
            unsafe image.format = png_uint_32(PNG_FORMAT_FLAG_COLOR)
            var pixels = [UInt8](repeating: 255, count: width * height * 3)
            let status = unsafe pixels.withUnsafeMutableBytes {
                unsafe png_image_finish_read(&image, nil, $0.baseAddress, 0, nil)
            }
            guard status != 0 else { throw Failure(words: "a damaged PNG image") }
            return (width, height, pixels)
        }
    }

    /// The same picture as a small PNG file: colours that are much alike become their mean.
    func png() throws -> [UInt8] {
        var places: [Int: Int] = [:]
        var sums: [(count: Int, red: Int, green: Int, blue: Int)] = []
        var indexes: [UInt8] = []
        indexes.reserveCapacity(width * height)
        for start in stride(from: 0, to: pixels.count, by: 3) {
            let (red, green, blue) = (pixels[start], pixels[start + 1], pixels[start + 2])
            let colour = Self.level(red) << 8 | Self.level(green) << 4 | Self.level(blue)
            let place = places[colour, default: places.count]
            if place == places.count {
                guard place < 256 else { throw Failure(words: "too many colours") }
                places[colour] = place
                sums.append((0, 0, 0, 0))
            }
            let sum = sums[place]
            sums[place] = (sum.count + 1, sum.red + Int(red), sum.green + Int(green), sum.blue + Int(blue))
            indexes.append(UInt8(place))
        }
        var palette: [UInt8] = []
        for sum in sums { palette += [sum.red, sum.green, sum.blue].map { UInt8($0 / sum.count) } }
        return try encode(palette, indexes)
    }

    /// Channels of one level are alike; near white, where backgrounds lie, levels are narrow.
    private static func level(_ channel: UInt8) -> Int {
        Int(channel < 224 ? channel >> 5 : 7 + (channel - 224) >> 3)
    }

    private func encode(_ palette: [UInt8], _ indexes: [UInt8]) throws -> [UInt8] {
        var image = unsafe png_image()
        unsafe image.version = png_uint_32(PNG_IMAGE_VERSION)
        unsafe image.width = png_uint_32(width)
        unsafe image.height = png_uint_32(height)
        unsafe image.format = png_uint_32(PNG_FORMAT_FLAG_COLOR | PNG_FORMAT_FLAG_COLORMAP)
        unsafe image.colormap_entries = png_uint_32(palette.count / 3)
        defer { unsafe png_image_free(&image) }
        // More than deflate makes of what it cannot shorten.
        var room = indexes.count + indexes.count / 100 + height * 2 + (1 << 16)
        var output = [UInt8](repeating: 0, count: room)
        let status = unsafe output.withUnsafeMutableBytes { output in
            unsafe indexes.withUnsafeBytes { indexes in
                unsafe palette.withUnsafeBytes { palette in
                    unsafe png_image_write_to_memory(
                        &image, output.baseAddress, &room, 0, indexes.baseAddress, 0, palette.baseAddress)
                }
            }
        }
        guard status != 0 else { throw Failure(words: "the picture could not be written") }
        output.removeSubrange(room...)
        return output
    }
}
