public import Evidence

/// Who keeps what crosses the wire. Called from the threads of the connections, several at a time.
///
/// What it throws ends the connection: nothing is passed on that cannot be kept.
public protocol WireRecorder: Sendable {
    /// A connection was opened, or failed to open; comes before the exchanges over it.
    func record(_ connection: ConnectionRecord) throws
    /// An exchange has ended.
    func record(_ exchange: RecordedExchange) throws
    /// Something was there and is not kept.
    func note(_ missing: NotRecorded)
}
