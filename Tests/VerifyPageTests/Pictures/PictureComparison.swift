/// Compares two pictures as a person does who looks at them one after the other.
///
/// Text is drawn a little differently from machine to machine. So blocks of pixels are compared by their means, each with the
/// nearest of those a few pixels around; what is lost, elsewhere, of another colour or hard to read differs all the same.
struct PictureComparison {
    /// What differs; nothing for pictures that look alike.
    let differences: [String]

    /// The side of a cell in pixels, by which blocks may be shifted, and of a block in cells.
    private static let cell = 4
    private static let block = 4
    private static let maximumShift = 1
    /// By how much the sizes may differ, in pixels.
    private static let maximumWidth = 2
    private static let maximumHeight = 8
    /// By how much the means of two blocks may differ: how light they are, and how coloured.
    private static let maximumLight = 26
    private static let maximumColour = 12
    /// How many blocks may differ by more.
    private static let maximumBlocks = 2

    init(_ one: Picture, _ other: Picture) {
        guard abs(one.width - other.width) <= Self.maximumWidth,
            abs(one.height - other.height) <= Self.maximumHeight
        else {
            differences = ["\(one.width) × \(one.height) pixels, not \(other.width) × \(other.height)"]
            return
        }
        let (cells, others) = (Cells(one, side: Self.cell), Cells(other, side: Self.cell))
        let rows = min(cells.rows, others.rows) / Self.block
        let columns = min(cells.columns, others.columns) / Self.block
        var found: [String] = []
        for row in 0..<rows {
            for column in 0..<columns {
                let (top, left) = (row * Self.block, column * Self.block)
                guard let mean = cells.mean(top, left, Self.block) else { continue }
                let isAlike = Self.shifts.contains { down, right in
                    others.mean(top + down, left + right, Self.block).map { mean.isAlike($0) } ?? false
                }
                if !isAlike {
                    found.append("\(left * Self.cell), \(top * Self.cell)")
                }
            }
        }
        differences =
            found.count > Self.maximumBlocks
            ? ["\(found.count) of \(rows * columns) blocks, at \(found.prefix(8).joined(separator: "; "))"]
            : []
    }

    private static let shifts: [(Int, Int)] = {
        let range = -maximumShift...maximumShift
        let all = range.flatMap { down in range.map { (down, $0) } }
        return all.sorted { abs($0.0) + abs($0.1) < abs($1.0) + abs($1.1) }
    }()

    /// The mean of a block's colours, as light, and as what red and blue have more than green.
    private struct Mean {
        let light: Int
        let red: Int
        let blue: Int

        func isAlike(_ other: Mean) -> Bool {
            abs(light - other.light) <= maximumLight && abs(red - other.red) <= maximumColour
                && abs(blue - other.blue) <= maximumColour
        }
    }

    /// The sums of the pixels of small squares.
    private struct Cells {
        let rows: Int
        let columns: Int
        private var sums: [Int]
        private let pixelsOfEach: Int

        init(_ picture: Picture, side: Int) {
            rows = picture.height / side
            columns = picture.width / side
            pixelsOfEach = side * side
            sums = [Int](repeating: 0, count: rows * columns * 3)
            for row in 0..<rows * side {
                var place = row * picture.width * 3
                let start = row / side * columns * 3
                for column in 0..<columns * side {
                    let cell = start + column / side * 3
                    sums[cell] += Int(picture.pixels[place])
                    sums[cell + 1] += Int(picture.pixels[place + 1])
                    sums[cell + 2] += Int(picture.pixels[place + 2])
                    place += 3
                }
            }
        }

        /// The mean of a block of so many cells; nil where it does not lie in the picture.
        func mean(_ top: Int, _ left: Int, _ block: Int) -> Mean? {
            guard top >= 0, left >= 0, top + block <= rows, left + block <= columns else { return nil }
            var (red, green, blue) = (0, 0, 0)
            for row in top..<top + block {
                for column in left..<left + block {
                    let cell = (row * columns + column) * 3
                    red += sums[cell]
                    green += sums[cell + 1]
                    blue += sums[cell + 2]
                }
            }
            let count = block * block * pixelsOfEach
            (red, green, blue) = (red / count, green / count, blue / count)
            return Mean(light: (red + green + blue) / 3, red: red - green, blue: blue - green)
        }
    }
}
