/// The names of the files inside a bundle (bundle format, section 3).
public enum BundlePath {
    public static let index = "indexes/index.cdx.gz"
    public static let indexOfIndex = "indexes/index.idx"
    public static let pages = "pages/pages.jsonl"
    public static let capture = "evidence/capture.json"
    public static let caseFile = "evidence/case.json"
    public static let authority = "evidence/authority.json"
    public static let note = "evidence/note.json"
    public static let actions = "evidence/actions.jsonl"
    public static let posts = "evidence/posts.jsonl"
    public static let bracket = "evidence/bracket.tst"
    public static let escrow = "evidence/escrow.p7m"
    public static let masked = "evidence/masked.jsonl"
    public static let extensionPrefix = "evidence/ext-"
    public static let records = "evidence/records.jsonl"
    public static let files = "evidence/files.jsonl"
    public static let statement = "evidence/statement.json"
    public static let signature = "evidence/statement.p7s"
    public static let signatureValue = "evidence/statement.sig"
    public static let timestampPrefix = "evidence/timestamp-"
    public static let dataPackage = "datapackage.json"
    public static let dataPackageDigest = "datapackage-digest.json"

    /// What is signed and its signature: the names of the files that belong together.
    public struct Signed: Sendable {
        public let content: String
        public let signature: String
        public let signatureValue: String
        public let timestampPrefix: String

        init(_ name: String, timestampPrefix: String) {
            content = "evidence/\(name).json"
            signature = "evidence/\(name).p7s"
            signatureValue = "evidence/\(name).sig"
            self.timestampPrefix = timestampPrefix
        }

        /// The timestamp token with this number, from 1 to 99.
        public func timestamp(_ number: Int) -> String {
            timestampPrefix + (number < 10 ? "0" : "") + "\(number).tst"
        }
    }

    public static let signedStatement = Signed("statement", timestampPrefix: timestampPrefix)
    /// In a derived bundle (bundle format, section 12.1).
    public static let originalStatement = Signed(
        "original-statement", timestampPrefix: "evidence/original-timestamp-")
    public static let derivation = Signed("derivation", timestampPrefix: "evidence/derivation-timestamp-")
    public static let redactedPrefix = "evidence/redacted-"

    /// The redacted picture in the place of this record, counted from 1.
    public static func redacted(_ record: Int) -> String { redactedPrefix + "\(record).png" }

    /// The timestamp token with this number, from 1 to 99: `evidence/timestamp-01.tst`.
    public static func timestamp(_ number: Int) -> String {
        timestampPrefix + (number < 10 ? "0" : "") + "\(number).tst"
    }

    /// The archive file with this number, from 1 to 9,999: `archive/data-0001.warc.gz`.
    public static func archive(_ number: Int) -> String {
        let digits = String(number)
        return "archive/data-" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
            + ".warc.gz"
    }

    /// The files that stand between the archive files and `records.jsonl`, in the order of the format.
    public static let listedInOrder = [
        index, indexOfIndex, pages, capture, caseFile, authority, note, actions, posts, bracket, escrow,
        masked,
    ]
}
