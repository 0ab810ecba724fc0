public import Archive
import Files
public import Verifier

/// Checks files that another program made, by the rules of their own formats (`docs/formats/foreign.md`).
public enum ForeignVerifier {
    /// The verdict on a file that `BundleVerifier` has judged: that one for a bundle, ours for a file of another maker, and for one that
    /// is no bundle but holds some.
    ///
    /// Throws `FileError` when the file cannot be read.
    public static func verdict(
        on path: String, after verdict: Verdict, isAccepted: Bool, options: VerifyOptions
    )
        throws -> Verdict
    {
        try choose(verdict) {
            try verify(path: path, isFolder: false, isAccepted: isAccepted, options: options)
        }
    }

    /// As above, of bytes in memory.
    public static func verdict(
        on bytes: [UInt8], after verdict: Verdict, isAccepted: Bool, options: VerifyOptions
    )
        throws -> Verdict
    {
        try choose(verdict) { try verify(bytes: bytes, isAccepted: isAccepted, options: options) }
    }

    /// A bundle whose container is broken stays one.
    private static func choose(_ verdict: Verdict, _ judge: () throws -> Verdict) rethrows -> Verdict {
        guard verdict.isForeign || verdict.isOfContainer else { return verdict }
        let foreign = try judge()
        return verdict.isForeign || foreign.findings.contains { $0.code == Parcel.code } ? foreign : verdict
    }

    /// The verdict on a file that `BundleVerifier` found to be none of ours, or on a folder.
    ///
    /// Failures are those of the file's own rules. Without `isAccepted` a file that keeps to them cannot be verified all the
    /// same, since nothing in it is bound as a bundle is. Throws `FileError` when it cannot be read.
    public static func verify(path: String, isFolder: Bool, isAccepted: Bool, options: VerifyOptions) throws
        -> Verdict
    {
        var log = ForeignLog()
        guard isFolder else {
            let kind = try check(FileSource(try OpenFile.reading(path)), options: options, &log)
            return conclude(kind, isFolder: false, isAccepted: isAccepted, &log)
        }
        let bag = try BagInFolder(path)
        let isBag = bag.paths.contains("bagit.txt")
        if isBag { try BagCheck(bag).run(&log) }
        log.conclude(Parcel.finding(bag.paths, isOfKnownKind: isBag))
        return conclude(isBag ? "BagIt bag" : nil, isFolder: true, isAccepted: isAccepted, &log)
    }

    /// Verifies bytes in memory.
    public static func verify(bytes: [UInt8], isAccepted: Bool, options: VerifyOptions) throws -> Verdict {
        var log = ForeignLog()
        let kind = try check(MemorySource(bytes), options: options, &log)
        return conclude(kind, isFolder: false, isAccepted: isAccepted, &log)
    }

    /// What the file is, in words; nil for none of the kinds that are known.
    private static func check(_ source: some ByteSource, options: VerifyOptions, _ log: inout ForeignLog)
        throws -> String?
    {
        let size = try source.size()
        let start = try source.read(at: 0, count: min(size, 8))
        if start.starts(with: "WARC/".utf8) || start.starts(with: [0x1F, 0x8B])
            || start.starts(with: "filedesc".utf8)
        {
            var check = WARCCheck()
            try check.run(source, 0..<size, name: "record", log: &log)
            guard check.records > 0 || log.hasFailure || start.starts(with: "filedesc".utf8) else {
                return nil
            }
            WARCSummary.add(records: check.records, withDigest: check.withDigest, weak: check.weak, &log)
            log.add(
                Finding(
                    "foreign.unsigned", .caveat, .signer,
                    "nothing in the file is signed: whoever changed a record could have changed its digest with it"
                ))
            return "WARC file"
        }
        guard try start.starts(with: [0x50, 0x4B]) || holdsEndRecord(source) else { return nil }
        guard let container = try ForeignContainer(source, log: &log) else { return "ZIP file" }
        let kind = try check(container, options: options, &log)
        log.conclude(Parcel.finding(container.entries.map(\.name), isOfKnownKind: kind != nil))
        return kind
    }

    private static func check(
        _ container: ForeignContainer<some ByteSource>, options: VerifyOptions, _ log: inout ForeignLog
    ) throws -> String? {
        if let bag = BagInContainer(container) {
            if try container.sums(&log) != nil { try BagCheck(bag).run(&log) }
            return "BagIt bag"
        }
        let isPackage = container.entries.contains {
            $0.name == "datapackage.json" || $0.name.hasPrefix("archive/")
        }
        guard isPackage else { return nil }
        var check = PackageCheck(container, options: options)
        try check.run(&log)
        return "WACZ file"
    }

    /// Whether the end of a file holds what the end record of a ZIP file begins with.
    public static func holdsEndRecord(_ source: some ByteSource) throws -> Bool {
        let size = try source.size()
        let tailBytes = min(size, 65_557)
        let tail = try source.read(at: size - tailBytes, count: tailBytes)
        return tail.indices.contains { tail[$0] == 0x50 && tail[$0...].starts(with: [0x50, 0x4B, 5, 6]) }
    }

    private static func conclude(_ kind: String?, isFolder: Bool, isAccepted: Bool, _ log: inout ForeignLog)
        -> Verdict
    {
        var words = Verdict.Words()
        if log.isConcluded {
            return Verdict.decide(log.findings, subject: Verdict.Subject(), words: words)
        }
        if let kind {
            words.intact =
                "This \(kind) keeps to its own rules, which bind less than those of a bundle of exhibit."
            words.altered =
                "This \(kind) was changed or damaged after it was made, or its own digests were wrong from the beginning."
            words.malformed =
                "This \(kind) breaks the rules of its own format: programs may see different things in it, or nothing."
            words.damaged = "This \(kind) is damaged or incomplete."
            if !isAccepted, !log.hasFailure {
                log.add(
                    Finding(
                        "foreign.kind", .foreign, .container,
                        "This \(kind) was made by another program. By its own rules nothing is wrong with it; nothing in it is bound as in a bundle of exhibit, so who made it and when is not shown. With --foreign those rules are enough."
                    ))
            }
        } else {
            log.add(
                Finding(
                    "foreign.unknown", .foreign, .container,
                    isFolder
                        ? "This folder is no BagIt bag; nothing was checked."
                        : "This file is no bundle made by exhibit, and none of the kinds that can be checked by their own rules; nothing was checked."
                ))
        }
        return Verdict.decide(log.findings, subject: Verdict.Subject(), words: words)
    }
}
