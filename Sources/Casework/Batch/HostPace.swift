import Synchronization
import Threads

/// Leaves servers alone between captures: one capture of a host at a time, and a pause after it.
final class HostPace: Sendable {
    private let pause: Duration
    private let hosts = Mutex<[String: Deadline?]>([:])

    init(pauseSeconds: Double) { pause = .seconds(pauseSeconds) }

    /// Hosts that are asked at the moment, or were a moment ago.
    var busy: Set<String> {
        guard pause > .zero else { return [] }
        return hosts.withLock { hosts in
            hosts = hosts.filter { $0.value.map { !$0.hasPassed } ?? true }
            return Set(hosts.keys)
        }
    }

    func begin(_ host: String) { hosts.withLock { $0[host] = .some(nil) } }

    func end(_ host: String) { hosts.withLock { $0[host] = .some(.after(pause)) } }
}
