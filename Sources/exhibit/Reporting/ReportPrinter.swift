import Browser
import Bytes
import Files
import Storage
import VerifyCommand

/// Pages as PDF, through one Chromium that has no way to a network.
enum ReportPrinter {
    private static let maximumBytes = 64 << 20

    static func path(_ page: String) -> String { page.dropLast(".html".count) + ".pdf" }

    static func print(_ pages: [String]) throws {
        do {
            let browser = try Chromium.launch()
            defer { browser.close() }
            for page in pages {
                let html = String(
                    decoding: try WholeFile.read(page, maximumBytes: maximumBytes), as: UTF8.self)
                try WholeFile.create(path(page), try LocalPage(html, in: browser).pdf(), mode: 0o644)
            }
        } catch let error as BrowserError {
            throw CommandError(.unavailable, "the pages are written, but not as PDF: \(error.description)")
        }
    }
}
