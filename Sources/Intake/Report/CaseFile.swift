import Bytes

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
