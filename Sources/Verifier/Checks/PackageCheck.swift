import Archive
import Bytes
import Evidence
import Hashing

/// The data package: rebuilt byte for byte, and its signature by the packaging key.
enum PackageCheck {
    /// A quick check looks at the signature alone: the digests of the archive files are not there.
    static func run(
        _ bundle: OpenBundle<some ByteSource>, _ statement: CaptureStatement, _ derivation: Derivation?,
        digests: FileDigests, quick: Bool, log: FindingLog
    ) throws {
        guard
            let package = try bundle.read(BundlePath.dataPackage, maximumBytes: BundleLimits.jsonBytes, log),
            let digestFile = try bundle.read(BundlePath.dataPackageDigest, maximumBytes: 64 << 10, log)
        else { return }
        let created = (derivation?.made ?? statement.window.ended).text
        let title = (derivation?.bundle ?? statement.bundle).urn
        if !quick, package != rebuilt(bundle, title: title, created: created, digests) {
            // Whether the signature over another list is valid does not matter any more.
            return log.fail(
                "package.differs", .altered, .container, at: BundlePath.dataPackage,
                "the list of files is not the one that these files give")
        }
        let digest = SHA256Digest.of(package)
        guard let signed = (try? JSONReader.parse(digestFile))?["signedData"],
            let signature = signed["signature"]?.string.flatMap({ Base64.decode($0) }),
            let key = signed["publicKey"]?.string.flatMap({ Base64.decode($0) }),
            DataPackage.digest(of: digest, created: created, signature: signature, publicKey: key)
                == digestFile
        else {
            return log.fail(
                "package.digest-differs", .altered, .container, at: BundlePath.dataPackageDigest,
                "this file is not the one that the list of files gives")
        }
        if SHA256Digest.of(key) != derivation?.packaging ?? statement.packaging {
            log.fail(
                "package.key-differs", .altered, .container, at: BundlePath.dataPackageDigest,
                "the packaging key is not the one that is signed")
        }
        if !verifies(signature, key, digest) {
            log.fail(
                "package.signature-invalid", .altered, .container, at: BundlePath.dataPackageDigest,
                "the signature of the packaging key is not valid")
        }
    }

    private static func rebuilt(
        _ bundle: OpenBundle<some ByteSource>, title: String, created: String, _ digests: FileDigests
    ) -> [UInt8] {
        let resources = bundle.entries.filter {
            $0.name != BundlePath.dataPackage && $0.name != BundlePath.dataPackageDigest
        }
        .compactMap { entry in
            digests.digest(entry.name).map {
                DataPackage.Resource(path: entry.name, digest: $0, bytes: entry.bytes)
            }
        }
        return DataPackage.package(title: title, created: created, resources: resources)
    }

    private static func verifies(_ signature: [UInt8], _ key: [UInt8], _ digest: SHA256Digest) -> Bool {
        do {
            return try PublicKey(spki: key).verifies(signature, of: DataPackage.signedBytes(digest))
        } catch {
            return false  // what is no key verifies nothing
        }
    }
}
