import Bytes
import Evidence

/// A report as one HTML page: no script, nothing from outside the page, everything in it escaped.
struct ReportPage {
    let kind: String
    let title: String
    let made: Timestamp
    var body = HTMLBody()

    init(_ kind: String, title: String, made: Timestamp) {
        self.kind = kind
        self.title = title
        self.made = made
    }

    var html: String {
        HTMLHead.lines(title: "\(kind): \(title)").joined(separator: "\n") + """

            <body>
            <header><p class="kind">\(HTMLText.escaped(kind))</p><h1>\(HTMLText.escaped(title))</h1></header>
            <main>
            \(body.html)</main>
            <footer>Made by exhibit \(SoftwareVersion.text) at \(made.text). This page is not signed; the evidence is the file.</footer>
            </body>
            </html>

            """
    }
}
