import Bytes
import CustodyEvents
import Files
import Hashing
import Storage
import Transparency
import TransparencyLogs

/// Where in the log the entries stand that say whose keys count, and whether it was restored: kept in a file, so that not the whole log
/// is read each time. Made anew when it is not there or not of this log; a check of the whole log does not rest on it.
struct KeyIndex {
    static let verbs: Set<CustodyVerb> = [.keyAdded, .keyRevoked, .restored]
    private static let mostBytes = 4 << 20

    private let register: CustodyRegister
    private var path: String { register.folder + "/keys.json" }

    init(_ register: CustodyRegister) { self.register = register }

    /// These entries, in their order.
    func entries() throws -> [CustodyRegister.Entry] {
        let size = try register.log.note().checkpoint.size
        var (known, found) = try kept(in: size) ?? (0, [])
        guard known < size else { return found }
        try register.log.forEachItem(from: known, upTo: size) { index, bytes, details in
            guard CustodyEvent.isOfTheLog(bytes) else { return }
            let entry = try CustodyRegister.entry(index, bytes, details)
            if Self.verbs.contains(entry.event.verb) { found.append(entry) }
        }
        let json: JSONValue = [
            "upTo": JSONValue(size), "root": .string(try register.log.tree(ofFirst: size).root.text),
            "entries": .array(found.map { JSONValue($0.index) }),
        ]
        // What is not kept is read again.
        try? WholeFile.replace(path, json.serialized())
        return found
    }

    /// What the file says of a log of this size; nil where it cannot be true, or is of another log.
    private func kept(in size: Int) throws -> (upTo: Int, entries: [CustodyRegister.Entry])? {
        guard Folder.exists(path), let bytes = try? WholeFile.read(path, maximumBytes: Self.mostBytes),
            let json = try? JSONReader.parse(bytes), let upTo = json["upTo"]?.integer.map({ Int($0) }),
            (1...max(1, size)).contains(upTo), upTo <= size,
            let places = json["entries"]?.array?.map({ $0.integer.map { Int($0) } ?? -1 }),
            places.first == 0, zip(places, places.dropFirst()).allSatisfy({ $0 < $1 }),
            let last = places.last, last < upTo,
            json["root"]?.string == (try register.log.tree(ofFirst: upTo).root.text)
        else { return nil }
        var found: [CustodyRegister.Entry] = []
        for place in places {
            guard let entry = try register.entry(at: place), Self.verbs.contains(entry.event.verb) else {
                return nil
            }
            found.append(entry)
        }
        return (upTo, found)
    }
}
