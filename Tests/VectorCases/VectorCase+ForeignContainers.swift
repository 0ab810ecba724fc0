import TestSupport
import Writing

extension VectorCase {
    private static func container(
        _ about: String, _ codes: Set<String> = [], tells: Set<String> = [],
        _ change: @escaping @Sendable (inout RawContainer) -> Void
    ) -> VectorCase {
        VectorCase("foreign", about, codes, tells: tells, options: Options(acceptsForeign: true)) { _ in
            var container = try RawContainer(ForeignPackage().parts().container)
            change(&container)
            return Contents(container.bytes)
        }
    }

    /// ZIP files of other makers that two readers would see differently.
    static var foreignContainers: [VectorCase] {
        [
            container("a container whose end is missing", ["foreign.zip-end"]) { $0.end = [] },
            container("bytes after a container", ["foreign.zip-trailing"]) { $0.suffix = [0] },
            container("bytes before a container", ["foreign.zip-prefix"]) {
                $0.prefix = Array("MZ".utf8)
                $0.refit()
            },
            container("a container with a comment", tells: ["foreign.zip-comment"]) {
                $0.end[20] = 4
                $0.suffix = Array("text".utf8)
            },
            container("a container written as a stream", tells: ["foreign.zip-streamed"]) {
                $0.locals[1][6] |= 8
                $0.directory[1][8] |= 8
            },
            container("an end record with another count", ["foreign.zip-directory"]) { $0.end[10] += 1 },
            container("another checksum in one local header", ["foreign.zip-local"]) {
                $0.locals[1][14] ^= 1
            },
            container("two files that share bytes", ["foreign.zip-overlap"]) {
                $0.directory.append($0.directory[1])
                $0.refitDirectory()
            },
            container("a file that the directory does not list", ["foreign.zip-hidden"]) {
                $0.locals.insert($0.locals[1], at: 2)
                $0.directory.insert($0.directory[1], at: 2)
                $0.refit()
                $0.directory.remove(at: 2)
                $0.refitDirectory()
            },
            container("a name in other letters", ["foreign.zip-duplicate"]) {
                $0.locals.insert($0.locals[1], at: 2)
                $0.directory.insert($0.directory[1], at: 2)
                $0.locals[2][30] ^= 0x20
                $0.directory[2][46] ^= 0x20
                $0.refit()
            },
            container("a name that leads out of its folder", ["foreign.zip-name"]) {
                $0.locals[1].replaceSubrange(30..<33, with: "../".utf8)
                $0.directory[1].replaceSubrange(46..<49, with: "../".utf8)
            },
            container("a symbolic link", ["foreign.zip-name"]) {
                $0.directory[1][40] = 0
                $0.directory[1][41] = 0xA0
            },
            container("an encrypted file", ["foreign.zip-encrypted"]) {
                $0.locals[1][6] |= 1
                $0.directory[1][8] |= 1
            },
            container("a file compressed in another way", ["foreign.zip-method"]) {
                $0.locals[1][8] = 93
                $0.directory[1][10] = 93
            },
            container("an archive that is compressed a second time", ["foreign.archive-deflated"]) {
                container in
                let name = 30 + Int(container.locals[0][26])
                let data = Array(container.locals[0][name...])
                // A gzip member without its header and trailer is what ZIP calls deflated.
                guard let member = try? MemberCompressor().deflated(data) else { return }
                let deflated = member.dropFirst(10).dropLast(8)
                container.locals[0].replaceSubrange(name..., with: deflated)
                container.locals[0][8] = 8
                container.directory[0][10] = 8
                RawContainer.put(deflated.count, 4, into: &container.locals[0], at: 18)
                RawContainer.put(deflated.count, 4, into: &container.directory[0], at: 20)
                container.refit()
            },
            container("another checksum in both headers", ["foreign.checksum"]) {
                $0.locals[1][14] ^= 1
                $0.directory[1][16] ^= 1
            },
        ]
    }
}
