import Bytes
import Evidence
import Hashing
import Reading
import Verifier

/// A sheet as one HTML page: no script, nothing from outside the page, everything from the bundle escaped.
///
/// The page's policy allows its own style, told by its digest, and images inside the page; a browser refuses all else,
/// whatever a title or an address tries.
public struct SheetHTML {
    private static let maximumItems = 100
    /// Of all pictures in the page together; what is over is named, and stays in the bundle.
    private static let maximumImageBytes = 6 << 20

    private let sheet: ExhibitSheet
    private var html = ""

    private init(_ sheet: ExhibitSheet) { self.sheet = sheet }

    /// The whole page.
    public static func page(_ sheet: ExhibitSheet) -> String {
        var page = SheetHTML(sheet)
        for line in HTMLHead.lines(title: "Exhibit sheet: \(sheet.fileName)") { page.add(line) }
        page.opening()
        page.posts()
        page.facts()
        page.pictures()
        page.weaknesses()
        page.signer()
        page.digests()
        page.meaning()
        page.checking()
        page.closing()
        return page.html
    }

    private var summary: BundleSummary { sheet.summary }
    private var captured: CaptureFacts { sheet.summary.facts }

    private mutating func add(_ line: String) { html += line + "\n" }

    private func text(_ text: String) -> String { HTMLText.escaped(text) }

    private mutating func opening() {
        add("<body>")
        add("<header>")
        add("<p class=\"kind\">Exhibit sheet</p>")
        add("<h1>\(text(captured.target))</h1>")
        add("</header>")
        add("<main>")
        var box = HTMLBody()
        box.box(sheet.verdict)
        html += box.html
        add(
            "<p>The verdict is that of \(sheet.isOfQuickCheck ? "a quick check (container, signatures, digests)" : "all checks") at \(TimeWords.utc(sheet.made)). How to check for yourself stands below.</p>"
        )
    }

    /// The reported post; a reading of the records, and called so.
    private mutating func posts() {
        if let words = summary.hiddenWords { add("<p>\(text(words))</p>") }
        guard let first = summary.posts.first else { return }
        add("<h2>\(first["reported"]?.bool == true ? "The reported post" : "A post in it")</h2>")
        add(
            "<p>As the program read it from the recorded answers. The records are the evidence; this is a reading of them.</p>"
        )
        html += PostCard(first, clock: sheet.clock).html
        let facts = PostFacts(first)
        add("<dl>")
        for (name, value) in facts.rows.prefix(Self.maximumItems) {
            let lines = value.split(separator: "\n", omittingEmptySubsequences: false).map {
                text(String($0))
            }
            add("<dt>\(text(name))</dt><dd>\(lines.joined(separator: "<br>"))</dd>")
        }
        add("</dl>")
        if summary.posts.count > 1 {
            add(
                "<p>\(summary.posts.count - 1) more posts were read; <span class=\"mono\">exhibit posts</span> prints them.</p>"
            )
        }
    }

    private mutating func facts() {
        let window = captured.window
        add("<h2>What was captured</h2>")
        add("<dl>")
        row("Address", captured.target, isMono: true)
        if let final = captured.final, final != captured.target { row("Led to", final, isMono: true) }
        if let title = captured.title, !title.isEmpty { row("The page’s own title", title) }
        row("Outcome", "\(captured.outcome.words): \(captured.outcome.reason)")
        row("Begun", sheet.clock.words(window.begun))
        row("Ended", sheet.clock.words(window.ended))
        row("Clock", "that of the capturing machine; \(captured.clockWords("it"))")
        row("Made by", captured.engine.words)
        row("Records", sheet.records)
        row(
            "Traffic",
            "\(captured.exchanges) answers over \(captured.connections) connections, \(captured.bytes) bytes")
        row("Bundle", summary.statement.bundle.urn, isMono: true)
        if let derivation = summary.derivation {
            row("Disclosed", "in part, as \(derivation.bundle.urn)", isMono: true)
            row("Withheld", derivation.words)
        }
        add("</dl>")
        guard let note = summary.note else { return }
        add("<h2>In the officer’s own words</h2>")
        add("<dl>")
        row("By", note.by)
        if let title = note.title { row("Title", title) }
        if let words = note.text { row("Note", words) }
        add("</dl>")
    }

    private mutating func row(_ name: String, _ value: String, isMono: Bool = false) {
        add("<dt>\(name)</dt><dd\(isMono ? " class=\"mono\"" : "")>\(text(value))</dd>")
    }

    private mutating func pictures() {
        add("<h2>Screenshots</h2>")
        if summary.screenshots.isEmpty { add("<p>There is none in the bundle.</p>") }
        if !summary.screenshots.isEmpty, let reason = summary.sensitivity {
            let count = summary.screenshots.count
            add(
                "<p>\(count == 1 ? "The screenshot is" : "The \(count) screenshots are") left out of this page: \(text(reason)). The bundle holds \(count == 1 ? "it" : "them").</p>"
            )
            return
        }
        var room = Self.maximumImageBytes
        for screenshot in summary.screenshots {
            add("<figure>")
            if let image = screenshot.image, let size = screenshot.size, image.count <= room {
                room -= image.count
                let alternative = "Screenshot of \(captured.target): \(screenshot.moment.words)"
                add(
                    "<img src=\"data:image/png;base64,\(Base64.encode(image))\" width=\"\(size.width)\" height=\"\(size.height)\" alt=\"\(text(alternative))\">"
                )
                add(
                    "<figcaption>\(text(sheet.caption(screenshot))). Record \(screenshot.place.number) of the bundle. SHA-256 of the image: <span class=\"mono\">\(SHA256Digest.of(image).hex)</span></figcaption>"
                )
            } else {
                add(
                    "<figcaption>\(text(sheet.caption(screenshot))). Record \(screenshot.place.number) of the bundle; it is not shown here, since it is too large for this page, damaged, or no PNG image.</figcaption>"
                )
            }
            add("</figure>")
        }
    }

