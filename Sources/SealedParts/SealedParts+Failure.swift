import Bytes
public import Evidence
public import Signing

extension SealedParts {
    /// Why a file cannot be encrypted, or a folder of parts cannot be opened.
    public enum Failure: Error, Equatable, CustomStringConvertible {
        // Making
        case empty
        case tooLarge
        case name
        case changedMeanwhile
        case recipientNotValid(name: String)
        // Opening
        case noList
        case list(SignedFormError)
        case missing(part: Int, of: Int)
        case surplus(name: String)
        case size(part: Int, bytes: Int, expected: Int)
        /// The file of a part holds another part of the same file.
        case misplaced(part: Int, is: Int)
        case part(Int, AuthenticatedEnvelope.Failure)
        case whole
        case notForThisKey(recipients: [String])

        public var description: String {
            switch self {
            case .empty: "the file is empty"
            case .tooLarge: "the file is too large: it would have more than \(PartsList.maximumParts) parts"
            case .name: "the file's name has control characters, or is longer than 255 bytes"
            case .changedMeanwhile: "the file was changed while it was read; nothing was made of it"
            case .recipientNotValid(let name):
                "the certificate of \(Self.shown(name)) is not valid now; ask for the present one"
            case .noList:
                "is no folder of encrypted parts: \(PartsList.fileName) and \(PartsList.signatureName) are not in it"
            case .list(let error): "\(PartsList.fileName): \(error)"
            case .missing(let part, let count):
                "part \(part) of \(count), \(PartsList.partName(part)), is missing; ask for it again"
            case .surplus(let name): "\(Self.shown(name)): is none of the parts in the list"
            case .size(let part, let bytes, let expected):
                "\(PartsList.partName(part)): has \(bytes) bytes and not \(expected): \(bytes < expected ? "it was cut, as when a transfer breaks; ask for it again" : "something was added to it")"
            case .misplaced(let part, let actual):
                "\(PartsList.partName(part)): is part \(actual) under the name of part \(part)"
            case .part(let part, let failure): "\(PartsList.partName(part)): \(failure)"
            case .whole: "the parts together are not the file that was encrypted"
            case .notForThisKey(let names):
                "was not encrypted to your key; whoever has one of these can open it: \(names.prefix(Self.mostNames).map(Self.shown).joined(separator: "; "))\(names.count > Self.mostNames ? "; and \(names.count - Self.mostNames) more" : "")"
            }
        }

        private static let mostNames = 10

        private static func shown(_ text: String) -> String { SafeText.escaped(text, limit: 80) }
    }
}
