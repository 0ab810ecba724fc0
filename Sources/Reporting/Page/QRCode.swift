import CQREncode

/// A QR code (ISO/IEC 18004, by libqrencode), as modules that are dark or light.
public struct QRCode: Sendable {
    /// Modules on a side.
    public let width: Int
    /// Row by row from the top left; true for dark.
    public let modules: [Bool]

    /// Space around the code that must stay light (ISO/IEC 18004, section 5.3.8).
    private static let quiet = 4

    /// Nil for a text that is too long for a code, or where there is no memory.
    public init?(_ text: String) {
        // The library allocates the code; it is freed here.
        guard !text.contains("\0"), let code = unsafe QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M) else {
            return nil
        }
        defer { unsafe QRcode_free(code) }
        let width = Int(unsafe code.pointee.width)
        guard let data = unsafe code.pointee.data, (21...177).contains(width) else { return nil }
        self.width = width
        // The lowest bit of a byte is the module's colour.
        modules = unsafe UnsafeBufferPointer(start: data, count: width * width).map { $0 & 1 == 1 }
    }

    /// The code as a drawing inside a page; `title` is told to who cannot see it.
    func svg(title: String) -> String {
        let side = width + 2 * Self.quiet
        var path = ""
        for row in 0..<width {
            var column = 0
            while column < width {
                let start = column
                while column < width, modules[row * width + column] { column += 1 }
                if column > start {
                    path +=
                        "M\(start + Self.quiet) \(row + Self.quiet)h\(column - start)v1h-\(column - start)z"
                }
                column += 1
            }
        }
        return
            "<svg class=\"code\" role=\"img\" viewBox=\"0 0 \(side) \(side)\" width=\"160\" height=\"160\" shape-rendering=\"crispEdges\"><title>\(HTMLText.escaped(title))</title><rect width=\"\(side)\" height=\"\(side)\" fill=\"#fff\"></rect><path fill=\"#000\" d=\"\(path)\"></path></svg>"
    }
}
