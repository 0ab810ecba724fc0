import Browser
import Bytes
import Threads

/// Keeps what a visit gives.
final class VisitRecorder: VisitOutput {
    private(set) var artifacts: [VisitArtifact: [UInt8]] = [:]
    private(set) var actions: [JSONValue] = []
    private(set) var words: [String] = []
    private(set) var times: [(String, Duration)] = []
    private let begun = Deadline.now
    /// Given to the visit as its reason to stop, once there are this many actions.
    var stopsAfter = Int.max
    /// Called with the words of each progress.
    var onProgress: (String) -> Void = { _ in }

    func artifact(_ kind: VisitArtifact, _ bytes: [UInt8]) { artifacts[kind] = bytes }

    func action(_ action: JSONValue) { actions.append(action) }

    func progress(_ words: String) {
        self.words.append(words)
        times.append((words, Deadline.now.since(begun)))
        onProgress(words)
    }

    func reasonToStop() -> String? { actions.count >= stopsAfter ? "the test wants no more" : nil }

    func text(_ kind: VisitArtifact) -> String { String(decoding: artifacts[kind] ?? [], as: UTF8.self) }

    func actions(_ kind: String) -> [JSONValue] { actions.filter { $0["kind"]?.string == kind } }
}
