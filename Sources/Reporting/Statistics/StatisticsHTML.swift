public import Bytes
import Hashing

/// Statistics as one HTML page with plots: no script, nothing from outside the page.
public enum StatisticsHTML {
    /// One bar of a plot.
    public struct Bar: Sendable {
        public let label: String
        public let count: Int

        public init(label: String, count: Int) {
            self.label = label
            self.count = count
        }
    }

    /// The page. `plots` have a heading and bars each.
    public static func page(
        title: String, tables: [(heading: String, table: StatisticsTable)],
        plots: [(heading: String, bars: [Bar])],
        made: Timestamp
    ) -> String {
        var html =
            HTMLHead.lines(title: title).joined(separator: "\n") + """

                <body>
                <header><p class="kind">Statistics of reports</p><h1>\(text(title))</h1></header>
                <main>

                """
        for (heading, bars) in plots where !bars.isEmpty {
            html += "<h2>\(text(heading))</h2>\n" + plot(bars, heading)
        }
        for (heading, table) in tables { html += "<h2>\(text(heading))</h2>\n" + self.table(table, heading) }
        html += "</main>\n<footer>Made by exhibit at \(made.text).</footer>\n</body>\n</html>\n"
        return html
    }

    private static func text(_ text: String) -> String { HTMLText.escaped(text) }

    private static func table(_ table: StatisticsTable, _ caption: String) -> String {
        var html = "<div class=\"wide\"><table aria-label=\"\(text(caption))\">\n<thead><tr>"
        html +=
            table.headings.map { "<th scope=\"col\">\(text($0))</th>" }.joined() + "</tr></thead>\n<tbody>\n"
        for row in table.rows {
            html += "<tr>"
            for (place, cell) in row.enumerated() {
                let kind = Int(cell) == nil ? "" : " class=\"number\""
                html += place == 0 ? "<th scope=\"row\">\(text(cell))</th>" : "<td\(kind)>\(text(cell))</td>"
            }
            html += "</tr>\n"
        }
        html += "</tbody>\n</table></div>\n"
        return html + table.notes.map { "<p>\(text($0))</p>\n" }.joined()
    }

    private static let barHeight = 22
    private static let labelWidth = 440
    private static let plotWidth = 280

    /// Bars to the right of their labels, with their counts.
    private static func plot(_ bars: [Bar], _ heading: String) -> String {
        let most = max(1, bars.map(\.count).max() ?? 1)
        let height = bars.count * (barHeight + 6) + 6
        let width = labelWidth + plotWidth + 70
        var svg =
            "<svg role=\"img\" viewBox=\"0 0 \(width) \(height)\" width=\"100%\" font-size=\"13\"><title>\(text(heading))</title>\n"
        for (place, bar) in bars.enumerated() {
            let y = place * (barHeight + 6) + 6
            let length = max(1, bar.count * plotWidth / most)
            let label = bar.label.count > 66 ? bar.label.prefix(65) + "…" : bar.label
            svg += "<text x=\"\(labelWidth - 8)\" y=\"\(y + 16)\" text-anchor=\"end\">\(text(label))</text>"
            svg +=
                "<rect x=\"\(labelWidth)\" y=\"\(y)\" width=\"\(length)\" height=\"\(barHeight)\" fill=\"#23395b\"/>"
            svg += "<text x=\"\(labelWidth + length + 6)\" y=\"\(y + 16)\">\(bar.count)</text>\n"
        }
        return svg + "</svg>\n"
    }
}
