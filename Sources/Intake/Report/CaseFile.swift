public import Bytes
import Posts

/// What of reports goes into a bundle: nothing of who reported, and none of the narrative.
public enum CaseFile {
    /// `evidence/case.json` (`Schemas/case.schema.json`).
    public static func stated(_ reports: [(report: Report, decision: ReportStore.Decision?)]) -> [UInt8] {
        let list = reports.map { report, decision -> JSONValue in
            var members = [JSONMember("reference", .string(report.reference))]
            members += texts(
                of: report,
                [
                    ("received", .received), ("channel", .channel), ("crimeReference", .crimeReference),
                    ("force", .force),
                ])
            members += offence(of: report)
            members += texts(of: report, [("strands", .strand), ("platforms", .platform)])
            members.append(
                JSONMember(
                    "addresses",
                    .array(
                        report.addresses.map {
                            .string($0.original.split(whereSeparator: \.isWhitespace).joined())
                        })))
            members.append(JSONMember("role", decision.map(role) ?? .null))
            members.append(flags(of: report))
            return .object(members)
        }
        return (["format": "exhibit-case/1", "stated": ["reports": .array(list)]] as JSONValue).serialized()
    }

    /// `evidence/authority.json`; nil where no report tells of one.
    public static func authority(_ reports: [Report]) -> [UInt8]? {
        let list = reports.compactMap { report -> JSONValue? in
            let texts = authorityTexts(of: report)
            return texts.isEmpty ? nil : .object([JSONMember("reference", .string(report.reference))] + texts)
        }
        guard !list.isEmpty else { return nil }
        return (["format": "exhibit-authority/1", "stated": ["reports": .array(list)]] as JSONValue)
            .serialized()
    }

    /// A whole report, for the force itself (`Schemas/report.schema.json`).
    public static func whole(
        _ report: Report, decision: ReportStore.Decision?, suggestion: RoleRules.Suggestion?
    ) -> JSONValue {
        var members = [JSONMember("reference", .string(report.reference))]
        members += texts(
            of: report,
            [
                ("received", .received), ("channel", .channel), ("crimeReference", .crimeReference),
                ("force", .force), ("strands", .strand), ("platforms", .platform), ("handle", .handle),
                ("incidentDate", .incidentDate), ("narrative", .narrative),
            ])
        members += offence(of: report)
        let addresses = report.addresses.map { address -> JSONValue in
            [
                "original": .string(address.original), "platform": .string(address.platform.rawValue),
                "kind": .string(address.kind.rawValue), "canonical": JSONValue(address.canonical),
            ]
        }
        members.append(JSONMember("addresses", .array(addresses)))
        members.append(
            JSONMember(
                "context",
                [
                    "role": decision.map(role) ?? .null,
                    "suggested": suggestion.map {
                        ["role": .string($0.role.rawValue), "words": .string($0.words)]
                    } ?? .null,
                ]))
        members.append(JSONMember("authority", .object(authorityTexts(of: report))))
        members.append(flags(of: report))
        return .object(members)
    }

    /// Those of the fields that the report has, under their names in the file.
    private static func texts(of report: Report, _ fields: [(name: String, field: Report.Field)])
        -> [JSONMember]
    {
        fields.compactMap { name, field in report.fields[field].map { JSONMember(name, .string($0)) } }
    }

    private static func authorityTexts(of report: Report) -> [JSONMember] {
        texts(of: report, Report.Field.authority.map { ($0.rawValue, $0) })
    }

    private static func flags(of report: Report) -> JSONMember {
        let set = Report.Field.flags.filter { report.fields[$0] != nil }
        return JSONMember("flags", .array(set.map { .string($0.rawValue) }))
    }

    private static func offence(of report: Report) -> [JSONMember] {
        guard let text = report.fields[.offence] else { return [] }
        var members = [JSONMember("stated", .string(text))]
        if let offence = OffenceTable.shipped.offence(named: text) {
            members += [
                JSONMember("name", .string(offence.name)),
                JSONMember("class", .string(offence.homeOfficeClass)),
                JSONMember("code", .string(offence.code)), JSONMember("source", .string(offence.source)),
            ]
        }
        return [JSONMember("offence", .object(members))]
    }

    private static func role(_ decision: ReportStore.Decision) -> JSONValue {
        [
            "role": .string(decision.role.rawValue), "by": .string(decision.by), "at": .string(decision.at),
            "why": .string(decision.why),
        ]
    }
}
