import Bytes
import Evidence
import Files
import Foundation
import Hashing
import Sealing
import Storage
import Synchronization
import TestSupport

/// Writes a bundle like a live capture, or recovers one, so that tests can kill it at any moment.
///
///     record-writer write BUNDLE ROUNDS     prints a dot for each round that was appended
///     record-writer recover BUNDLE
@main
struct RecordWriter {
    static func main() {
        let arguments = CommandLine.arguments
        do {
            let maker = try SmallBundle()
            switch arguments.dropFirst().first {
            case "write" where arguments.count == 4:
                try write(to: arguments[2], rounds: Int(arguments[3]) ?? 0, maker)
            case "recover" where arguments.count == 3:
                guard case .records(let bundle) = try BundleRecovery.look(at: arguments[2]) else { exit(4) }
                try keepCertificate(maker, beside: arguments[2])
                try bundle.seal(by: maker.officer, clock: maker.clock)
            default: exit(64)
            }
        } catch {
            FileHandle.standardError.write(Data("record-writer: \(error)\n".utf8))
            exit(3)
        }
    }

    /// The certificate that signs, for whoever verifies.
    private static func keepCertificate(_ maker: SmallBundle, beside path: String) throws {
        try WholeFile.replace(path + ".pem", CertificatePEM.encode(maker.officer.certificate))
    }

    private static func write(to path: String, rounds: Int, _ maker: SmallBundle) throws {
        try keepCertificate(maker, beside: path)
        let packaging = try PackagingKey()
        // Twenty milliseconds for each look, so that every run makes the same calls.
        let now = maker.clock.now()
        let looks = Mutex<Int64>(0)
        let clock = SealingClock(
            now: { now },
            monotonic: {
                looks.withLock { looks in
                    looks += 1
                    return looks * 20_000_000
                }
            })
        let writer = try BundleWriter.begin(
            at: path, plan: maker.plan(packaging, target: "https://example.org/post/1", engine: .chromium),
            packaging: packaging, officer: maker.officer, clock: clock)
        for round in 1...max(1, rounds) {
            try append(round, to: writer, maker)
            FileHandle.standardOutput.write(Data(".".utf8))
        }
        var facts = maker.facts(target: "https://example.org/post/1", engine: .chromium)
        (facts.exchanges, facts.connections, facts.bytes) = writer.counts
        try writer.seal(BundleWriter.Contents(facts: facts), by: maker.officer)
    }

    /// A connection, an exchange over it, an action and a resource; now and then a record that fills a file.
    private static func append(_ round: Int, to writer: BundleWriter, _ maker: SmallBundle) throws {
        let connection = #"{"format":"exhibit-connection/1","number":\#(round)}"#
        try writer.append([
            maker.record(RecordURI.connection(round), "application/json", Array(connection.utf8))
        ])
        try writer.append(
            Exchange.records(
                "https://example.org/post/\(round)", connection: round, isPage: round == 1, date: maker.begun)
        )
        try writer.append(action: [
            "time": .string(maker.begun.text), "kind": "scroll", "effect": .string("\(round)"),
        ])
        try writer.append([
            maker.record(
                "urn:text:https://example.org/post/\(round)", "text/plain; charset=utf-8",
                Array("text \(round)".utf8))
        ])
        if round % 8 == 3 {
            let media = [UInt8](repeating: UInt8(truncatingIfNeeded: round), count: 8_388_609)
            try writer.append([maker.record("urn:media:\(round)", "video/mp4", media)])
        }
        if round % 5 == 0 { try writer.checkpoint() }
    }
}

/// A request and its response.
enum Exchange {
    static func records(_ uri: String, connection: Int, isPage: Bool, date: Timestamp) throws
        -> [EvidenceRecord]
    {
        var request = EvidenceRecord(
            .request, id: try SecureRandom.uuid(), date: date, uri: uri,
            contentType: "application/http; msgtype=request",
            block: .bytes(head: Array("GET / HTTP/1.1\r\nHost: example.org\r\n\r\n".utf8), payload: []))
        var response = EvidenceRecord(
            .response, id: try SecureRandom.uuid(), date: date, uri: uri,
            contentType: "application/http; msgtype=response",
            block: .bytes(
                head: Array("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n".utf8),
                payload: Array("<p>post \(connection)</p>".utf8)))
        request.concurrentTo = response.id
        response.concurrentTo = request.id
        request.connection = connection
        response.connection = connection
        response.isPage = isPage
        return [request, response]
    }
}
