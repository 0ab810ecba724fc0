import Bytes
import Evidence
import Hashing
import Sealing
import TestSupport

extension Breach {
    static let exchanges: [Breach] = [
        Breach("a response that names another request", "records.pair") {
            $0.records[4]["WARC-Concurrent-To"] = "<\(try SecureRandom.uuid().urn)>"
        },
        Breach("a response before its request", "records.pair") { $0.records.swapAt(3, 4) },
        Breach("a request whose response is missing", "records.pair") { draft in
            draft.records.remove(at: 4)
        },
        Breach("a response with another address", "records.pair") {
            $0.records[3]["WARC-Target-URI"] = "https://example.org/other"
        },
        Breach("a request without answer or reason", "records.header") { draft in
            draft.records[3]["WARC-Concurrent-To"] = nil
        },
        Breach("an unknown reason", "records.header") { draft in
            draft.records[3]["WARC-Concurrent-To"] = nil
            draft.records[3]["WARC-Exhibit-Outcome"] = "bored"
        },
        Breach("a resource that is a page", "records.header") { draft in
            draft.records[5]["WARC-Exhibit-Kind"] = "page"
            draft.editPages = { $0.removeLast() }
        },
        Breach("an address that is none", "records.header") {
            $0.records[3]["WARC-IP-Address"] = "example.org"
        },
        Breach("an address of a resource", "records.header") {
            $0.records[5]["WARC-IP-Address"] = "192.0.2.1"
        },
        Breach("an unknown way of cutting", "records.header") { $0.records[5]["WARC-Truncated"] = "maybe" },
        Breach("an exchange of an import that names a connection", "records.connections") { draft in
            draft.records[3]["WARC-Exhibit-Connection"] = "1"
            draft.records[4]["WARC-Exhibit-Connection"] = "1"
        },
        Breach("an import with a connection", "records.connections") {
            try $0.add(RecordURI.connection(1), type: "application/json", Breach.connection(1))
        },
        Breach("an exchange without a connection", "records.connections", engine: .fetch) { draft in
            draft.records[4]["WARC-Exhibit-Connection"] = nil
            draft.records[5]["WARC-Exhibit-Connection"] = nil
        },
        Breach("a connection that comes after", "records.connections", engine: .fetch) { draft in
            draft.records.append(draft.records.remove(at: 3))
        },
        Breach("connections with a gap", "records.connections", engine: .fetch) {
            try $0.add(RecordURI.connection(3), type: "application/json", Breach.connection(3))
        },
        Breach("a connection twice", "records.connections", engine: .fetch) {
            try $0.add(RecordURI.connection(1), type: "application/json", Breach.connection(1))
        },
        Breach("a connection with another number inside", "records.connections", engine: .fetch) {
            try $0.add(RecordURI.connection(2), type: "application/json", Breach.connection(1))
        },
        Breach("a connection that is not compact", "records.connections", engine: .fetch) {
            try $0.add(
                RecordURI.connection(2), type: "application/json", Breach.connection(2) + "\n")
        },
        Breach("a connection of another type", "records.header", engine: .fetch) {
            $0.records[3]["Content-Type"] = "text/plain"
        },
    ]
}
