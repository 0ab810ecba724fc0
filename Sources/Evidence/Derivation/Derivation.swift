public import Bytes
public import Hashing

/// What was withheld from a bundle to make a derived one, and why; signed by who discloses (bundle format, section 12.3).
public struct Derivation: Sendable, Equatable {
    public static let format = "exhibit-derivation/1"
    public static let maximumWhyBytes = 4096
    public static let maximumNewFiles = 1000

    /// Names that a reader must understand.
    public let critical: [String]
    /// The derived bundle's own name.
    public let bundle: RandomUUID
    public let made: Timestamp
    public let original: RandomUUID
    /// Digest of the original statement.
    public let statement: SHA256Digest
    /// The tree over the record lines: the original's.
    public let records: TreeHead
    /// The tree over the file lines of the original and those of the new files after them.
    public let files: TreeHead
    /// All withheld lines, those of records first, ascending.
    public let withheld: [WithheldLines]
    /// The new files, in the order of the container.
    public let new: [DerivedFile]
    /// In the words of who discloses.
    public let why: String?
    public let software: JSONValue
    /// Digest of the certificate of who discloses.
    public let signer: SHA256Digest
    /// SPKI digest of the key that signs the data package.
    public let packaging: SHA256Digest
    public let ext: JSONValue

    public init(
        bundle: RandomUUID, made: Timestamp, original: RandomUUID, statement: SHA256Digest, records: TreeHead,
        files: TreeHead, withheld: [WithheldLines], new: [DerivedFile], why: String?, signer: SHA256Digest,
        packaging: SHA256Digest
    ) {
        critical = []
        self.bundle = bundle
        self.made = made.wholeSeconds
        self.original = original
        self.statement = statement
        self.records = records
        self.files = files
        self.withheld = withheld
        self.new = new
        self.why = why
        software = SoftwareVersion.json
        self.signer = signer
        self.packaging = packaging
        ext = [:]
    }

    /// How many lines of a tree are withheld, without those of files that are merely made anew.
    public func withheldCount(_ tree: WithheldLines.Tree) -> Int {
        withheld.reduce(0) { $1.tree == tree && $1.reason != .remade ? $0 + $1.lines.count : $0 }
    }

    /// Files of the original, without those that are merely made anew.
    public var fileCount: Int { files.count - new.count - (new.count { $0.replaces.tree == .files }) }

    /// `12 of 40 records and 1 of 5 files`
    public var words: String {
        "\(withheldCount(.records)) of \(records.count) records and \(withheldCount(.files)) of \(fileCount) files"
    }

    /// Whether a line is withheld.
    public func isWithheld(_ place: WithheldLines.Place) -> Bool {
        withheld.contains { $0.tree == place.tree && $0.lines.contains(place.line) }
    }

    /// The bytes that are signed.
    public var serialized: [UInt8] { json.serialized() }

    private var json: JSONValue {
        [
            "format": .string(Self.format), "critical": .array(critical.map(JSONValue.string)),
            "bundle": .string(bundle.urn), "made": .string(made.text),
            "original": ["bundle": .string(original.urn), "statement": .string(statement.text)],
            "hash": "sha256", "tree": "rfc6962", "records": records.json, "files": files.json,
            "withheld": .array(withheld.map(\.json)), "new": .array(new.map(\.json)), "why": JSONValue(why),
            "software": software, "signer": ["certificate": .string(signer.text)],
            "packaging": ["spki": .string(packaging.text)], "ext": ext,
        ]
    }

    /// Reads a derivation of format 1: the closed schema, in the one spelling of the format, and without contradiction.
    ///
    /// Names in `critical` are given back, not judged.
    public static func parse(_ bytes: [UInt8]) throws(StatementError) -> Derivation {
        let value = try StatementError.reading(bytes)
        let derivation: Derivation
        do throws(JSONShapeError) {
            derivation = try Derivation(JSONObject(value))
        } catch {
            throw .shape(error)
        }
        guard derivation.json.isSpelled(bytes) else { throw .notCanonical }
        return derivation
    }

