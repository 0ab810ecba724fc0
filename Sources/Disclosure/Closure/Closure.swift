import Archive
import Bytes
import Evidence
import Hashing
import Messages
import Reading

/// Works out what goes with what is withheld (bundle format, section 12.3), until nothing that is left names it.
public struct Closure {
    let original: Original
    let choice: DisclosureChoice
    private let byID: [RandomUUID: Int]
    var plan = DisclosurePlan()
    /// By which what is withheld is named.
    private var needles = Needles()
    /// Records by which nothing is named but by their id: those that are left out with `onlyPosts`.
    private var isQuiet: Set<Int> = []
    /// Records that were chosen themselves, whose address names them.
    private var chosen: Set<Int> = []
    /// Of the posts, those that are to stay; nil for all.
    private var onlyLines: [[UInt8]]?
    private(set) var unsearched: Set<Int> = []

    /// The whole plan for a choice. Throws `DisclosureError` for what cannot be withheld, or does not exist.
    public static func plan(_ choice: DisclosureChoice, of original: Original) throws -> DisclosurePlan {
        if choice.reason == .other, choice.why == nil { throw DisclosureError.whyMissing }
        if choice.why?.utf8.count ?? 0 > Derivation.maximumWhyBytes {
            throw DisclosureError.tooLarge("--why")
        }
        var closure = Closure(original, choice)
        try closure.choose()
        try closure.closeOver()
        guard
            original.records.contains(where: { record in
                [.response, .resource].contains(record.line.type)
                    && closure.plan.records[record.number] == nil
            })
        else { throw DisclosureError.nothingLeft }
        try closure.reduceFiles()
        try closure.redact()
        closure.tellLeaks()
        return closure.plan
    }

    private init(_ original: Original, _ choice: DisclosureChoice) {
        self.original = original
        self.choice = choice
        byID = Dictionary(original.records.map { ($0.line.id, $0.number) }) { first, _ in first }
    }

    // MARK: What was chosen

    private mutating func choose() throws {
        var names = choice.withheld
        if let redaction = choice.redaction { names.append(redaction.record) }
        guard !names.isEmpty || !choice.onlyPosts.isEmpty else { throw DisclosureError.nothingChosen }
        for name in names {
            if let line = original.files.firstIndex(of: name) {
                try choose(file: line + 1, name)
                continue
            }
            let found = original.records.filter { $0.isCalled(name) }
            guard !found.isEmpty else { throw DisclosureError.noSuchPart(SafeText.escaped(name, limit: 200)) }
            for record in found { try choose(record) }
        }
        if !choice.onlyPosts.isEmpty { try leaveOnlyPosts() }
    }

    private mutating func choose(file line: Int, _ name: String) throws {
        let fixed = DerivedFile.alwaysRemade + [BundlePath.capture, BundlePath.bracket]
        guard !fixed.contains(name) else {
            throw DisclosureError.notAllowed(
                "\(name) is in every disclosed part, and cannot be withheld itself")
        }
        plan.files[line] = choice.reason
    }

    private mutating func choose(_ record: OriginalRecord) throws {
        guard record.number > 1 else {
            throw DisclosureError.notAllowed(
                "the first record only says which program wrote; it cannot be withheld")
        }
        plan.records[record.number] = choice.reason
        chosen.insert(record.number)
    }

    /// Withholds every record that none of the posts was read from, and that proves none of those.
    private mutating func leaveOnlyPosts() throws {
        let lines = try postLines(choice.onlyPosts)
        let text = lines.map { String(decoding: $0, as: UTF8.self) }
        var kept: Set<Int> = [1, 2, 3]
        for (id, number) in byID where text.contains(where: { $0.contains(id.text) }) { kept.insert(number) }
        for record in original.records where kept.contains(record.number) {
            if let other = record.concurrentTo.flatMap({ byID[$0] }) { kept.insert(other) }
        }
        let connections = Set(original.records.filter { kept.contains($0.number) }.compactMap(\.connection))
        for record in original.records {
            let isNeeded =
                kept.contains(record.number) || record.connectionTold.map(connections.contains) ?? false
                || record.line.uri?.hasPrefix("urn:exhibit:script:") == true
                || record.belongsTo.flatMap { byID[$0] }.map(kept.contains) ?? false
            guard !isNeeded, plan.records[record.number] == nil else { continue }
            plan.records[record.number] = choice.reason
            isQuiet.insert(record.number)
        }
        onlyLines = lines
    }

    private func postLines(_ names: [String]) throws -> [[UInt8]] {
        var wanted: Set<Int> = []
        for name in names {
            let found = original.posts.indices.filter { place in
                if name == String(place + 1) { return true }
                guard let post = try? JSONReader.parse(original.posts[place]) else { return false }
                return ["postId", "url", "uri", "shortcode"].contains { post[$0]?.string == name }
            }
            guard !found.isEmpty else { throw DisclosureError.noSuchPost(SafeText.escaped(name, limit: 200)) }
            wanted.formUnion(found)
        }
        return wanted.sorted().map { original.posts[$0] }
    }

    // MARK: What follows

