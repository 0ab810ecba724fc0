import Archive
import Bytes
import Evidence
import Foundation
import TestSupport
import Testing
import VectorCases

/// Our CAdES signatures, in the eyes of an implementation that shares no code with OpenSSL's: pyHanko.
struct IndependentSignatureTests {
    private static let python = Package.root + "/.build/peers/bin/python"
    private static let isAvailable =
        (try? Tool(path: python).run(["-c", "import pyhanko.sign.validation"]).status) == 0

    /// Reads lines of content, signature, anchors and timestamp anchors; writes for each whether all of it is valid and
    /// trusted, at the time that the signature claims, and the same of its timestamp.
    private static let program = """
        import asyncio, sys
        from asn1crypto import cms
        from pyhanko.keys import load_certs_from_pemder
        from pyhanko.sign.validation import generic_cms
        from pyhanko.sign.validation.settings import KeyUsageConstraints
        from pyhanko_certvalidator import ValidationContext

        def context(path, moment):
            return ValidationContext(
                trust_roots=list(load_certs_from_pemder([path])), allow_fetching=False, moment=moment,
                best_signature_time=moment)

        for line in sys.stdin:
            content, signature, anchors, authorities = line.rstrip("\\n").split("\\t")
            try:
                signed = cms.ContentInfo.load(open(signature, "rb").read(), strict=True)["content"]
                attributes = signed["signer_infos"][0]["signed_attrs"]
                moment = next(a for a in attributes if a["type"].native == "signing_time")["values"][0].native
                status = asyncio.run(generic_cms.async_validate_detached_cms(
                    open(content, "rb").read(), signed, signer_validation_context=context(anchors, moment),
                    ts_validation_context=context(authorities, moment),
                    key_usage_settings=KeyUsageConstraints(key_usage=set())))
                stamp = status.timestamp_validity
                print(status.intact and status.valid and status.trusted,
                    stamp is None or stamp.intact and stamp.valid and stamp.trusted)
            except Exception as error:
                print("error", type(error).__name__)
        """

    @Test(.enabled(if: isAvailable, "needs pyHanko, which scripts/peers installs"))
    func agreeOverTheKit() throws {
        let folder = Package.root + "/Tests/Vectors/bundle/"
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
            .filter { $0.hasSuffix(".wacz") && !$0.hasPrefix("foreign_") && !$0.hasPrefix("domain_") }
            .sorted()
        let scratch = try TemporaryFolder()
        var lines: [String] = []
        var expected: [(name: String, isAsSigned: Bool, stampCounts: Bool)] = []
        for name in names {
            let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder + name)))
            let told = try VectorExpectation(
                [UInt8](Data(contentsOf: URL(fileURLWithPath: folder + name.dropLast(5) + ".json"))))
            guard let container = try? ContainerReader(MemorySource(bytes)), told.options.trust.count == 1
            else {
                continue
            }
            func file(_ path: String) throws -> [UInt8]? {
                container.entries.first { $0.name == path }.map { Array(bytes[$0.offset..<$0.end]) }
            }
            guard let statement = try file(BundlePath.statement),
                let signature = try file(BundlePath.signature)
            else { continue }
            let number = expected.count
            try scratch.write(statement, to: "\(number).json")
            try scratch.write(signature, to: "\(number).p7s")
            lines.append(
                [
                    scratch.file("\(number).json"), scratch.file("\(number).p7s"),
                    folder + told.options.trust[0], folder + (told.options.timeTrust.first ?? "tsa.pem"),
                ].joined(separator: "\t"))
            // What is wrong with the signature itself, as far as another maker's rules go.
            let isWrong = !told.codes.isDisjoint(with: [
                "statement.signature-invalid", "statement.signature-form", "signer.not-anchored",
                "signer.weak-key", "signer.weak-digest",
            ])
            // The token before the capture is no part of the signature.
            let isOther = told.codes.contains("time.token-other") && !name.contains("before-the-capture")
            expected.append((name, !isWrong, !isOther))
        }
        #expect(expected.count > 150)
        let outcome = try Tool(path: Self.python).run(
            ["-c", Self.program], input: Array((lines.joined(separator: "\n") + "\n").utf8))
        let answers = outcome.text.split(separator: "\n").map(String.init)
        try #require(answers.count == expected.count, "\(outcome.errors.suffix(2000))")
        for (answer, told) in zip(answers, expected) {
            #expect(
                answer == (told.isAsSigned ? "True \(told.stampCounts ? "True" : "False")" : answer),
                "\(told.name)")
            #expect(told.isAsSigned || !answer.hasPrefix("True"), "\(told.name): \(answer)")
        }
    }
}
