import Bytes
import Files
public import Hashing
public import Messages
public import TransparencyLogs
import Wire

/// A witness that a log asks for its cosignature. Calls block.
public struct WitnessClient: Sendable {
    private static let mostAnswerBytes = 64 << 10

    public let key: NoteVerifierKey
    public let address: HTTPAddress
    public var seconds = 20.0

    public init(_ key: NoteVerifierKey, at address: HTTPAddress) {
        self.key = key
        self.address = address
    }

    /// The checkpoint with the witness's signature, which was checked; `proof` gives the proof that the log went on from a size.
    public func cosign(
        _ note: SignedNote, size: Int, proof: (_ oldSize: Int) throws -> [SHA256Digest]
    ) throws -> SignedNote {
        var old = 0
        // What it saw last, it says itself; another may have asked in between.
        for _ in 0..<3 {
            let request = WitnessRequest(oldSize: old, proof: try proof(old), note: note)
            let answer = try send("POST", "add-checkpoint", request.serialized)
            switch answer.status {
            case 200: return try signed(note, with: answer.body)
            case 409:
                guard let seen = Self.size(answer) else { throw WitnessFailure.status(409) }
                guard seen <= size else { throw WitnessFailure.ahead(seen) }
                guard seen != old else { throw WitnessFailure.conflict(seen) }
                old = seen
            case 422: throw WitnessFailure.conflict(old)
            default: throw WitnessFailure.status(answer.status)
            }
        }
        throw WitnessFailure.status(409)
    }

    /// The last checkpoint of a log that it signed; nil where it gives none.
    public func lastCheckpoint(ofLog origin: String) throws -> SignedNote? {
        let answer = try send("GET", Witness.name(origin) + "/checkpoint", [])
        return answer.status == 200 ? SignedNote(answer.body) : nil
    }

    private static func size(_ answer: SmallRequest.Answer) -> Int? {
        guard answer.contentType == "text/x.tlog.size", answer.body.last == 0x0A else { return nil }
        return Int(String(decoding: answer.body.dropLast(), as: UTF8.self)).flatMap { $0 >= 0 ? $0 : nil }
    }

    private func signed(_ note: SignedNote, with lines: [UInt8]) throws -> SignedNote {
        guard let answered = SignedNote(Array((note.text + "\n").utf8) + lines),
            answered.text == note.text, case .signed = try key.finding(on: answered),
            let signature = answered.signatures.first(where: { $0.name == key.name && $0.keyID == key.keyID })
        else { throw WitnessFailure.notASignature }
        var signed = note
        signed.add(signature)
        return signed
    }

    private func send(_ method: String, _ name: String, _ body: [UInt8]) throws -> SmallRequest.Answer {
        let path = address.pathAndQuery
        var request = SmallRequest(
            method,
            HTTPAddress(
                isSecure: address.isSecure, host: address.host, port: address.port,
                pathAndQuery: path + (path.hasSuffix("/") ? "" : "/") + name))
        if method == "POST" {
            request.contentType = "text/plain"
            request.body = body
        }
        request.maximumBytes = Self.mostAnswerBytes
        request.seconds = seconds
        do throws(WireError) { return try request.send() } catch { throw WitnessFailure.unreachable(error) }
    }
}
