import Sealing
import TestSupport
import Verifier

/// Whatever is changed in the files of a sealed bundle, whose container is then made well formed again: it is found.
enum BundleProperty {
    private struct Subject: Sendable {
        let parts: ContainerParts
        let options: VerifyOptions

        init() throws {
            let maker = try SmallBundle()
            var draft = try BundleDraft(maker)
            try draft.addExchange("https://example.org/", isPage: true)
            try draft.add("urn:note", "Guten Tag")
            draft.countRecords()
            parts = try draft.parts()
            var anchors = TrustAnchors()
            anchors.roots = [maker.officer.certificate]
            options = VerifyOptions(anchors: anchors)
        }
    }

    private static let subject = Result { try Subject() }

    /// The input is a list of edits: file, place in two bytes, what to do, a byte.
    static func problem(with input: [UInt8]) -> String? {
        do {
            let subject = try subject.get()
            var parts = subject.parts
            for start in stride(from: 0, to: input.count - 4, by: 5).prefix(64) {
                edit(&parts, Array(input[start..<start + 5]))
            }
            let container = parts.container
            let verdict = try BundleVerifier.verify(bytes: container, options: subject.options)
            let isSame = container == subject.parts.container
            return verdict.status == (isSame ? .intact : .notAsSealed)
                ? nil : "status \(verdict.status) for a bundle that was\(isSame ? " not" : "") changed"
        } catch {
            return "\(error)"
        }
    }

    private static func edit(_ parts: inout ContainerParts, _ step: [UInt8]) {
        guard !parts.files.isEmpty else { return }
        let file = Int(step[0]) % parts.files.count
        let place = Int(step[1]) << 8 | Int(step[2])
        let count = parts.files[file].bytes.count
        switch step[3] % 6 {
        case 0 where count > 0: parts.files[file].bytes[place % count] ^= step[4]
        case 1 where count > 0: parts.files[file].bytes.remove(at: place % count)
        case 2: parts.files[file].bytes.insert(step[4], at: place % (count + 1))
        case 3: parts.files.remove(at: file)
        case 4: parts.files.swapAt(file, place % parts.files.count)
        case 5 where count > 0:
            let source = parts.files[place % parts.files.count].bytes
            parts.files[file].bytes = Array(source.prefix(Int(step[4]) * 16)) + parts.files[file].bytes
        default: break
        }
    }
}