    private init(_ object: JSONObject) throws(JSONShapeError) {
        var object = object
        guard try object.string("format") == Self.format else {
            throw object.wrong("format", "must be \(Self.format)")
        }
        critical = try object.strings("critical")
        bundle = try object.bundle("bundle")
        made = try object.wholeSeconds("made")
        var originalObject = try object.object("original")
        original = try originalObject.bundle("bundle")
        statement = try originalObject.digest("statement")
        try originalObject.finish()
        guard original != bundle else { throw object.wrong("bundle", "must not be the original's") }
        guard try object.string("hash") == "sha256" else { throw object.wrong("hash", "must be sha256") }
        guard try object.string("tree") == "rfc6962" else { throw object.wrong("tree", "must be rfc6962") }
        records = try TreeHead(object.object("records"))
        files = try TreeHead(object.object("files"))
        var withheld: [WithheldLines] = []
        for value in try object.array("withheld") {
            withheld.append(try WithheldLines(JSONObject(value, path: "/withheld")))
        }
        self.withheld = withheld
        var new: [DerivedFile] = []
        for value in try object.array("new") {
            new.append(try DerivedFile(JSONObject(value, path: "/new")))
        }
        self.new = new
        why = try object.stringOrNull("why")
        software = try object.value("software")
        var softwareObject = try JSONObject(software, path: "/software")
        _ = try softwareObject.string("name")
        _ = try softwareObject.string("version")
        try softwareObject.finish()
        var signerObject = try object.object("signer")
        signer = try signerObject.digest("certificate")
        try signerObject.finish()
        var packagingObject = try object.object("packaging")
        packaging = try packagingObject.digest("spki")
        try packagingObject.finish()
        ext = try object.value("ext")
        guard ext.object != nil else { throw object.wrong("ext", "must be an object") }
        try object.finish()
        if let problem { throw object.wrong(problem.name, problem.rule) }
    }

    /// What its own members say against one another.
    private var problem: (name: String, rule: String)? {
        guard records.count <= BundleLimits.records, files.count <= BundleLimits.files + Self.maximumNewFiles
        else { return ("files", "must not count more lines than a bundle has") }
        let counts: [WithheldLines.Tree: Int] = [.records: records.count, .files: files.count - new.count]
        var last = WithheldLines.Place(.records, 0)
        for part in withheld {
            if part.tree != last.tree { last = WithheldLines.Place(part.tree, 0) }
            guard part.lines.lowerBound > last.line, part.lines.upperBound <= counts[part.tree] ?? 0 else {
                return ("withheld", "must be ascending lines of the original, those of records first")
            }
            last = WithheldLines.Place(part.tree, part.lines.upperBound)
        }
        let trees = withheld.map(\.tree)
        if let first = trees.firstIndex(of: .files), trees[first...].contains(.records) {
            return ("withheld", "must have those of records first")
        }
        let replaced = Set(new.map(\.replaces))
        guard new.count <= Self.maximumNewFiles, Set(new.map(\.path)).count == new.count,
            replaced.count == new.count,
            replaced.allSatisfy(isWithheld),
            DerivedFile.alwaysRemade.allSatisfy({ path in new.contains { $0.path == path } })
        else {
            return (
                "new",
                "must have index and pages, each file once, each in the place of a withheld line of its own"
            )
        }
        let remade = withheld.filter { $0.reason == .remade }
        guard remade.allSatisfy({ $0.tree == .files }),
            remade.reduce(0, { $0 + $1.lines.count }) == replaced.count(where: { $0.tree == .files }),
            replaced.allSatisfy({ place in
                place.tree == .records || remade.contains { $0.lines.contains(place.line) }
            })
        else {
            return (
                "withheld",
                "must have the reason remade for the files that new ones replace, and for no other"
            )
        }
        if why?.utf8.count ?? 0 > Self.maximumWhyBytes { return ("why", "must have 4,096 bytes at most") }
        if why == nil, withheld.contains(where: { $0.reason == .other }) {
            return ("why", "must not be null where a reason is other")
        }
        return nil
    }
}
