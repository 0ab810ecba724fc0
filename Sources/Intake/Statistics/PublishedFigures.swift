import Bytes
import Tables

/// Figures that were published, with the words that published them; nothing is added but a change where both years are exact.
public enum PublishedFigures {
    public struct Figure: Sendable, Equatable {
        public let force: String
        public let year: Int
        public let platform: String
        public let measure: String
        public let count: Int
        public let qualifier: String
        public let quote: String
        /// Against the year before, in words.
        public fileprivate(set) var change = ""
    }

    /// Those that come with the program.
    public static let shipped = read(PackageResources.force_statistics_csv)

    static func read(_ bytes: [UInt8]) -> [Figure] {
        let rows = DelimitedText(TextEncoding.decode(bytes).text).rows.dropFirst().map(\.cells)
        let plain = rows.compactMap { cells -> Figure? in
            guard cells.count >= 7, let year = Int(cells[1]), let count = Int(cells[4]) else { return nil }
            return Figure(
                force: cells[0], year: year, platform: cells[2], measure: cells[3], count: count,
                qualifier: cells[5], quote: cells[6])
        }
        return plain.map { figure in
            var figure = figure
            figure.change = change(of: figure, in: plain)
            return figure
        }
    }

    private static func change(of figure: Figure, in figures: [Figure]) -> String {
        let earlier = figures.filter {
            $0.force == figure.force && $0.platform == figure.platform && $0.measure == figure.measure
                && $0.year < figure.year
        }.max { $0.year < $1.year }
        // "exact; 40% rise"
        if let published = figure.qualifier.split(separator: ";").dropFirst().first(where: {
            $0.contains("%")
        }) {
            let rise = published.contains("rise")
            let digits = published.filter(\.isNumber)
            return "\(rise ? "+" : "−")\(digits) % as published; the figure of \(figure.year - 1) was not"
        }
        guard let earlier else { return "" }
        guard earlier.year == figure.year - 1, earlier.qualifier.hasPrefix("exact"),
            figure.qualifier.hasPrefix("exact")
        else {
            return "not computed: \(earlier.year) is “\(earlier.qualifier) \(earlier.count)”"
        }
        return Change.words(figure.count, before: earlier.count)
    }
}

/// A change between two counts.
enum Change {
    /// `+16.7 %`; nothing can be said of a change from none.
    static func words(_ count: Int, before: Int) -> String {
        guard before > 0 else { return "" }
        let tenths = ((Double(count) - Double(before)) / Double(before) * 1000).rounded()
        let value = Int(abs(tenths))
        let sign = tenths < 0 ? "−" : "+"
        return value % 10 == 0 ? "\(sign)\(value / 10) %" : "\(sign)\(value / 10).\(value % 10) %"
    }
}
