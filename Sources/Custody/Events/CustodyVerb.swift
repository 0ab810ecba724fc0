/// What was done with an exhibit, and which of the six kinds of processing of section 62 of the Data Protection Act 2018 that is.
public enum CustodyVerb: String, Sendable, CaseIterable {
    case sealed, recovered, imported, viewed, verified, copied, disclosed
    case handedOver = "handed-over"
    case renewed, erased

    /// As section 62(1) names it.
    public var processing: String {
        switch self {
        case .sealed, .recovered, .imported: "collection"
        case .viewed, .verified: "consultation"
        case .copied, .disclosed, .handedOver: "disclosure"
        case .renewed: "alteration"
        case .erased: "erasure"
        }
    }
}
