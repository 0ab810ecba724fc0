import Archive
import Bytes
import Evidence
import Hashing

/// The data package: rebuilt byte for byte, and its signature by the packaging key.
struct PackageCheck {
    static func run(
        _ bundle: OpenBundle<some ByteSource>, _ statement: CaptureStatement, digests: FileDigests,
        log: FindingLog
    ) throws {
        guard
            let package = try bundle.read(BundlePath.dataPackage, maximumBytes: BundleLimits.jsonBytes, log),
            let digestFile = try bundle.read(BundlePath.dataPackageDigest, maximumBytes: 64 << 10, log)
        else { return }
        let resources = bundle.entries.filter {
            $0.name != BundlePath.dataPackage && $0.name != BundlePath.dataPackageDigest
        }
        .compactMap { entry in
            digests.digest(entry.name).map {
                DataPackage.Resource(path: entry.name, digest: $0, bytes: entry.bytes)
            }
        }
        let created = statement.window.ended.text
        if DataPackage.package(title: statement.bundle.urn, created: created, resources: resources) != package
        {
            log.fail(
                "package.differs", .altered, .container, at: BundlePath.dataPackage,
                "the list of files is not the one that these files give")
        }
        let digest = SHA256Digest.of(package)
        guard let json = try? JSONReader.parse(digestFile), let signed = json["signedData"],
            let signature = signed["signature"]?.string.flatMap({ Base64.decode($0) }),
            let key = signed["publicKey"]?.string.flatMap({ Base64.decode($0) }),
            DataPackage.digest(of: digest, created: created, signature: signature, publicKey: key)
                == digestFile
        else {
            log.fail(
                "package.digest-differs", .altered, .container, at: BundlePath.dataPackageDigest,
                "this file is not the one that the list of files gives")
            return
        }
        if SHA256Digest.of(key) != statement.packaging {
            log.fail(
                "package.key-differs", .altered, .container, at: BundlePath.dataPackageDigest,
                "the packaging key is not the one that the statement names")
        }
        let isValid: Bool
        do {
            isValid = try PublicKey(spki: key).verifies(signature, of: DataPackage.signedBytes(digest))
        } catch {
            isValid = false
        }
        if !isValid {
            log.fail(
                "package.signature-invalid", .altered, .container, at: BundlePath.dataPackageDigest,
                "the signature of the packaging key is not valid")
        }
    }
}
