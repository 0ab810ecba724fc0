public import Bytes
import Evidence
import Hashing

/// A verdict as JSON (`Schemas/verdict.schema.json`), members in the order of their names.
public enum VerdictJSON {
    public static func object(_ verdict: Verdict, name: String) -> JSONValue {
        let subject = verdict.subject
        let signer: JSONValue =
            subject.signer.map { signer in
                [
                    "anchor": JSONValue(subject.anchor), "certificate": .string(signer.digest.text),
                    "key": .string(signer.keyDigest.text), "name": JSONValue(signer.commonName),
                    "organization": JSONValue(signer.organization),
                ]
            } ?? .null
        let outcome: JSONValue =
            subject.facts.map {
                ["kind": .string($0.outcome.kind.rawValue), "reason": .string($0.outcome.reason)]
            } ?? .null
        return [
            "bundle": JSONValue(subject.bundle),
            "captured": [
                "begun": JSONValue(subject.window?.begun.text),
                "ended": JSONValue(subject.window?.ended.text),
                "outcome": outcome, "records": subject.records.map { JSONValue($0) } ?? .null,
                "target": JSONValue(subject.facts?.target),
            ],
            "file": .string(name), "findings": .array(verdict.findings.map(finding)),
            "format": "exhibit-verdict/1", "headline": .string(verdict.headline), "signer": signer,
            "statement": JSONValue(subject.statementDigest?.text),
            "status": JSONValue(verdict.status.rawValue),
            "verdict": .string(word(verdict.status)), "withheld": JSONValue(subject.withheld),
        ]
    }

    private static func word(_ status: Verdict.Status) -> String {
        switch status {
        case .intact: "intact"
        case .notAsSealed: "not as sealed"
        case .cannotBeVerified: "cannot be verified"
        }
    }

    private static func finding(_ finding: Finding) -> JSONValue {
        let (weight, kind): (String, String?) =
            switch finding.weight {
            case .failure(let kind): ("failure", kind.rawValue)
            case .unsupported: ("unsupported", nil)
            case .foreign: ("foreign", nil)
            case .unanchored: ("unanchored", nil)
            case .caveat: ("caveat", nil)
            case .note: ("note", nil)
            }
        return [
            "code": .string(finding.code), "dimension": .string(finding.dimension.rawValue),
            "kind": JSONValue(kind),
            "place": JSONValue(finding.place), "text": .string(finding.text), "weight": .string(weight),
        ]
    }
}
