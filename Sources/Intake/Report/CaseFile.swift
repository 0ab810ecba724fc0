public import Bytes
import Posts

/// What of reports goes into a bundle: nothing of who reported, and none of the narrative.
public enum CaseFile {
    /// `evidence/case.json` (`Schemas/case.schema.json`).
    public static func stated(_ reports: [(report: Report, decision: ReportStore.Decision?)]) -> [UInt8] {
        let list = reports.map { report, decision -> JSONValue in
            var members = [JSONMember("reference", .string(report.reference))]
            func add(_ name: String, _ field: Report.Field) {
                if let text = report.fields[field] { members.append(JSONMember(name, .string(text))) }
            }
            add("received", .received)
            add("channel", .channel)
            add("crimeReference", .crimeReference)
            add("force", .force)
            if let text = report.fields[.offence] { members.append(JSONMember("offence", offence(text))) }
            add("strands", .strand)
            add("platforms", .platform)
            members.append(
                JSONMember(
                    "addresses",
                    .array(
                        report.addresses.map {
                            .string($0.original.split(whereSeparator: \.isWhitespace).joined())
                        })))
            members.append(JSONMember("role", decision.map(role) ?? .null))
            members.append(
                JSONMember(
                    "flags",
                    .array(
                        Report.Field.flags.filter { report.fields[$0] != nil }.map { .string($0.rawValue) })))
            return .object(members)
        }
        return (["format": "exhibit-case/1", "stated": ["reports": .array(list)]] as JSONValue).serialized()
    }

    /// `evidence/authority.json`; nil where no report tells of one.
    public static func authority(_ reports: [Report]) -> [UInt8]? {
        let list = reports.compactMap { report -> JSONValue? in
            let texts = Report.Field.authority.compactMap { field in
                report.fields[field].map { JSONMember(field.rawValue, .string($0)) }
            }
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
        let texts: [(String, Report.Field)] = [
            ("received", .received), ("channel", .channel), ("crimeReference", .crimeReference),
            ("force", .force),
            ("strands", .strand), ("platforms", .platform), ("handle", .handle),
            ("incidentDate", .incidentDate),
            ("narrative", .narrative),
        ]
        members += texts.compactMap { name, field in
            report.fields[field].map { JSONMember(name, .string($0)) }
        }
        if let text = report.fields[.offence] { members.append(JSONMember("offence", offence(text))) }
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
        let authority = Report.Field.authority.compactMap { field in
            report.fields[field].map { JSONMember(field.rawValue, .string($0)) }
        }
        members.append(JSONMember("authority", .object(authority)))
        members.append(
            JSONMember(
                "flags",
                .array(Report.Field.flags.filter { report.fields[$0] != nil }.map { .string($0.rawValue) })))
        return .object(members)
    }

    private static func offence(_ text: String) -> JSONValue {
        guard let offence = OffenceTable.shipped.offence(named: text) else {
            return ["stated": .string(text)]
        }
        return [
            "stated": .string(text), "name": .string(offence.name), "class": .string(offence.homeOfficeClass),
            "code": .string(offence.code), "source": .string(offence.source),
        ]
    }

    private static func role(_ decision: ReportStore.Decision) -> JSONValue {
        [
            "role": .string(decision.role.rawValue), "by": .string(decision.by), "at": .string(decision.at),
            "why": .string(decision.why),
        ]
    }
}
