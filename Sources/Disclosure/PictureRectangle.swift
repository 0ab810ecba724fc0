/// A part of a picture, in pixels from its upper left corner.
public struct PictureRectangle: Sendable, Equatable {
    public let x: Int
    public let y: Int
    public let width: Int
    public let height: Int

    private static let maximum = 1_000_000

    /// From `x,y,width,height`; nil for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 4, case let numbers = parts.compactMap(\.self), numbers.count == 4,
            numbers.allSatisfy({ (0...Self.maximum).contains($0) }), numbers[2] > 0, numbers[3] > 0
        else { return nil }
        (x, y, width, height) = (numbers[0], numbers[1], numbers[2], numbers[3])
    }
}
