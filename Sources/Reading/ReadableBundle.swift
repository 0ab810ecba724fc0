package import Archive
public import Bytes
public import Evidence
import Files
public import Hashing

/// A bundle that a person looks into. Nothing in it is believed: what it says is shown, what is proven the verifier tells.
///
/// Reads in bounded memory, whatever the file holds.
public struct ReadableBundle: Sendable {
    /// Bytes of the file.
    public let bytes: Int
    package let source: FileSource
    package let entries: [ContainerEntry]

    /// Opens a file whose container is in the profile of the format; throws `ContainerError` for any other.
    public init(path: String) throws {
        source = FileSource(try OpenFile.reading(path))
        bytes = try source.size()
        entries = try ContainerReader(source).entries
    }

    /// SHA-256 of the whole file.
    public func digest() throws -> SHA256Digest {
        var digest = try RunningDigest.sha256()
        try unsafe forEachPiece(at: 0, bytes: bytes) { try unsafe digest.update($0) }
        return try digest.finalize()
    }

    /// Where a file of the bundle lies; nil when there is none of this name.
    package func entry(named name: String) -> ContainerEntry? { entries.first { $0.name == name } }

    /// A small file of the bundle; nil when there is none.
    public func file(_ name: String, maximumBytes: Int = BundleLimits.jsonBytes) throws -> [UInt8]? {
        guard let entry = entry(named: name) else { return nil }
        guard entry.bytes <= maximumBytes else { throw ReadingError.tooLarge(name: name) }
        let bytes = try source.read(at: entry.offset, count: entry.bytes)
        guard bytes.count == entry.bytes else { throw ReadingError.cutShort }
        return bytes
    }

    /// The officer's own words; nil when there are none.
    public func note() throws -> OfficerNote? {
        guard let bytes = try file(BundlePath.note) else { return nil }
        do {
            return try OfficerNote.parse(bytes)
        } catch {
            throw ReadingError.malformed(place: BundlePath.note, rule: "\(error)")
        }
    }

    /// What a person stated in one of the files for that (format, section 9); null where there is no such file.
    public func stated(_ path: String) throws -> JSONValue {
        guard let bytes = try file(path) else { return .null }
        do {
            return try JSONReader.parse(bytes)["stated"] ?? .null
        } catch {
            throw ReadingError.malformed(place: path, rule: "\(error)")
        }
    }

    /// What `evidence/capture.json` says.
    public func facts() throws -> CaptureFacts {
        let bytes = try required(BundlePath.capture, maximumBytes: BundleLimits.jsonBytes)
        do {
            return try CaptureFacts.parse(bytes)
        } catch {
            throw ReadingError.malformed(place: BundlePath.capture, rule: "\(error)")
        }
    }

    /// Whether this is a disclosed part of another bundle (bundle format, section 12).
    public var isDerived: Bool { entry(named: BundlePath.derivation.content) != nil }

    /// The files of the statement, which in a derived bundle is its original's.
    package var statementNames: BundlePath.Signed {
        isDerived ? BundlePath.originalStatement : BundlePath.signedStatement
    }

    /// The statement, and the digest of its bytes; in a derived bundle that of its original.
    public func statement() throws -> (statement: CaptureStatement, digest: SHA256Digest) {
        let bytes = try required(statementNames.content, maximumBytes: BundleLimits.jsonBytes)
        do {
            return (try CaptureStatement.parse(bytes), SHA256Digest.of(bytes))
        } catch {
            throw ReadingError.malformed(place: statementNames.content, rule: "\(error)")
        }
    }

    /// What was withheld, and why; nil for a bundle that is whole.
    public func derivation() throws -> Derivation? {
        guard isDerived else { return nil }
        let bytes = try required(BundlePath.derivation.content, maximumBytes: BundleLimits.jsonBytes)
        do {
            return try Derivation.parse(bytes)
        } catch {
            throw ReadingError.malformed(place: BundlePath.derivation.content, rule: "\(error)")
        }
    }

    /// The certificate in the statement's signature: who claims to have signed.
    public func signer() throws -> Certificate { try signature(statementNames).signer }

    /// The signature that seals this very file, and the name of what it seals: the derivation's in a derived bundle.
    public func seal() throws -> (signature: SignedData, bundle: RandomUUID) {
        guard let derivation = try derivation() else {
            return (try signature(statementNames), try statement().statement.bundle)
        }
        return (try signature(BundlePath.derivation), derivation.bundle)
    }

    private func signature(_ names: BundlePath.Signed) throws -> SignedData {
        let der = try required(names.signature, maximumBytes: BundleLimits.signatureBytes)
        do {
            return try SignedData.read(der)
        } catch {
            throw ReadingError.malformed(place: names.signature, rule: "\(error)")
        }
    }

    private func required(_ name: String, maximumBytes: Int) throws -> [UInt8] {
        guard let bytes = try file(name, maximumBytes: maximumBytes) else {
            throw ReadingError.missing(name: name)
        }
        return bytes
    }

    /// Hands a part of the file to `body` in pieces that are valid during the call.
    package func forEachPiece(
        at offset: Int, bytes: Int, _ body: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        var buffer = [UInt8](repeating: 0, count: min(bytes, 1 << 18))
        var place = 0
        while place < bytes {
            let wanted = min(buffer.count, bytes - place)
            try unsafe buffer.withUnsafeMutableBytes { all in
                let room = unsafe UnsafeMutableRawBufferPointer(rebasing: all[..<wanted])
                guard try unsafe source.read(into: room, at: offset + place) == wanted else {
                    throw ReadingError.cutShort
                }
                try unsafe body(UnsafeRawBufferPointer(room))
            }
            place += wanted
        }
    }
}
