/// Why a line is withheld (bundle format, section 12.3).
public enum WithholdingReason: String, Sendable, CaseIterable {
    case privacy, victim, intimate, child, sensitive, privileged, irrelevant
    case courtOrder = "court-order"
    case other
    case exchange, named, page, remade
    case notCarried = "not-carried"

    /// Those that who discloses chooses; the others follow from what was chosen.
    public static let chosen: [WithholdingReason] = [
        .privacy, .victim, .intimate, .child, .sensitive, .privileged, .irrelevant, .courtOrder, .other,
    ]

    /// As the end of "withheld because …".
    public var words: String {
        switch self {
        case .privacy: "it holds personal data of somebody who is not concerned"
        case .victim: "it could identify somebody whom the law protects"
        case .intimate: "it is an intimate image"
        case .child: "it shows a child"
        case .sensitive: "it is sensitive material"
        case .privileged: "it is legally privileged"
        case .irrelevant: "it is not relevant"
        case .courtOrder: "a court ordered it"
        case .other: "of the reason given below"
        case .exchange: "it belongs to a withheld exchange"
        case .named: "it names something withheld"
        case .page: "it shows the page, of which something is withheld"
        case .remade: "a new file replaces it, without what is withheld"
        case .notCarried: "a disclosed part never carries it"
        }
    }
}
