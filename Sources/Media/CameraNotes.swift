/// What a camera noted in a picture (EXIF 2.32); each as it stands there.
public struct CameraNotes: Sendable, Equatable {
    public var make: String?
    public var model: String?
    public var software: String?
    /// `2020:05:13 02:01:18` by the camera's clock.
    public var taken: String?
    /// `+01:00`
    public var offset: String?
    /// Degrees, north and east positive.
    public var latitude: Double?
    public var longitude: Double?
    public var orientation: Int?

    public init() {}

    var isEmpty: Bool { self == CameraNotes() }

    var words: [String] {
        var words: [String] = []
        let camera = [make, model].compactMap(\.self).joined(separator: " ")
        if !camera.isEmpty { words.append("camera \(camera)") }
        if let taken { words.append("taken \(taken)\(offset.map { " " + $0 } ?? "") by the camera's clock") }
        if let latitude, let longitude {
            words.append("at \(Self.degrees(latitude)), \(Self.degrees(longitude))")
        }
        if let software { words.append("written by \(software)") }
        return words
    }

    /// With six digits behind the point.
    private static func degrees(_ value: Double) -> String {
        let millionths = Int((abs(value) * 1_000_000).rounded())
        let digits = String(1_000_000 + millionths % 1_000_000).dropFirst()
        return "\(value < 0 ? "−" : "")\(millionths / 1_000_000).\(digits)"
    }
}
