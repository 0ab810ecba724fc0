public import Intake

/// What a batch tells while it runs; from any thread.
public enum BatchEvent: Sendable {
    /// A worker began a capture.
    case began(worker: Int, ReportStore.Capture)
    /// What a worker does at the moment.
    case step(worker: Int, String)
    /// A capture ended; with `again` it is put back and will be tried once more in so many seconds.
    case ended(worker: Int, ReportStore.Capture, ReportStore.Ending, again: Int?)
    /// Something went wrong without ending the batch.
    case warning(String)
}
