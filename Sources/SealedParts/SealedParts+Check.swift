import Files
public import Hashing
import Signing
import Storage

extension SealedParts {
    /// Checks a folder without a key: the list's signature, that each part is there, alone, in its place, and as it was signed. Whether
    /// the parts decrypt to what the list says is not known after this; who signed is for the caller.
    public static func check(_ folder: String) throws -> (list: PartsList, signature: SignedData) {
        let (list, signature) = try list(of: folder)
        for (index, file) in try files(of: list, in: folder).enumerated() {
            try check(file, list, index)
        }
        return (list, signature)
    }

    /// Every part, open, with the size that it must have.
    static func files(of list: PartsList, in folder: String) throws -> [OpenFile] {
        try checkNames(list, folder)
        return try list.parts.enumerated().map { index, part in
            let file = try OpenFile.readingNoLink(folder + "/" + PartsList.partName(index + 1))
            let bytes = try file.size()
            guard bytes == part.bytes else {
                throw Failure.size(part: index + 1, bytes: bytes, expected: part.bytes)
            }
            return file
        }
    }

    static func check(_ file: OpenFile, _ list: PartsList, _ index: Int) throws {
        let digest = try FileDigest.sha256(of: file)
        guard digest == list.parts[index].digest else {
            if let other = list.parts.firstIndex(where: { $0.digest == digest }) {
                throw Failure.misplaced(part: index + 1, is: other + 1)
            }
            throw Failure.part(index + 1, .changed)
        }
    }

    private static func checkNames(_ list: PartsList, _ folder: String) throws {
        let expected = Set(
            [PartsList.fileName, PartsList.signatureName]
                + list.parts.indices.map { PartsList.partName($0 + 1) })
        let names = try Folder.names(in: folder)
        let there = Set(names)
        if let index = list.parts.indices.first(where: { !there.contains(PartsList.partName($0 + 1)) }) {
            throw Failure.missing(part: index + 1, of: list.parts.count)
        }
        if let name = names.first(where: { !expected.contains($0) }) { throw Failure.surplus(name: name) }
    }
}
