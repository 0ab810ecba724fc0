public import Bytes
import Foundation
import TestSupport

/// A file of the kit, and what a verifier must say of it.
public struct VectorCase: Sendable {
    /// What whoever verifies gives.
    public struct Options: Sendable {
        /// Names of certificate files of the kit.
        public var trust: [String]
        public var timeTrust: [String]
        public var serverTrust: [String]
        /// Names of files of the kit with keys of transparency logs.
        public var logs: [String]
        public var at: Timestamp?
        /// The verifier's clock.
        public var now: Timestamp?
        public var requireTime: Bool
        public var requireRevocation: Bool
        public var acceptsForeign: Bool
        public var quick: Bool

        public init(
            trust: [String] = ["officer.pem"], timeTrust: [String] = [], serverTrust: [String] = [],
            logs: [String] = [], at: Timestamp? = nil, now: Timestamp? = nil, requireTime: Bool = false,
            requireRevocation: Bool = false, acceptsForeign: Bool = false, quick: Bool = false
        ) {
            self.trust = trust
            self.timeTrust = timeTrust
            self.serverTrust = serverTrust
            self.logs = logs
            self.at = at
            self.now = now
            self.requireTime = requireTime
            self.requireRevocation = requireRevocation
            self.acceptsForeign = acceptsForeign
            self.quick = quick
        }
    }

    /// A larger file is not kept in the kit; the tests make it.
    public static let mostBytes = 40_000

    /// What is in the file beside the case.
    public struct Contents: Sendable {
        public var bytes: [UInt8]
        /// Files beside it, in their order.
        public var sidecars: [[UInt8]] = []

        public init(_ bytes: [UInt8]) { self.bytes = bytes }
    }

    /// The name of its files, without ending.
    public let name: String
    /// What was done, in a sentence.
    public let about: String
    public let options: Options
    /// The findings that decide: failures and what cannot be verified. None for a good file.
    public let codes: Set<String>
    /// Caveats and notes that the case is about.
    public let tells: Set<String>
    public let make: @Sendable (VectorKit) throws -> Contents

    init(
        _ group: String, _ about: String, _ codes: Set<String> = [], tells: Set<String> = [],
        options: Options = Options(),
        make: @escaping @Sendable (VectorKit) throws -> Contents
    ) {
        name = Self.slug(group, about)
        self.about = about
        self.codes = codes
        self.tells = tells
        self.options = options
        self.make = make
    }

    /// From a draft that is changed.
    static func drafted(
        _ group: String, _ about: String, _ codes: Set<String> = [], tells: Set<String> = [],
        options: Options = Options(),
        _ edit: @escaping @Sendable (inout BundleDraft, VectorKit) throws -> Void
    ) -> VectorCase {
        VectorCase(group, about, codes, tells: tells, options: options) { kit in
            var draft = try kit.draft()
            try edit(&draft, kit)
            return Contents(try draft.sealed())
        }
    }

    /// Small letters, digits and hyphens.
    static func slug(_ group: String, _ about: String) -> String {
        let spelled = about.replacing("/", with: " slash ").replacing("\\", with: " backslash ").replacing(
            ".", with: " dot "
        )
        .replacing(":", with: " colon ").replacing("\0", with: " zero ").replacing("E", with: "e")
        let words = spelled.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }
        let text = String(words).split(separator: "-").joined(separator: "-")
        return "\(group)_\(text.prefix(72))"
    }
}
