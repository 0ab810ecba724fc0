import Bytes
import Evidence
import Files
import Handover
import Reading
import Reporting
import Storage

/// The pages that go with each bundle of a handover, for people who have none of this.
struct HandoverPages {
    let made: Timestamp
    let clock: WallClock
    let sensitive: SensitiveContent

    /// The verdict for a prosecutor, and what the bundle says; of the check that was just made.
    func items(of source: HandoverSource, beside path: String) throws -> [BagItem] {
        let name = Folder.name(of: path)
        let verification = VerificationReport(
            fileName: name, verdict: source.verdict, digest: source.digest, made: made, clock: clock)
        let sheet = ExhibitSheet(
            fileName: name, verdict: source.verdict,
            summary: try ReportSource(source.argument, contents: sensitive).shownSummary(), made: made,
            clock: clock)
        return [
            BagItem(path + ".verification.html", .bytes(Array(verification.html.utf8))),
            BagItem(path + ".sheet.html", .bytes(Array(SheetHTML.page(sheet).utf8))),
        ]
    }

    /// The page that checks a bundle in a browser.
    static let verifyPage = BagItem("data/" + VerifyPage.name, .bytes(VerifyPage.bytes))

    /// What that page must be in a handover of this version.
    static let known = KnownPage(path: verifyPage.path, digest: VerifyPage.digest)
}
