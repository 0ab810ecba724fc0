import Bytes
import Evidence
import Hashing
import Messages
import Signing
import Synchronization
import TestSupport
import Testing
import Timestamping
import Wire

/// Asking an authority, and refusing what is not its answer to this question.
struct AuthorityTests {
    private let message = Array("a signature value".utf8)

    private func asking(_ address: String, anchors: [Certificate] = []) throws -> TimestampAuthority {
        var authority = TimestampAuthority(try #require(HTTPAddress(address)))
        authority.anchors = anchors
        authority.tries = 1
        authority.seconds = 5
        return authority
    }

    private func failure(_ authority: TimestampAuthority) -> String {
        do {
            _ = try authority.token(over: message, clock: .system)
            return ""
        } catch {
            return "\(error)"
        }
    }

    @Test(arguments: DigestAlgorithm.allCases) func aTokenIsHad(_ algorithm: DigestAlgorithm) throws {
        let server = try TestTimestampAuthority()
        var authority = try asking(server.start(), anchors: [server.root.certificate])
        authority.algorithm = algorithm
        authority.policy = ObjectIdentifier.contents(of: "1.2.3.4.5")
        let token = try authority.token(over: message, clock: .system)
        #expect(try token.info.covers(message))
        #expect(token.info.algorithm == algorithm)
        #expect(token.info.accuracyMicroseconds == 1_000_000)
        #expect(token.signer.commonName == "Test time")
        #expect(abs(token.info.time.seconds - SealingClock.system.now().seconds) < 60)
    }

    @Test func oldAndNewNamesOfTheCertificateAreRead() throws {
        for name in ["sha1", "sha256", "sha512"] {
            let server = try TestTimestampAuthority(certificateID: name)
            #expect(failure(try asking(server.start(), anchors: [server.root.certificate])) == "")
        }
    }

    @Test func anAuthorityThatRefusesOrGivesSomethingElseIsNoAuthority() throws {
        let server = try TestTimestampAuthority()
        let address = try server.start()
        var policy = try asking(address)
        policy.policy = ObjectIdentifier.contents(of: "1.9.9.9")
        #expect(failure(policy).contains("it refused (PKI status 2)"))
        let stranger = try TestTimestampAuthority()
        #expect(
            failure(try asking(address, anchors: [stranger.root.certificate])).contains("not vouched for"))

        // A granted status without a token, a rejection with one, and bytes after the reply.
        let changes: [(words: String, change: @Sendable ([UInt8]) -> [UInt8])] = [
            ("no timestamp reply", { _ in ForgedToken.reply(nil) }),
            ("it refused", { reply in ForgedToken.reply(status: 2, Array(reply.dropFirst(9))) }),
            ("no timestamp reply", { $0 + [0] }), ("no timestamp reply", { Array($0.dropLast()) }),
            ("no timestamp reply", { _ in [] }), ("no timestamp reply", { _ in Array("<html>".utf8) }),
            ("longer than", { _ in [UInt8](repeating: 0x30, count: 2 << 20) }),
        ]
        for (words, change) in changes {
            let liar = try TestTimestampAuthority()
            #expect(failure(try asking(liar.start(change))).contains(words), "\(words)")
        }
    }

    @Test func theAnswerToAnotherQuestionIsRefused() throws {
        let server = try TestTimestampAuthority()
        // The first reply is given again: its nonce is another's.
        let first = Mutex<[UInt8]?>(nil)
        let address = try server.start { reply in
            first.withLock { kept in
                kept = kept ?? reply
                return kept ?? reply
            }
        }
        #expect(failure(try asking(address)) == "")
        #expect(failure(try asking(address)).contains("the nonce differs"))
    }

    @Test func aReplyWrongInOneFieldIsRefused() throws {
        let honest = try TestTimestampAuthority()
        let now = SealingClock.system.now()
        let subject = honest.subject
        // Each gets the nonce of the query and changes one thing.
        let cases: [(String, @Sendable (inout ForgedToken) -> Void)] = [
            ("the nonce differs", { $0.nonce = nil }), ("the nonce differs", { $0.nonce?[15] ^= 1 }),
            ("over something else", { $0.imprint[0] ^= 1 }),
            ("ahead of this machine", { $0.time = "20400101000000Z" }),
            ("behind this machine", { $0.time = "20250101000000Z" }), ("TSTInfo", { $0.version = 3 }),
            ("signed attributes", { $0.options = ["-noattr"] }),
            ("certificates of its signer", { $0.options = ["-cades", "-nocerts"] }),
            ("no timestamp token", { $0.contentType = "pkcs7-data" }),
            ("names another certificate", { $0.options = [] }),
            ("", { _ in }),
        ]
        for (words, change) in cases {
            let server = try LoopbackServer.start(tls: nil) { connection in
                guard let (_, query) = try connection.readRequest() else { return }
                // TimeStampReq: version, imprint, nonce, certReq
                guard let parts = DERElement.first(of: query[...])?.element.children, parts.count == 4,
                    let hash = parts[1].children?.last
                else { return }
                var forged = ForgedToken()
                forged.imprint = Array(hash.contents)
                forged.nonce = Array(parts[2].contents)
                forged.time = now.fourteenDigits + "Z"
                change(&forged)
                let body = ForgedToken.reply(try forged.signed(by: [subject]))
                let head = "HTTP/1.1 200 OK\r\nContent-Length: \(body.count)\r\n\r\n"
                try connection.write(Array(head.utf8) + body)
            }
            defer { server.stop() }
            let told = failure(try asking("http://127.0.0.1:\(server.port)/"))
            #expect(words.isEmpty ? told.isEmpty : told.contains(words), "\(words): \(told)")
        }
    }

    @Test func aServerThatIsAwayOrSlowIsTold() throws {
        let slow = try LoopbackServer.start(tls: nil) { connection in
            _ = try connection.readRequest()
            _ = try connection.readRequest()
        }
        defer { slow.stop() }
        var authority = try asking("http://127.0.0.1:\(slow.port)/")
        authority.seconds = 0.3
        #expect(failure(authority).contains("took too long"))
        let gone = try LoopbackServer.start(tls: nil) { _ in }
        let port = gone.port
        gone.stop()
        #expect(failure(try asking("http://127.0.0.1:\(port)/")).contains("cannot connect"))
        let asked = Mutex(0)
        let busy = try LoopbackServer.start(tls: nil) { connection in
            _ = try connection.readRequest()
            asked.withLock { $0 += 1 }
            try connection.write(Array("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n".utf8))
        }
        defer { busy.stop() }
        var patient = try asking("http://127.0.0.1:\(busy.port)/")
        patient.tries = 3
        #expect(failure(patient).contains("status 503"))
        #expect(asked.withLock { $0 } == 3)
    }

    @Test func severalAreAskedAndTheirOrderIsKept() throws {
        let one = try TestTimestampAuthority("One")
        let two = try TestTimestampAuthority("Two")
        let failed = Mutex<[String]>([])
        let authorities = TimestampAuthorities(
            [try asking(one.start()), try asking("http://127.0.0.1:1/"), try asking(two.start())],
            clock: .system
        ) { authority, _ in failed.withLock { $0.append(authority.address.text) } }
        let tokens = authorities.tokens(over: message)
        #expect(tokens.map { $0.signer.commonName } == ["One", "Two"])
        #expect(failed.withLock { $0 } == ["http://127.0.0.1:1/"])
        #expect(authorities.firstToken(over: message)?.signer.commonName == "One")
    }
}
