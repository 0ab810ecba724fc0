import AuthorProof
import Bytes
import Messages
import Posts

/// Whether the author's own signed repository has the post, on platforms that keep one.
struct AuthorProofResult: Sendable {
    enum State: String, Sendable {
        case proven
        /// The signed list has another text or time under this key than the platform showed.
        case differs
        /// The signed list has no such post.
        case absent
        case notProven = "not proven"
    }

    let state: State
    /// In plain English.
    let words: String
    /// The records of the account's document and of the server's proof.
    let records: [String]

    var json: JSONValue {
        [
            "state": .string(state.rawValue), "words": .string(words),
            "records": .array(records.map { .string($0) }),
        ]
    }
}

/// Fetches the proof of a post of Bluesky, and checks it.
struct AuthorProofFetch {
    let fetch: WitnessFetch
    let watch: PostWatch

    /// Throws what the recorder throws.
    func run(_ reported: PostFindings.Reported) throws {
        guard case .read(let post, _) = reported, post.platform == .bluesky,
            let account = post.author[.id]?.string,
            let key = post.id, let address = RecordProof.documentAddress(of: account)
        else { return }
        guard let document = try answer(address) else {
            return note(.notProven, "the document of the account \(account) could not be had", [])
        }
        guard let proofAddress = RecordProof.proofAddress(of: account, key: key, document: document.body),
            let proof = try answer(proofAddress)
        else {
            return note(.notProven, "the account's server gave no proof", [document.record])
        }
        let records = [document.record, proof.record]
        switch RecordProof.check(proof.body, account: account, key: key, document: document.body) {
        case .proven(let text, let createdAt, let revision):
            let isSame =
                text == post.text && (createdAt.map { Self.sameTime($0, post[.createdAt]?.string) } ?? false)
            note(
                isSame ? .proven : .differs,
                isSame
                    ? "the key of \(account) signed a list (revision \(revision)) that has exactly this text and time; who holds that key, usually the account's server, is not shown"
                    : "the key of \(account) signed a list (revision \(revision)) that has another text or time under this key",
                records)
        case .absent(let revision):
            note(
                .absent, "the list that the key of \(account) signed (revision \(revision)) has no such post",
                records)
        case .failed(let reason): note(.notProven, reason, records)
        }
    }

    private func answer(_ text: String) throws -> PostWatch.KeptAnswer? {
        guard let address = HTTPAddress(text) else { return nil }
        watch.want(address.text)
        try fetch.run([address], .interfaces)
        return watch.kept(address.text)
    }

    private func note(_ state: AuthorProofResult.State, _ words: String, _ records: [String]) {
        watch.note(AuthorProofResult(state: state, words: words, records: records))
    }

    /// The same to the second: platforms write the digits behind it in several ways.
    private static func sameTime(_ one: String, _ other: String?) -> Bool {
        other?.prefix(19) == one.prefix(19)
    }
}
