public import Evidence
import Foundation
public import TestSupport

/// A rule, how to break it, and what is found: exactly these codes, so that nothing passes or fails for another reason.
public struct Breach: Sendable {
    public let rule: String
    public let codes: Set<String>
    public var engine: CaptureEngine = .pack
    let edit: @Sendable (inout BundleDraft) throws -> Void

    init(
        _ rule: String, _ codes: String..., engine: CaptureEngine = .pack,
        edit: @escaping @Sendable (inout BundleDraft) throws -> Void
    ) {
        self.rule = rule
        self.codes = Set(codes)
        self.engine = engine
        self.edit = edit
    }

    /// The sealed bundle that breaks the rule.
    public func bundle(_ maker: SmallBundle) throws -> [UInt8] {
        var draft = try Self.draft(engine, maker)
        try edit(&draft)
        return try Self.seal(draft)
    }

    /// A bundle of the same kind that breaks none.
    public static func conforming(_ engine: CaptureEngine, _ maker: SmallBundle) throws -> [UInt8] {
        try seal(draft(engine, maker))
    }

    public static let all = records + exchanges + files + statements + indexes

    static func draft(_ engine: CaptureEngine, _ maker: SmallBundle) throws -> BundleDraft {
        var draft = try BundleDraft(maker, engine: engine)
        if engine != .pack {
            try draft.add(RecordURI.connection(1), type: "application/json", connection(1))
        }
        try draft.addExchange(
            "https://example.org/", connection: engine == .pack ? nil : 1, isPage: true)
        try draft.add("urn:text:https://example.org/", type: "text/plain; charset=utf-8", "Guten Tag")
        return draft
    }

    static func connection(_ number: Int) -> String {
        #"{"format":"exhibit-connection/1","number":\#(number),"host":"example.org"}"#
    }

    static func seal(_ draft: BundleDraft) throws -> [UInt8] {
        var draft = draft
        if draft.facts.bytes == 0 { draft.countRecords() }
        return try draft.sealed()
    }
}
