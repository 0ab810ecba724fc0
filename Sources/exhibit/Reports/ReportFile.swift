import ArgumentParser
import Bytes
import Evidence
import Files
import Hashing
import Intake
import OfficerKeys
import Sealing
import Storage
import VerifyCommand

/// Where reports are kept, for every command that needs them.
struct ReportOptions: ParsableArguments, Sendable {
    @Option(
        help: ArgumentHelp(
            "The file with the reports of this machine (default: reports.sqlite beside the key).",
            valueName: "FILE"))
    var store: String?

    func path() throws -> String {
        if let store { return store }
        let folder = try OfficerKey.folder().path
        if !Folder.exists(folder) { try Folder.create(folder) }
        return folder + "/reports.sqlite"
    }

    func open() throws -> ReportStore {
        do {
            return try ReportStore(path: path())
        } catch let error as ReportStore.Failure {
            throw CommandError(.badInput, SafeText.escaped(error.description, limit: 4096))
        }
    }

    /// Who decides: the name in the officer's certificate, where there is one.
    static func officerName() -> String? {
        let certificate = try? OfficerKey.folder().certificate()
        return certificate?.holder
    }
}

/// Reads lists of reports as they are typed on a command line.
enum ReportFile {
    private static let maximumBytes = 256 << 20

    /// Reads a list: a table, JSON, JSON lines, or one address a line.
    static func read(_ path: String, map: [String]) throws -> ReportImport {
        let bytes = try WholeFile.read(path, maximumBytes: maximumBytes)
        do throws(ColumnMap.Problem) {
            let pairs = try pairs(map)
            return try ReportImport(
                addressLines(bytes, name: Folder.name(of: path)) ?? bytes, map: try ColumnMap(pairs),
                today: SealingClock.system.now())
        } catch {
            throw CommandError(.badInput, "\(SafeText.escaped(path, limit: 4096)): \(error.description)")
        }
    }

    private static func pairs(_ map: [String]) throws(ColumnMap.Problem) -> [(field: String, heading: String)]
    {
        var pairs: [(field: String, heading: String)] = []
        for text in map {
            if let mark = text.firstIndex(of: "=") {
                pairs.append((String(text[..<mark]), String(text[text.index(after: mark)...])))
                continue
            }
            guard let bytes = try? WholeFile.read(text, maximumBytes: 1 << 20),
                let json = try? JSONReader.parse(bytes),
                let members = json.object
            else {
                throw ColumnMap.Problem(
                    description:
                        "--map: \(SafeText.escaped(text)) must be FIELD=HEADING, or a JSON file of such pairs"
                )
            }
            pairs += members.compactMap { member in member.value.string.map { (member.name, $0) } }
        }
        return pairs
    }

    /// A file of addresses alone as a table, each line a report of its own; nil for any other file.
    private static func addressLines(_ bytes: [UInt8], name: String) -> [UInt8]? {
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
            String(decoding: line, as: UTF8.self).filter { !$0.isWhitespace }
        }
        let addresses = lines.enumerated().filter { !$1.isEmpty && !$1.hasPrefix("#") }
        guard !addresses.isEmpty,
            addresses.allSatisfy({ $1.hasPrefix("http://") || $1.hasPrefix("https://") }),
            !addresses.contains(where: { $1.contains("\"") })
        else { return nil }
        let rows = addresses.map { "\"\(name.replacing("\"", with: "")) line \($0 + 1)\",\"\($1)\"\n" }
        return Array(("reference,url\n" + rows.joined()).utf8)
    }

    /// Says what is wrong with a list: a line each.
    static func tell(_ list: ReportImport, most: Int = 200) {
        for problem in list.problems.prefix(most) { Output.say(text(problem)) }
        if list.problems.count > most { Output.say("and \(list.problems.count - most) more") }
    }

    static func text(_ problem: ImportProblem) -> String {
        let column = problem.column.map { ", column \(SafeText.escaped($0, limit: 60))" } ?? ""
        let reference = problem.reference.map { " (\(SafeText.escaped($0, limit: 60)))" } ?? ""
        return "line \(problem.line)\(column)\(reference): \(SafeText.escaped(problem.text, limit: 500))"
            + (problem.isTaken ? "" : "; not taken over")
    }
}
