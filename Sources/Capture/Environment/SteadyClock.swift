import Bytes
import Evidence
import Synchronization

/// A clock that never goes back, however someone sets the system's time while a capture runs.
enum SteadyClock {
    static func wrapping(_ clock: SealingClock) -> SealingClock {
        let latest = Latest()
        return SealingClock(now: { latest.advance(to: clock.now()) }, monotonic: clock.monotonic)
    }

    private final class Latest: Sendable {
        private let time = Mutex<Timestamp?>(nil)

        func advance(to now: Timestamp) -> Timestamp {
            time.withLock { time in
                let later = max(now, time ?? now)
                time = later
                return later
            }
        }
    }
}
