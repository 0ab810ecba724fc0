import Foundation
import TestSupport
import VectorCases

/// A file of the kit that is changed at random, and how it is verified.
struct MutationBase {
    let name: String
    let options: VectorCase.Options
    let contents: VectorCase.Contents

    /// One or more of each kind of file that is verified.
    static func all() throws -> [MutationBase] {
        // These with more than the kit says, so that more is looked at.
        let bundles = try [
            "good_live", "good_recovered", "good_a-masked-cookie", "time_a-token-of-a-trusted-authority",
            "time_a-token-before-the-capture",
            "origin_a-handshake-signed-by-the-server-after-a-timestamp",
        ].map { try named($0, VectorCase.Options(timeTrust: ["tsa.pem"], serverTrust: ["web.pem"])) }
        let others = try [
            "time_a-file-beside-the-bundle-that-is-broken", "part_a-page-withheld-with-its-request",
            "part_a-picture-covered-in-part", "part_withheld-by-an-officer-of-the-force-with-a-token",
            "foreign_a-package-of-another-program", "foreign_an-unsigned-package",
            "foreign_a-container-written-as-a-stream", "foreign_a-record",
            "foreign_records-that-share-a-gzip-member", "domain_signed-by-a-domain", "bag_a-bag",
        ].map { try named($0) }
        return bundles + others
    }

    private static func named(_ name: String, _ options: VectorCase.Options? = nil) throws -> MutationBase {
        var contents = VectorCase.Contents(try KitAgreementTests.read(name + ".wacz"))
        if let sidecar = try? KitAgreementTests.read(name + ".wacz.sidecar-01.json") {
            contents.sidecars = [sidecar]
        }
        return MutationBase(
            name: name,
            options: try options ?? VectorExpectation(KitAgreementTests.read(name + ".json")).options,
            contents: contents)
    }
}
