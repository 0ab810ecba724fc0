public import Hashing

extension CMSSignature {
    /// The same signature with more around it: CAdES-B-T with tokens, B-LT with what shows revocation too
    /// (EN 319 122-1, sections 5.3 and 5.4). The value and what it covers stay byte for byte.
    ///
    /// Tokens are the values of one unsigned attribute, signature-time-stamp; revocation lists and OCSP responses go into
    /// the field `crls` (RFC 5652, section 10.2.1; RFC 5940). Throws `CMSError` for what is no signature of this form.
    public static func adding(_ material: SignatureMaterial, to signature: [UInt8]) throws(CMSError)
        -> [UInt8]
    {
        let form = try SignedDataForm.parts(of: signature)
        let lists =
            form.lists + material.revocation.lists
            + (form.responses + material.revocation.responses).map(otherRevocation)
        let certificates = form.certificates + material.certificates.map(\.der)
        let hasOther = !(form.responses + material.revocation.responses).isEmpty
        var data = DERText.integer([hasOther ? 5 : 1]) + form.digestAlgorithms + SignedDataForm.contentInfo
        data += DERText.set(0xA0, of: certificates)
        if !lists.isEmpty { data += DERText.set(0xA1, of: lists) }
        let tokens = form.timestamps + material.tokens.map(\.der)
        var signer = form.signerParts.flatMap { $0 }
        if !tokens.isEmpty {
            let attribute = SignedDataForm.timestampAttribute + DERText.set(of: tokens)
            signer += DERText.set(0xA1, of: [DERText.element(0x30, attribute)])
        }
        data += DERText.set(of: [DERText.element(0x30, signer)])
        let whole = DERText.element(
            0x30, SignedDataForm.contentType + DERText.element(0xA0, DERText.element(0x30, data)))
        return try SignedData.read(whole).der
    }

    /// RevocationInfoChoice: other [1], an OCSP response (RFC 5940, section 2.1).
    private static func otherRevocation(_ response: [UInt8]) -> [UInt8] {
        DERText.element(0xA1, SignedDataForm.ocspFormat + response)
    }
}
