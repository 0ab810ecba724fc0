public import Bytes

/// What takes the results of a visit, as they come.
///
/// All of it is called on the thread that called `Chromium.visit`.
public protocol VisitOutput {
    /// Takes an artifact; each kind comes once.
    func artifact(_ kind: VisitArtifact, _ bytes: [UInt8])

    /// Takes one action: a line of `evidence/actions.jsonl`. Its texts come from the page, and are cut short.
    func action(_ action: JSONValue)

    /// Takes a few words on what is being done, for the officer who waits.
    func progress(_ words: String)

    /// Is told the address of the page that the artifacts after this are of.
    func moved(to address: String)

    /// A reason to touch the page no further, asked for between two actions; nil to go on. What is on the screen is
    /// still recorded. The reason is in the result's reached limits.
    func reasonToStop() -> String?

    /// Is told that the visit is over: the page is about to be closed, with what it still asks for.
    func ended()
}

extension VisitOutput {
    public func moved(to address: String) {}
    public func reasonToStop() -> String? { nil }
    public func ended() {}
}
