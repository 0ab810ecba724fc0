import Files
import Glibc
import Storage
import TestSupport
import Testing

struct FolderTests {
    @Test func removesATreeWithoutFollowingLinks() throws {
        let outside = try TemporaryFolder()
        try outside.write([1], to: "kept")
        let parent = try TemporaryFolder()
        let tree = try Folder.makeTemporary(in: parent.path, prefix: "tree-")
        try Folder.create(tree + "/a/b/c")
        for name in ["file", "a/file", "a/b/c/file"] { try WholeFile.create(tree + "/" + name, [1]) }
        #expect(unsafe symlink(outside.path, tree + "/a/link") == 0)
        #expect(unsafe symlink(outside.path + "/kept", tree + "/a/file-link") == 0)
        #expect(unsafe mkfifo(tree + "/pipe", 0o600) == 0)
        try Folder.removeTree(tree)
        #expect(try Folder.names(in: parent.path) == [])
        #expect(try outside.read("kept") == [1])
    }

    @Test func refusesATreeThatIsTooDeep() throws {
        let parent = try TemporaryFolder()
        let tree = parent.path + "/" + Array(repeating: "d", count: 80).joined(separator: "/")
        try Folder.create(tree)
        #expect(throws: FileError.self) { try Folder.removeTree(parent.path + "/d") }
    }

    @Test func makesFoldersForOneUserAlone() throws {
        let parent = try TemporaryFolder()
        let one = try Folder.makeTemporary(in: parent.path, prefix: "x-")
        let other = try Folder.makeTemporary(in: parent.path, prefix: "x-")
        #expect(one != other)
        var status = stat()
        #expect(unsafe stat(one, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o700)
    }
}
