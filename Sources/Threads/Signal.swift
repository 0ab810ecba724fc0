/// Something that happens once and that threads wait for.
public final class Signal: Sendable {
    private let isRaised = Monitor(false)

    public init() {}

    /// It has happened: all who wait go on.
    public func raise() { isRaised.change { $0 = true } }

    /// Waits until it has happened; false when it has not by the deadline.
    @discardableResult
    public func wait(until deadline: Deadline) -> Bool {
        isRaised.wait(until: deadline) { $0 ? true : nil } ?? false
    }
}
