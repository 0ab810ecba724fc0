public import Bytes
import Hashing
public import Sealing
import Signing

/// The officer's key in an agent that was unlocked before.
public struct AgentSigner: StatementSigner {
    private let path: String

    /// Why the agent gave no signature.
    public enum Failure: Error, Equatable, CustomStringConvertible {
        case gone
        case refused(String)

        public var description: String {
            switch self {
            case .gone: "the key is locked again; unlock it with: exhibit unlock"
            case .refused(let reason): "the key was not used: \(reason)"
            }
        }
    }

    private init(_ path: String) { self.path = path }

    /// The identity of a folder whose agent runs, and until when; nil when none does.
    ///
    /// An agent that signs with other certificates than the folder has now is told to forget the key, and counts for none.
    public static func running(for folder: KeyFolder) throws -> (officer: OfficerIdentity, until: String)? {
        let path = SigningAgent.socketPath(folder)
        guard let socket = try AgentSocket.connected(to: path), socket.send(SigningAgent.Kind.about, []),
            let (kind, bytes) = socket.receive(), kind == SigningAgent.Kind.about
        else { return nil }
        let certificates = try folder.certificates()
        let words = String(decoding: bytes, as: UTF8.self).split(separator: " ")
        guard let first = certificates.first, words.count == 2,
            words[1] == SigningAgent.name(of: certificates)
        else {
            _ = try lock(folder)
            return nil
        }
        let officer = OfficerIdentity(
            signer: AgentSigner(path), certificate: first, chain: Array(certificates.dropFirst()))
        return (officer, SafeText.escaped(String(words[0]), limit: 40))
    }

    /// Tells the agent to forget the key; false when none runs.
    @discardableResult public static func lock(_ folder: KeyFolder) throws -> Bool {
        guard let socket = try AgentSocket.connected(to: SigningAgent.socketPath(folder)) else {
            return false
        }
        return socket.send(SigningAgent.Kind.lock, []) && socket.receive() != nil
    }

    /// What the agent of a folder signs when it is asked for anything at all.
    package static func asking(_ folder: KeyFolder, toSign content: [UInt8]) throws -> [UInt8] {
        try AgentSigner(SigningAgent.socketPath(folder)).signature(over: content, at: Timestamp(seconds: 0))
    }

    public func signature(over content: [UInt8], at time: Timestamp) throws -> [UInt8] {
        guard let socket = try AgentSocket.connected(to: path), socket.send(SigningAgent.Kind.sign, content),
            let (kind, bytes) = socket.receive()
        else { throw Failure.gone }
        guard kind == SigningAgent.Kind.sign else {
            throw Failure.refused(SafeText.escaped(String(decoding: bytes, as: UTF8.self), limit: 200))
        }
        // The agent is a process of ours; its answer is checked all the same.
        guard try SignedData.read(bytes).verifies(content) else { throw CMSError.signatureInvalid }
        return bytes
    }
}
