import Capture
import Evidence
import Foundation
import TestSupport
import Testing
import Wire

/// Networks that let connections out through a proxy only.
@Suite(.enabled(if: Tool.named("python3") != nil, "needs python3"))
struct OutboundProxyTests {
    /// A proxy that opens tunnels for who has the password.
    private static let proxy = """
        import base64, select, socket, sys, threading
        listener = socket.create_server(('127.0.0.1', 0))
        print(listener.getsockname()[1], flush=True)
        def serve(client):
            head = b''
            while b'\\r\\n\\r\\n' not in head: head += client.recv(4096)
            if base64.b64encode(b'officer:topsecret5') not in head:
                return client.sendall(b'HTTP/1.1 407 Who are you\\r\\n\\r\\n')
            server = socket.create_connection(('127.0.0.1', int(sys.argv[1])))
            client.sendall(b'HTTP/1.1 200 Go on\\r\\n\\r\\n')
            while True:
                for source in select.select([client, server], [], [])[0]:
                    data = source.recv(65536)
                    if not data: return
                    (server if source is client else client).sendall(data)
        def close(client):
            try: serve(client)
            finally: client.close()
        while True: threading.Thread(target=close, args=(listener.accept()[0],), daemon=True).start()
        """

    @Test func captureGoesThroughItAndKeepsItsPasswordOut() throws {
        let maker = try CaptureMaker()
        let server = try LoopbackServer.start(tls: maker.authority.context(for: "post.test")) { connection in
            while try connection.readRequest() != nil {
                try connection.write(Array("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".utf8))
            }
        }
        defer { server.stop() }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(Tool.named("python3")).path)
        process.arguments = ["-c", Self.proxy, String(server.port)]
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        defer {
            // Not politely: who inherits the mask of this process may not hear it.
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
        let line = String(decoding: pipe.fileHandleForReading.availableData, as: UTF8.self)
        let port = try #require(Int(line.filter(\.isNumber)))

        var request = try maker.request("https://post.test/", port: 1)
        request.fixedNames = []
        request.allowsPrivate = true
        request.outboundProxy = OutboundProxy(
            host: "127.0.0.1", port: port, authorization: "Basic b2ZmaWNlcjp0b3BzZWNyZXQ1")
        let report = try maker.capture(request)
        #expect(report.facts.outcome.kind == .loaded, "\(report.facts.outcome)")
        #expect(report.facts.caveats.map(\.code).contains("outbound-proxy"))
        let records = try BundleRecords.of(report.path).records
        let connection = try #require(records.first { $0.uri == "urn:exhibit:connection:1" })
        #expect(String(decoding: connection.block, as: UTF8.self).contains(#""via":{"host":"127.0.0.1""#))
        for secret in ["topsecret5", "b2ZmaWNlcjp0b3BzZWNyZXQ1"] {
            #expect(!records.contains { String(decoding: $0.block, as: UTF8.self).contains(secret) })
        }

        request.path = maker.folder.file("refused.wacz")
        request.outboundProxy = OutboundProxy(host: "127.0.0.1", port: port, authorization: nil)
        let refused = try maker.capture(request)
        #expect(refused.facts.outcome.kind == .failed)
        #expect(refused.facts.outcome.reason.contains("407"), "\(refused.facts.outcome)")
    }
}
