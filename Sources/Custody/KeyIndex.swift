import Bytes
import CustodyEvents
import Files
import Storage
import TransparencyLogs

/// Where in the log the entries stand that say whose keys count, and whether it was restored: kept in a file, so that not the whole log
/// is read each time. Made anew when it is not there; a check of the whole log does not rest on it.
struct KeyIndex {
    static let verbs: Set<CustodyVerb> = [.keyAdded, .keyRevoked, .restored]
    private static let mostBytes = 4 << 20

    private let register: CustodyRegister
    private var path: String { register.folder + "/keys.json" }

    init(_ register: CustodyRegister) { self.register = register }

    /// These entries, in their order.
    func entries() throws -> [CustodyRegister.Entry] {
        let size = try register.log.note().checkpoint.size
        var (known, places) = read()
        if known > size { (known, places) = (0, []) }
        var found: [CustodyRegister.Entry] = []
        for place in places {
            if let entry = try register.entry(at: place) { found.append(entry) }
        }
        guard known < size else { return found }
        try register.log.forEachItem(from: known, upTo: size) { index, bytes, details in
            guard CustodyEvent.isOfTheLog(bytes) else { return }
            let entry = try CustodyRegister.entry(index, bytes, details)
            if Self.verbs.contains(entry.event.verb) { found.append(entry) }
        }
        let json: JSONValue = [
            "upTo": JSONValue(size), "entries": .array(found.map { JSONValue($0.index) }),
        ]
        // What is not kept is read again.
        try? WholeFile.replace(path, json.serialized())
        return found
    }

    private func read() -> (upTo: Int, entries: [Int]) {
        guard Folder.exists(path), let bytes = try? WholeFile.read(path, maximumBytes: Self.mostBytes),
            let json = try? JSONReader.parse(bytes), let upTo = json["upTo"]?.integer,
            let entries = json["entries"]?.array?.map({ $0.integer.map { Int($0) } }), !entries.contains(nil)
        else { return (0, []) }
        return (Int(upTo), entries.compactMap { $0 })
    }
}
