import Bytes
import Evidence
import Hashing
public import Verifier

/// Verdicts as JSON (`Schemas/verdict.schema.json`), members in the order of their names.
public enum VerdictJSON {
    /// The report on several files: one line of JSON in plain ASCII, whatever a bundle or a file's name holds.
    public static func report(_ verdicts: [(name: String, verdict: Verdict)]) -> String {
        let status = Verdict.worst(verdicts.map(\.verdict.status))
        let report: JSONValue = [
            "files": .array(verdicts.map { object($0.verdict, name: $0.name) }),
            "format": "exhibit-verdicts/1", "status": JSONValue(status.rawValue),
        ]
        return ascii(String(decoding: report.serialized(), as: UTF8.self)) + "\n"
    }

    /// Other characters stand in strings only, where an escape means the same and cannot move a cursor.
    private static func ascii(_ json: String) -> String {
        var text = ""
        for scalar in json.unicodeScalars {
            if (0x20..<0x7F).contains(scalar.value) {
                text.unicodeScalars.append(scalar)
            } else {
                for unit in UTF16.encode(scalar) ?? Unicode.UTF16.EncodedScalar() {
                    let digits = String(unit, radix: 16)
                    text += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
                }
            }
        }
        return text
    }

    private static func object(_ verdict: Verdict, name: String) -> JSONValue {
        let subject = verdict.subject
        let signer = subject.signer.map { Self.signer($0, subject.anchor) } ?? .null
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
            "derivation": subject.derivation.map(derivation) ?? .null, "file": .string(name),
            "findings": .array(verdict.findings.map(finding)),
            "format": "exhibit-verdict/1", "headline": .string(verdict.headline),
            "kind": JSONValue(verdict.kind?.rawValue), "origin": subject.origin.map(origin) ?? .null,
            "signer": signer,
            "statement": JSONValue(subject.statementDigest?.text),
            "status": JSONValue(verdict.status.rawValue),
            "times": .array(
                subject.times.map { time in
                    [
                        "authority": .string(time.authority), "counts": .bool(time.counts),
                        "of": .string(time.subject.rawValue), "time": .string(time.time.text),
                    ]
                }),
            "verdict": .string(word(verdict.status)),
            "withheld": JSONValue(subject.derivation?.withheld ?? 0),
        ]
    }

    private static func signer(_ signer: Certificate, _ anchor: String?) -> JSONValue {
        [
            "anchor": JSONValue(anchor), "certificate": .string(signer.digest.text),
            "key": .string(signer.keyDigest.text), "name": JSONValue(signer.commonName),
            "organization": JSONValue(signer.organization),
        ]
    }

    private static func derivation(_ shown: ShownDerivation) -> JSONValue {
        let derivation = shown.derivation
        return [
            "files": ["of": JSONValue(derivation.fileCount), "withheld": JSONValue(shown.withheldFiles)],
            "made": .string(derivation.made.text), "original": .string(derivation.original.urn),
            "parts": .array(
                derivation.withheld.map { part in
                    [
                        "from": JSONValue(part.lines.lowerBound), "reason": .string(part.reason.rawValue),
                        "to": JSONValue(part.lines.upperBound), "tree": .string(part.tree.rawValue),
                    ]
                }),
            "records": [
                "of": JSONValue(derivation.records.count), "withheld": JSONValue(shown.withheldRecords),
            ],
            "redacted": .array(
                derivation.new.filter { $0.replaces.tree == .records }.map { file in
                    [
                        "how": .string(file.how.rawValue), "path": .string(file.path),
                        "record": JSONValue(file.replaces.line),
                    ]
                }),
            "signer": signer(shown.signer, shown.anchor), "why": JSONValue(derivation.why),
        ]
    }

    private static func origin(_ origin: ShownOrigin) -> JSONValue {
        [
            "connections": JSONValue(origin.connections), "more": JSONValue(origin.more),
            "not_before": JSONValue(origin.notBefore?.text),
            "servers": .array(
                origin.servers.map { server in
                    [
                        "anchor": JSONValue(server.anchor), "host": .string(server.host),
                        "name_count": JSONValue(server.nameCount),
                        "names": .array(server.names.map(JSONValue.string)),
                        "signed": JSONValue(server.signed),
                        "subject": .string(server.subject),
                    ]
                }),
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