    private mutating func weaknesses() {
        list(
            "Caveats: what weakens this capture for ever", captured.caveatLines,
            ifEmpty: "None is recorded.")
        list("Limits that were reached", captured.reached, ifEmpty: nil)
        list("Not recorded", captured.notRecordedLines, ifEmpty: nil)
    }

    private mutating func list(_ heading: String, _ items: [String], ifEmpty: String?) {
        guard !items.isEmpty || ifEmpty != nil else { return }
        add("<h2>\(heading)</h2>")
        if items.isEmpty {
            add("<p>\(ifEmpty ?? "")</p>")
            return
        }
        add("<ul>")
        for item in items.prefix(Self.maximumItems) { add("<li>\(HTMLText.escaped(item, limit: 1000))</li>") }
        if items.count > Self.maximumItems { add("<li>and \(items.count - Self.maximumItems) more</li>") }
        add("</ul>")
    }

    private mutating func signer() {
        let signer = summary.signer
        add("<h2>Who signed</h2>")
        add(
            "<p>As the certificate in the bundle claims; that it is so is shown only by comparing the key.</p>"
        )
        add("<dl>")
        row("Name", signer.holder)
        row("Force or authority", signer.organization ?? "not named")
        row("Key, in short", KeyText.short(signer.keyDigest), isMono: true)
        digestRow("Key, SHA-256", signer.keyDigest)
        row("Certificate", "valid from \(signer.notBefore.text) to \(signer.notAfter.text)")
        add("</dl>")
    }

    private mutating func digests() {
        add("<h2>Digests</h2>")
        add("<dl>")
        row("File", "\(sheet.fileName), \(summary.bytes) bytes")
        digestRow("File, SHA-256", summary.digest)
        digestRow("Statement, SHA-256", summary.statementDigest)
        add("</dl>")
        add("<p>In groups of eight, for reading aloud; the spaces do not belong to the digests.</p>")
        if let code = QRCode(summary.digest.text) {
            add(code.svg(title: "QR code of the digest of the file"))
            add("<p>The code is the digest of the file, for a telephone’s camera.</p>")
        }
    }

    private mutating func digestRow(_ name: String, _ digest: SHA256Digest) {
        let lines = DigestWords.grouped(digest).joined(separator: "<br>")
        add("<dt>\(name)</dt><dd class=\"mono digest\">\(lines)</dd>")
    }

    private mutating func meaning() {
        add("<h2>What this proves, and what not</h2>")
        add("<h3>When the verdict is INTACT</h3>")
        add("<ul>")
        add("<li>Not one bit of the file has changed since it was sealed with the key above.</li>")
        add("<li>Whoever held that key and its passphrase sealed it.</li>")
        add("</ul>")
        add("<h3>Never shown by the file alone</h3>")
        add("<ul>")
        for limit in StandingLimits.never + [StandingLimits.clock] { add("<li>\(text(limit))</li>") }
        add("</ul>")
        add(
            "<p>This page is a view of the bundle and is not signed itself. The evidence is the file; the page may help to read it.</p>"
        )
    }

    private mutating func checking() {
        let name = sheet.fileName
        add("<h2>How to check the file</h2>")
        add("<ol>")
        add(
            "<li>On Windows, without any other program, open a command prompt in the folder of the file and type:"
        )
        add("<pre class=\"mono\">certutil -hashfile &quot;\(text(name))&quot; SHA256</pre>")
        add("What it prints must be the file’s digest:")
        add("<pre class=\"mono\">\(summary.digest.hex)</pre>")
        add("This shows that you have the very file that this page was made from.</li>")
        add("<li>On any machine with <span class=\"mono\">exhibit-verify</span>, which needs no network:")
        add(
            "<pre class=\"mono\">exhibit-verify &quot;\(text(name))&quot; --key \(summary.signer.keyDigest.text)</pre>"
        )
        add(
            "Take the key from the officer’s printed statement, not from this page: if both show the same, and the program says INTACT, the points above are proven.</li>"
        )
        add("</ol>")
    }

    private mutating func closing() {
        add("</main>")
        add(
            "<footer>Made by exhibit \(SoftwareVersion.text) at \(sheet.made.text) from \(text(sheet.fileName)).</footer>"
        )
        add("</body>")
        add("</html>")
    }
}

extension CaptureEngine {
    fileprivate var words: String {
        switch self {
        case .chromium: "a browser (Chromium) behind the recording proxy"
        case .fetch: "the recorder itself, without a browser"
        case .pack: "putting the files of a folder into records; nothing was fetched"
        }
    }
}
