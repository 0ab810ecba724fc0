import Bytes
import Custody
import CustodyEvents
import Evidence
import Hashing
import Reading
import Sealing
import Signing
import Storage
import Vault
import VerifyCommand

/// What a command was told to work on: a file, or an exhibit of the vault by its reference (`SJ/1`, `OP-HERON:SJ/1`) or
/// the id of its bundle.
struct ExhibitArgument {
    private let file: String
    /// The exhibit that it is in the vault; nil for a file elsewhere.
    let exhibit: (vault: ExhibitVault, entry: CatalogueEntry)?

    /// The bundle's file; of an encrypted exhibit the one that was opened (`KeyOptions.unlock(toRead:)`, `open`).
    var path: String { exhibit.flatMap { OpenedExhibits.path(of: $0.entry.bundle) } ?? file }

    /// Whether it is an encrypted exhibit that was not opened.
    var isClosed: Bool {
        guard let (vault, entry) = exhibit else { return false }
        return vault.bundles.isEncrypted(entry.bundle) && OpenedExhibits.path(of: entry.bundle) == nil
    }

    /// Opens an encrypted exhibit, for as long as the program runs.
    func open(with key: SigningKey?) throws {
        if isClosed, let exhibit, let key { try OpenedExhibits.open(exhibit.vault, exhibit.entry, with: key) }
    }

    /// Removes what `open` made, before the program ends.
    func close() { if let exhibit { OpenedExhibits.close(exhibit.entry.bundle) } }

    /// Takes a sidecar that was made beside an opened exhibit into the vault; gives where it lies.
    func keep(sidecar: String) throws -> String {
        guard let (vault, entry) = exhibit, path != file else { return sidecar }
        return try vault.bundles.keepSidecar(sidecar, beside: path, of: entry.bundle)
    }

    /// Of the bundle's file; of an encrypted exhibit what the log says, since nothing else can be said without a key.
    func digest() throws -> SHA256Digest {
        if isClosed, let digest = exhibit?.entry.digest { return digest }
        return try FileDigest.sha256(of: path)
    }

    /// What it is called in front of a person; safe to print.
    var shown: String { SafeText.escaped(exhibit?.entry.name ?? file, limit: 4096) }

    /// The id of the bundle.
    func bundle() throws -> RandomUUID {
        if let exhibit { return exhibit.entry.bundle }
        return try Self.bundle(inFile: file)
    }

    /// The id of the bundle in a file, wherever that lies.
    static func bundle(inFile path: String) throws -> RandomUUID {
        try ReadableBundle(path: path).seal().bundle
    }

    /// Notes in the custody log what is about to be done with an exhibit of the vault; nothing for a file elsewhere.
    func note(_ verb: CustodyVerb, why: String, to recipient: String? = nil, by officer: OfficerIdentity)
        throws
    {
        guard let (vault, entry) = exhibit else { return }
        try vault.record(
            verb, of: entry, [("digest", entry.digest?.text), ("why", why), ("to", recipient)], by: officer,
            at: SealingClock.system.now())
    }

    /// Finds what a text names. A text in the form of a reference names an exhibit where there is a vault; for a file of that
    /// name give `./` before it. Ends the command with one clear line when it names nothing, several, or what was disposed of.
    static func resolve(_ text: String, vault given: String? = nil) throws -> ExhibitArgument {
        guard let folder = try VaultOptions.folder(given) else {
            guard Name(text) == nil || Folder.exists(text) else {
                throw CommandError(
                    .noInput, "\(SafeText.escaped(text)): there is no vault that could have this exhibit")
            }
            return ExhibitArgument(file: text, exhibit: nil)
        }
        let name = Name(text) ?? Name(fileInVault: text, folder)
        guard let name else { return ExhibitArgument(file: text, exhibit: nil) }
        let vault = try VaultOptions.open(folder)
        let entry = try entry(name, text, vault)
        guard entry.disposed == nil else {
            throw CommandError(
                .noInput,
                "\(SafeText.escaped(entry.name)): was disposed of on \(entry.disposed ?? ""): \(SafeText.escaped(entry.disposal ?? ""))"
            )
        }
        return ExhibitArgument(file: vault.bundles.path(of: entry.bundle), exhibit: (vault, entry))
    }

    /// The exhibit that a text names, also one that was disposed of.
    static func entry(_ text: String, in vault: ExhibitVault) throws -> CatalogueEntry {
        guard let name = Name(text) else {
            throw CommandError(
                .usage, "\(SafeText.escaped(text)): is no reference like SJ/1, and no id of a bundle")
        }
        return try entry(name, text, vault)
    }

    private static func entry(_ name: Name, _ text: String, _ vault: ExhibitVault) throws -> CatalogueEntry {
        let found: [CatalogueEntry]
        switch name {
        case .reference(let reference, let casework):
            found = try vault.catalogue.entries(reference, casework: casework)
        case .bundle(let bundle): found = try [vault.catalogue.entry(of: bundle)].compactMap(\.self)
        }
        guard let first = found.first else {
            throw CommandError(
                .noInput, "\(SafeText.escaped(text)): there is no such exhibit; see: exhibit list")
        }
        // One in no case is meant by its bare reference only when no other has it.
        guard found.count == 1 else {
            let names = found.map { $0.casework.isEmpty ? ":\($0.reference)" : $0.name }
            throw CommandError(
                .usage,
                "\(SafeText.escaped(text)): there are several; say which: \(SafeText.escaped(names.joined(separator: ", "), limit: 1000))"
            )
        }
        return first
    }

    private enum Name {
        /// The case is nil where none was given, and empty where it was said that there is none (`:SJ/1`).
        case reference(ExhibitReference, casework: String?)
        case bundle(RandomUUID)

        init?(_ text: String) {
            if let bundle = RandomUUID(text) ?? RandomUUID(urn: text) {
                self = .bundle(bundle)
            } else if let reference = ExhibitReference(text) {
                self = .reference(reference, casework: nil)
            } else if let colon = text.lastIndex(of: ":"),
                let reference = ExhibitReference(text[text.index(after: colon)...])
            {
                self = .reference(reference, casework: String(text[..<colon]))
            } else {
                return nil
            }
        }

        /// The bundle of a file that lies in the vault, or of the folder of its parts: reading it by its path is reading the exhibit,
        /// whichever links lead there.
        init?(fileInVault path: String, _ folder: VaultFolder) {
            let path = Folder.realPath(path) ?? path
            let plain = path.hasSuffix(".parts") ? String(path.dropLast(6)) : path
            let (name, bundles) = (Folder.name(of: plain), BundleStore(folder))
            guard name.hasSuffix(".wacz"), let bundle = RandomUUID(name.dropLast(5)),
                (try? Folder.isSameFile(plain, bundles.path(of: bundle))) == true
                    || (try? Folder.isSameFile(plain + ".parts", bundles.partsPath(of: bundle))) == true
            else { return nil }
            self = .bundle(bundle)
        }
    }
}
