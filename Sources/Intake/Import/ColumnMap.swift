import Bytes

/// Which heading of a list means which field of a report.
public struct ColumnMap: Sendable {
    /// Headings that are known, in small letters with only letters and digits.
    private static let known: [Report.Field: [String]] = [
        .reference: [
            "reportid", "reference", "reportreference", "ref", "reportref", "id", "urn", "lognumber",
            "incidentnumber",
        ],
        .received: [
            "submittedat", "received", "receivedat", "datereceived", "reported", "reportedat", "datereported",
            "created",
        ],
        .channel: ["channel", "source", "howreported", "reportedthrough"],
        .crimeReference: ["crimereference", "crimeref", "crimenumber", "crimeno"],
        .force: ["policeforce", "force"],
        .offence: ["incidenttype", "offence", "offencecategory", "offencetype", "crimetype", "category"],
        .strand: ["hatestrand", "hatestrands", "strand", "strands", "motivation"],
        .platform: ["platform", "platforms", "site", "website"],
        .url: ["posturl", "posturls", "url", "urls", "link", "links", "address", "postlink"],
        .handle: ["accounthandle", "handle", "account", "username", "profile"],
        .narrative: ["whathappened", "narrative", "description", "details", "summary", "text", "mo"],
        .incidentDate: ["incidentdate", "dateofincident", "offencedate", "date"],
        .under18: ["under18", "child", "victimunder18"],
        .intimateImage: ["intimateimage", "intimateimages", "intimate"],
        .threatToLife: ["threattolife", "ttl"],
        .basis: ["basis", "lawfulbasis"], .necessity: ["necessity"], .proportionality: ["proportionality"],
        .expression: ["expression", "freedomofexpression", "freeexpression"],
        .authorisation: ["authorisation", "authorisationnumber", "authorization", "ripa"],
    ]

    /// A force's own headings.
    private let own: [String: Report.Field]

    /// What is wrong with a map, in plain English.
    public struct Problem: Error, CustomStringConvertible {
        public let description: String

        public init(description: String) { self.description = description }
    }

    public init() { own = [:] }

    /// From pairs of field and heading, as `received=Date in`. Throws `Problem` for a field that there is not.
    public init(_ pairs: [(field: String, heading: String)]) throws(Problem) {
        var own: [String: Report.Field] = [:]
        for (name, heading) in pairs {
            guard let field = Report.Field(rawValue: name) else {
                let names = Report.Field.allCases.map(\.rawValue).joined(separator: ", ")
                throw Problem(
                    description: "\(SafeText.escaped(name)) is no field of a report; these are: \(names)")
            }
            own[Self.folded(heading)] = field
        }
        self.own = own
    }

    /// The field that a heading means; nil for a column that is not taken over.
    func field(_ heading: String) -> Report.Field? {
        let folded = Self.folded(heading)
        if let field = own[folded] { return field }
        // A field with a heading of its own is not also read from a column of its usual name.
        return Self.known.first { $0.value.contains(folded) && !own.values.contains($0.key) }?.key
    }

    private static func folded(_ heading: String) -> String {
        heading.lowercased().filter { $0.isLetter || $0.isNumber }
    }
}
