public import Bytes
import Evidence
public import Files
import Glibc
public import Hashing
public import Sealing
import Signing
import Storage

/// A file in encrypted parts (`docs/formats/encrypted.md`): a folder that only its recipients can read, and that stock `openssl` opens
/// part by part. Memory is bounded, whatever the file's size.
public enum SealedParts {
    static let pieceBytes = 1 << 20

    /// Encrypts a file into a new folder, which appears whole or not at all.
    ///
    /// `bundle` is the id of the bundle that the file is, nil for any other file. Throws `Failure`, `FileError`, and what the signer
    /// throws.
    public static func encrypt(
        _ path: String, bundle: RandomUUID?, to recipients: [Certificate], by officer: OfficerIdentity,
        into folder: String, at time: Timestamp
    ) throws -> PartsList {
        try encrypt(
            OpenFile.reading(path), named: Folder.name(of: path), bundle: bundle, to: recipients, by: officer,
            into: folder, at: time)
    }

    /// As above, for a file that is open, which may have no name; in parts of so many bytes.
    public static func encrypt(
        _ file: OpenFile, named name: String, bundle: RandomUUID?, to recipients: [Certificate],
        by officer: OfficerIdentity, into folder: String, at time: Timestamp,
        partBytes: Int = PartsList.maximumPartBytes
    ) throws -> PartsList {
        guard !Folder.exists(folder) else { throw FileError("create", folder, number: EEXIST) }
        guard PartsList.isName(name) else { throw Failure.name }
        let recipients = try checked(recipients, at: time)
        let mark = try file.changeMark()
        guard mark.size > 0 else { throw Failure.empty }
        let count = (mark.size + partBytes - 1) / partBytes
        guard count <= PartsList.maximumParts else { throw Failure.tooLarge }
        let work = try Folder.makeTemporary(in: Folder.of(folder), prefix: Folder.name(of: folder) + ".")
        do {
            var whole = try RunningDigest.sha256()
            var parts: [PartsList.Part] = []
            for start in stride(from: 0, to: mark.size, by: partBytes) {
                parts.append(
                    try part(
                        of: file, start..<min(start + partBytes, mark.size), to: recipients,
                        at: work + "/" + PartsList.partName(parts.count + 1), &whole))
            }
            guard try file.changeMark() == mark else { throw Failure.changedMeanwhile }
            let list = PartsList(
                bundle: bundle, name: name, bytes: mark.size, digest: try whole.finalize(),
                time: time.wholeSeconds, signer: officer.certificate.digest,
                recipients: recipients.map {
                    PartsList.Recipient(certificate: $0.digest, name: $0.holder)
                }, parts: parts)
            try WholeFile.create(
                work + "/" + PartsList.signatureName, officer.sign(list.serialized, at: time), mode: 0o644)
            try WholeFile.create(work + "/" + PartsList.fileName, list.serialized, mode: 0o644)
            try Folder.rename(work, to: folder)
            return list
        } catch {
            // The cause matters more than a folder that could not be removed after it.
            try? Folder.removeTree(work)
            throw error
        }
    }

    /// Each once; those whose time is over are refused.
    private static func checked(_ recipients: [Certificate], at time: Timestamp) throws -> [Certificate] {
        var checked: [Certificate] = []
        for one in recipients where !checked.contains(one) {
            guard one.notBefore <= time, time <= one.notAfter else {
                throw Failure.recipientNotValid(name: one.holder)
            }
            checked.append(one)
        }
        return checked
    }

    private static func part(
        of file: OpenFile, _ range: Range<Int>, to recipients: [Certificate], at path: String,
        _ whole: inout RunningDigest
    ) throws -> PartsList.Part {
        var writer = try AuthenticatedEnvelope.Writer.begin(to: recipients, count: range.count)
        var output = PartOutput(try OpenFile.creating(path), try RunningDigest.sha256())
        try unsafe writer.head.withUnsafeBytes { try unsafe output.write($0) }
        var buffer = [UInt8](repeating: 0, count: pieceBytes)
        defer { Passphrase.cleanse(&buffer) }
        for start in stride(from: range.lowerBound, to: range.upperBound, by: pieceBytes) {
            let count = min(pieceBytes, range.upperBound - start)
            let got = try unsafe buffer.withUnsafeMutableBytes {
                try unsafe file.read(into: UnsafeMutableRawBufferPointer(rebasing: $0[..<count]), at: start)
            }
            guard got == count else { throw Failure.changedMeanwhile }
            try unsafe buffer.withUnsafeBytes {
                try unsafe whole.update(UnsafeRawBufferPointer(rebasing: $0[..<count]))
            }
            try writer.encrypt(&buffer, count: count)
            try unsafe buffer.withUnsafeBytes {
                try unsafe output.write(UnsafeRawBufferPointer(rebasing: $0[..<count]))
            }
        }
        try unsafe writer.end().withUnsafeBytes { try unsafe output.write($0) }
        return try output.end(contents: range.count)
    }
}

/// The file of a part being written, and its digest.
private struct PartOutput: ~Copyable {
    private let file: OpenFile
    private var digest: RunningDigest
    private var bytes = 0

    init(_ file: OpenFile, _ digest: consuming RunningDigest) {
        self.file = file
        self.digest = digest
    }

    mutating func write(_ piece: UnsafeRawBufferPointer) throws {
        try unsafe digest.update(piece)
        try unsafe file.write(piece, at: bytes)
        bytes += piece.count
    }

    consuming func end(contents: Int) throws -> PartsList.Part {
        try file.sync()
        let bytes = bytes
        return PartsList.Part(contents: contents, bytes: bytes, digest: try digest.finalize())
    }
}
