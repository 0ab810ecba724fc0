import Bytes
import Hashing
import Signing
import Testing
import TransparencyLogs

/// Notes and who vouches for them.
struct SignedNoteTests {
    /// The example of the documentation of golang.org/x/mod/sumdb/note.
    private static let published = """
        If you think cryptography is the answer to your problem,
        then you don't know what your problem is.

        — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=

        """
    private static let publishedKey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"

    @Test func thePublishedNoteIsVouchedFor() throws {
        let note = try #require(SignedNote(Array(Self.published.utf8)))
        let key = try #require(NoteVerifierKey(Self.publishedKey))
        #expect(try key.finding(on: note) == .signed(seconds: nil))
        #expect(note.serialized == Array(Self.published.utf8))
        #expect(key.text == Self.publishedKey)
        let changed = try #require(SignedNote(Array(Self.published.replacing("answer", with: "remedy").utf8)))
        #expect(try key.finding(on: changed) == .wrong)
    }

    @Test func logsAndWitnessesSignCheckpoints() throws {
        let log = try Ed25519Key.generate()
        let witness = try Ed25519Key.generate()
        let logKey = try #require(
            NoteVerifierKey(name: "force.example/custody", kind: .ed25519, key: log.publicKey))
        let witnessKey = try #require(
            NoteVerifierKey(name: "other.example", kind: .cosignature, key: witness.publicKey))
        let checkpoint = Checkpoint(origin: logKey.name, size: 3, root: SHA256Digest.of([1]))
        #expect(Checkpoint(checkpoint.text) == checkpoint)
        var note = SignedNote(text: checkpoint.text, signatures: [])
        note.add(.init(name: logKey.name, keyID: logKey.keyID, bytes: try log.sign(Array(note.text.utf8))))
        let seconds: UInt64 = 1_795_000_000
        let time = (0..<8).map { UInt8(truncatingIfNeeded: seconds >> (56 - 8 * UInt64($0))) }
        note.add(
            .init(
                name: witnessKey.name, keyID: witnessKey.keyID,
                bytes: time + (try witness.sign(NoteVerifierKey.cosigned(note.text, seconds: seconds)))))
        let read = try #require(SignedNote(note.serialized))
        #expect(read == note)
        #expect(try logKey.finding(on: read) == .signed(seconds: nil))
        #expect(try witnessKey.finding(on: read) == .signed(seconds: seconds))
        let stranger = try #require(
            NoteVerifierKey(
                name: "other.example", kind: .cosignature, key: try Ed25519Key.generate().publicKey))
        #expect(try stranger.finding(on: read) == .silent)
    }

    @Test(arguments: [
        "", "a\n", "a\n\n", "a\n\n— x\n", "a\n\n— x AAAA\n", "a\n\n- x AAAAAAAA\n", "a\n\n— x+y AAAAAAAA\n",
        "a\r\n\n— x AAAAAAAA\n",
        "a\n\n— x AAAAAAAA", "a\n\n—  AAAAAAAA\n",
    ])
    func whatIsNoNoteIsRefused(_ text: String) { #expect(SignedNote(Array(text.utf8)) == nil) }

    @Test(arguments: [
        "", "o\n", "o\n1\n", "o\n01\nAAAA\n", "o\n-1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "o\n1\nAAAA\n", "o\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\nmore\n",
    ])
    func whatIsNoCheckpointIsRefused(_ text: String) { #expect(Checkpoint(text) == nil) }
}
