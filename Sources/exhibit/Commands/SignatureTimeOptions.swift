import ArgumentParser
import Bytes
import Evidence
import Hashing
import Messages
import Sealing
import Signing
import Timestamping
import ValidationData
import VerifyCommand

/// Authorities that are asked to tell when a signature was made.
struct SignatureTimeOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("A timestamp authority to ask over your signature. Repeatable.", valueName: "URL"))
    var tsa: [String] = []
    @Option(help: ArgumentHelp("The policy to ask them for.", valueName: "OID")) var tsaPolicy: String?
    @Option(
        help: ArgumentHelp(
            "Take timestamps only of authorities that these certificates vouch for. Repeatable.",
            valueName: "FILE"))
    var tsaTrust: [String] = []

    /// What goes around a signature: tokens over its value, and what verifies them later. An authority that gives none is named, and
    /// the signature goes without.
    func material(over signatureValue: [UInt8], by officer: OfficerIdentity) throws -> SignatureMaterial {
        var material = SignatureMaterial()
        guard !tsa.isEmpty else { return material }
        let asked = try TimestampOptions.authorities(
            tsa, policy: tsaPolicy,
            anchors: tsaTrust.flatMap { try CaptureOptions.certificates($0, "--tsa-trust") })
        material.tokens = TimestampAuthorities(asked, clock: .system) { authority, error in
            Output.say("\(SafeText.escaped(authority.address.text)) gave no timestamp: \(error)")
        }.tokens(over: signatureValue)
        guard !material.tokens.isEmpty else { return material }
        var data = ValidationData()
        let now = SealingClock.system.now()
        data.gather(for: officer.certificate, known: officer.chain, at: now)
        for token in material.tokens { data.gather(for: token.signer, known: token.others, at: now) }
        material.certificates = data.certificates
        material.revocation = data.revocation
        data.problems.forEach(Output.say)
        return material
    }
}
