import Bytes
import Evidence
import Files
import Glibc
public import Hashing
public import Signing
import Storage

extension SealedParts {
    /// The list of a folder and its signature, which is a valid one by whom the list names; who that is is for the caller.
    public static func list(of folder: String) throws -> (list: PartsList, signature: SignedData) {
        let (text, signature) = (folder + "/" + PartsList.fileName, folder + "/" + PartsList.signatureName)
        guard Folder.exists(text), Folder.exists(signature) else { throw Failure.noList }
        let content = try read(text, maximumBytes: 16 << 20)
        let signed = try read(signature, maximumBytes: SignedData.maximumBytes)
        do throws(SignedFormError) {
            let (list, data) = try PartsList.verified(content, signed)
            return (list, data)
        } catch {
            throw Failure.list(error)
        }
    }

    private static func read(_ path: String, maximumBytes: Int) throws -> [UInt8] {
        let file = try OpenFile.readingNoLink(path)
        let bytes = try file.read(at: 0, count: min(maximumBytes, try file.size()) + 1)
        guard bytes.count <= maximumBytes else {
            throw FileError("read the whole of", path, number: EFBIG)
        }
        return bytes
    }

    /// Decrypts a folder into a new file, which has its name only when everything was checked: the list's signature, that each part is
    /// there, alone, in its place and whole, and that together they are the file that was encrypted.
    @discardableResult
    public static func open(_ folder: String, with key: SigningKey, to path: String) throws -> PartsList {
        guard !Folder.exists(path) else { throw FileError("create", path, number: EEXIST) }
        let list = try list(of: folder).list
        let output = try OpenFile.temporary(beside: path)
        do {
            try decrypt(list, folder, with: key, into: output)
            try output.sync()
            try Folder.rename(output.path, to: path)
            return list
        } catch {
            try? Folder.remove(output.path)
            throw error
        }
    }

    /// Decrypts a folder for as long as the result is held.
    public static func openTemporarily(_ folder: String, with key: SigningKey, in parent: String) throws
        -> TemporaryContents
    {
        let list = try list(of: folder).list
        let contents = try TemporaryContents(named: list.name, list: list, in: parent)
        let output = try OpenFile.creating(contents.path)
        try decrypt(list, folder, with: key, into: output)
        return contents
    }

    private static func decrypt(
        _ list: PartsList, _ folder: String, with key: SigningKey, into output: OpenFile
    ) throws {
        let files = try files(of: list, in: folder)
        var whole = try RunningDigest.sha256()
        var place = 0
        for (index, file) in files.enumerated() {
            // Before its contents are looked at: what is not the part that was signed is not worth decrypting.
            try check(file, list, index)
            do {
                try decrypt(file, list.parts[index], with: key, into: output, at: &place, &whole)
            } catch AuthenticatedEnvelope.Failure.notForThisKey {
                throw Failure.notForThisKey(recipients: list.recipients.map(\.name))
            } catch let failure as AuthenticatedEnvelope.Failure {
                throw Failure.part(index + 1, failure)
            }
        }
        guard place == list.bytes, try whole.finalize() == list.digest else { throw Failure.whole }
    }

    private static func decrypt(
        _ file: OpenFile, _ part: PartsList.Part, with key: SigningKey, into output: OpenFile,
        at place: inout Int, _ whole: inout RunningDigest
    ) throws {
        let start = try file.read(
            at: 0, count: min(part.bytes, AuthenticatedEnvelope.maximumHeadBytes))
        var reader = try AuthenticatedEnvelope.Reader.begin(start, key: key)
        let (head, end) = (reader.headBytes, reader.headBytes + reader.count)
        guard reader.count == part.contents, end + AuthenticatedEnvelope.Reader.endBytes == part.bytes else {
            throw AuthenticatedEnvelope.Failure.notAnEnvelope
        }
        var buffer = [UInt8](repeating: 0, count: pieceBytes)
        defer { Passphrase.cleanse(&buffer) }
        for offset in stride(from: head, to: end, by: pieceBytes) {
            let count = min(pieceBytes, end - offset)
            let got = try unsafe buffer.withUnsafeMutableBytes {
                try unsafe file.read(into: UnsafeMutableRawBufferPointer(rebasing: $0[..<count]), at: offset)
            }
            guard got == count else { throw AuthenticatedEnvelope.Failure.changed }
            try reader.decrypt(&buffer, count: count)
            try unsafe buffer.withUnsafeBytes {
                let piece = unsafe UnsafeRawBufferPointer(rebasing: $0[..<count])
                try unsafe whole.update(piece)
                try unsafe output.write(piece, at: place)
            }
            place += count
        }
        try reader.end(try file.read(at: end, count: AuthenticatedEnvelope.Reader.endBytes))
    }
}