    private mutating func closeOver() throws {
        var searched: Set<Int> = []
        while true {
            closeExchanges()
            let new = plan.records.keys.filter { !searched.contains($0) }
            guard !new.isEmpty else { return }
            searched.formUnion(new)
            var fresh = Needles()
            for number in new {
                name(original.records[number - 1], in: &fresh)
                name(original.records[number - 1], in: &needles)
            }
            for record in original.records where record.number > 1 && plan.records[record.number] == nil {
                let isNamed = try NameSearch.isNamed(fresh, in: record, of: original.bundle) {
                    unsearched.insert(record.number)
                }
                if isNamed { plan.records[record.number] = .named }
            }
        }
    }

    private func name(_ record: OriginalRecord, in needles: inout Needles) {
        needles.add(id: record.line.id)
        guard !isQuiet.contains(record.number) else { return }
        for digest in record.digests + [record.line.digest.text] {
            if let digest = SHA256Digest(text: digest) { needles.add(digest: digest) }
        }
        guard chosen.contains(record.number), !choice.keepsAddresses, let uri = record.line.uri else {
            return
        }
        needles.add(address: uri)
    }

    /// Requests with responses, connections without exchanges, the plan with its signature, and what shows the page.
    private mutating func closeExchanges() {
        let isPartOfPage = !choice.keepsPage && plan.records.keys.contains { !isQuiet.contains($0) }
        for record in original.records where plan.records[record.number] == nil && isPartOfPage {
            if record.isPageArtifact { plan.records[record.number] = .page }
        }
        for record in original.records {
            let others = [record.concurrentTo, record.belongsTo].compactMap { $0.flatMap { byID[$0] } }
            // A pair goes together; what belongs to a request goes with it, and not the other way round.
            for other in others where plan.records[other] != nil { withhold(record, .exchange) }
            if let other = record.concurrentTo.flatMap({ byID[$0] }), plan.records[record.number] != nil {
                withhold(original.records[other - 1], .exchange)
            }
            if record.line.uri == RecordURI.plan || record.line.uri == RecordURI.planSignature {
                let isWithheld = plan.records[2] != nil || plan.records[3] != nil
                if isWithheld { withhold(record, .exchange) }
            }
        }
        for record in original.records {
            if let number = record.connection, let told = original.connections[number],
                plan.records[told] != nil,
                plan.records[record.number] == nil
            {
                // A connection that was chosen takes what went over it along.
                withhold(record, .exchange)
            }
        }
        var used: [Int: Bool] = [:]
        for record in original.records {
            guard let number = record.connection else { continue }
            used[number] = used[number] ?? false || plan.records[record.number] == nil
        }
        for record in original.records {
            if let number = record.connectionTold, used[number] == false { withhold(record, .exchange) }
        }
    }

    private mutating func withhold(_ record: OriginalRecord, _ reason: WithholdingReason) {
        guard plan.records[record.number] == nil else { return }
        plan.records[record.number] = reason
    }

    // MARK: Files

    private mutating func reduceFiles() throws {
        let remade = DerivedFile.alwaysRemade.count
        for line in 1...remade { plan.files[line] = .remade }
        for (place, path) in original.files.enumerated().dropFirst(remade)
        where plan.files[place + 1] == nil {
            switch path {
            case BundlePath.capture: try reduceFacts(line: place + 1)
            case BundlePath.posts: reducePosts(line: place + 1)
            case BundlePath.bracket: break
            case BundlePath.caseFile, BundlePath.authority, BundlePath.note:
                if needles.isNamed(in: try original.bundle.file(path) ?? []) {
                    plan.files[place + 1] = .named
                }
            case BundlePath.actions:
                if plan.records.values.contains(.page) {
                    plan.files[place + 1] = .page
                } else if needles.isNamed(in: try original.bundle.file(path, maximumBytes: 1 << 30) ?? []) {
                    plan.files[place + 1] = .named
                }
            default: plan.files[place + 1] = .notCarried
            }
        }
    }

    private mutating func reducePosts(line: Int) {
        let left = (onlyLines ?? original.posts).filter { !needles.isNamed(in: $0) }
        guard left.count < original.posts.count else { return }
        if left.isEmpty {
            plan.files[line] = .named
        } else {
            plan.files[line] = .remade
            plan.posts = left
        }
    }

    private mutating func reduceFacts(line: Int) throws {
        let isPageWithheld = original.records.contains { $0.isPage && plan.records[$0.number] != nil }
        let reduced = ReducedFacts.bytes(
            original.facts, of: try original.bundle.file(BundlePath.capture) ?? [], needles,
            withoutTitle: isPageWithheld)
        guard let reduced else { return }
        guard reduced.target != ReducedFacts.withheldTarget || plan.records[2] != nil else {
            throw DisclosureError.notAllowed(
                "the capture's own address is withheld, and the plan names it otherwise")
        }
        plan.files[line] = .remade
        plan.facts = reduced.serialized
    }

    private mutating func redact() throws {
        guard let redaction = choice.redaction else { return }
        let found = original.records.filter { $0.isCalled(redaction.record) }
        guard found.count == 1, let record = found.first, record.line.type == .resource else {
            throw DisclosureError.picture("name one screenshot, by its number")
        }
        let (image, isWhole) = try original.bundle.block(of: record.place, maximumBytes: 64 << 20)
        guard isWhole else { throw DisclosureError.picture("it is too large") }
        let bytes = try RedactedPicture.make(
            image, redaction.rectangles, isBlurred: redaction.how == .blurred)
        plan.picture = (
            DerivedFile(
                BundlePath.redacted(record.number), replaces: WithheldLines.Place(.records, record.number),
                how: redaction.how), bytes
        )
    }
}
