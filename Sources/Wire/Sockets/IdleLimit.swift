import Threads

/// How long a stream may stand still, and when it must be over.
struct IdleLimit: Sendable {
    let seconds: Double
    /// Nil when there is no end.
    let end: Deadline?

    /// The deadline of the next step.
    var deadline: Deadline {
        let idle = Deadline.after(.seconds(seconds))
        return end.map { min($0, idle) } ?? idle
    }
}
