import Verifier

extension Finding.Weight {
    var words: String {
        switch self {
        case .failure(let kind): "failure: \(kind.rawValue)"
        case .unsupported: "not known to this version"
        case .foreign: "no bundle of this format"
        case .unanchored: "not tied to what is trusted"
        case .caveat: "caveat"
        case .note: "note"
        }
    }

    /// The weights from the gravest on, as counted in a line.
    static let ranks: [(name: String, several: String, isCounted: @Sendable (Finding.Weight) -> Bool)] = [
        ("failure", "failures", { if case .failure = $0 { true } else { false } }),
        ("thing not known to this version", "things not known to this version", { $0 == .unsupported }),
        ("reason to call it no bundle", "reasons to call it no bundle", { $0 == .foreign }),
        ("thing not shown", "things not shown", { $0 == .unanchored }),
        ("caveat", "caveats", { $0 == .caveat }), ("note", "notes", { $0 == .note }),
    ]
}

extension ShownTime {
    var words: String {
        switch subject {
        case .bracket: "before the capture"
        case .signature: "over the signature"
        case .derivation: "over the signature of who withheld parts"
        case .renewal: "over the whole file"
        case .checkpoint: "over a checkpoint of the custody log"
        }
    }
}
