public import Bytes
internal import CPlatform
public import Evidence
import Files
import Glibc
import Hashing
public import Sealing
import Storage

/// A process that holds an unlocked key for a stated time, so that a batch needs one passphrase and nobody shares it.
///
/// It signs contents of the format and nothing else, for processes of the same user alone. The key is in its memory only.
public enum SigningAgent {
    enum Kind {
        static let sign: UInt8 = 1
        static let lock: UInt8 = 2
        static let about: UInt8 = 3
        static let refused: UInt8 = 0
    }

    /// Certificates as an agent names those it signs with.
    static func name(of certificates: [Certificate]) -> String {
        SHA256Digest.of(certificates.flatMap(\.der)).text
    }

    static func socketPath(_ folder: KeyFolder) -> String { folder.path + "/agent.sock" }

    /// Keeps memory from the disk, and from debuggers of the same user. What the system does not allow is left.
    public static func guardMemory() {
        _ = exhibit_forbid_dumps()
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
        _ = mlockall(MCL_CURRENT | MCL_FUTURE)
    }

    /// Serves until the time, or until it is told to lock. `ready` is called when clients can connect.
    public static func serve(
        _ officer: OfficerIdentity, of folder: KeyFolder, until end: Timestamp, clock: SealingClock,
        ready: () throws -> Void
    ) throws {
        let path = socketPath(folder)
        // What a process that died left behind; one that lives was asked before.
        if Folder.exists(path) { try Folder.remove(path) }
        let socket = try AgentSocket.listening(at: path)
        defer { _ = unsafe unlink(path) }
        try ready()
        while true {
            let left = end.seconds - clock.now().seconds
            guard left > 0 else { return }
            guard let client = socket.accept(seconds: min(left, 3600)), let (kind, bytes) = client.receive()
            else {
                continue
            }
            switch kind {
            case Kind.lock:
                _ = client.send(Kind.lock, [])
                return
            case Kind.about:
                let name = name(of: [officer.certificate] + officer.chain)
                _ = client.send(Kind.about, Array("\(end.text) \(name)".utf8))
            case Kind.sign:
                do {
                    _ = client.send(Kind.sign, try officer.sign(bytes, at: clock.now()))
                } catch {
                    _ = client.send(Kind.refused, Array(SafeText.escaped("\(error)", limit: 200).utf8))
                }
            default: break
            }
        }
    }
}
