import Browser
import Bytes
import Glibc
import TestSupport
import Testing

@Suite(.enabled(if: BrowserGate.hasChromium, "Chromium is not installed"))
struct TrafficTests {
    @Test func asksOnlyForWhatThePageAsksFor() async throws {
        let page = """
            <!DOCTYPE html><title>Post</title><link rel=stylesheet href="/style.css">
            <iframe src="http://other.test/frame"></iframe>
            <script>new Worker('/worker.js');</script>
            """
        try await Pages.with([
            "/post": .page(page), "/style.css": .content(type: "text/css", Array("p{}".utf8)),
            "/frame": .page("<p>frame</p><script>fetch('/from-frame')</script>"),
            "/worker.js": .content(type: "text/javascript", Array("fetch('/from-worker')".utf8)),
        ]) { pages in
            _ = pages.visit("/post") {
                $0.userAgent = "Exhibit test"
                $0.locale = "de-DE"
            }
            let targets = pages.server.requests.map(\.target)
            let asked = Set(targets)
            #expect(targets.count == asked.count)
            #expect(
                asked == [
                    "http://post.test/post", "http://post.test/style.css", "http://other.test/frame",
                    "http://other.test/from-frame", "http://post.test/worker.js",
                    "http://post.test/from-worker",
                    "http://post.test/favicon.ico",
                ])
            for request in pages.server.requests {
                #expect(request.field("User-Agent") == "Exhibit test", "\(request.target)")
                #expect(request.field("Sec-CH-UA") == nil)
                if !request.target.hasSuffix(".ico") {
                    #expect(request.field("Accept-Language") == "de-DE,de;q=0.9", "\(request.target)")
                }
            }
        }
    }

    @Test func asksWithoutTLSWhenTheAddressSaysSo() async throws {
        try await Pages.with(["/post": .page("<title>P</title>post")]) { pages in
            let (result, _) = pages.visit("/post") { $0.address = "http://www.example.org/post" }
            #expect(result.finalAddress == "http://www.example.org/post")
            #expect(pages.server.requests.allSatisfy { $0.method == "GET" })
        }
    }

    @Test func showsThePageTheChosenWindowAndPlace() async throws {
        let page = """
            <!DOCTYPE html><p id=p></p><script>
            document.getElementById('p').textContent = [innerWidth, innerHeight, devicePixelRatio, navigator.language,
              Intl.DateTimeFormat().resolvedOptions().timeZone, navigator.userAgent.includes('Headless'),
              JSON.stringify(navigator.userAgentData ?? null)].join(' ');
            </script>
            """
        try await Pages.with(["/post": .page(page)]) { pages in
            let (result, output) = pages.visit("/post") {
                $0.viewport = Viewport(width: 800, height: 600, deviceScale: 2)
                $0.locale = "ja-JP"
                $0.timeZone = "Asia/Tokyo"
            }
            #expect(output.text(.text).hasPrefix("800 600 2 ja-JP Asia/Tokyo false"))
            #expect(PNGSize(output.artifacts[.view] ?? [])?.width == 1600)
            #expect(PNGSize(output.artifacts[.view] ?? [])?.height == 1200)
            #expect(result.facts["timeZone"]?.string == "Asia/Tokyo")
        }
    }

    @Test func sendsNothingPastTheProxy() async throws {
        let receiver = try UDPReceiver()
        let page = """
            <!DOCTYPE html><p id=state>none</p><script>
            const connection = new RTCPeerConnection({ iceServers: [{ urls: 'stun:127.0.0.1:\(receiver.port)' }] });
            const found = []; const state = document.getElementById('state');
            const show = () => { state.textContent = connection.iceGatheringState + ' ' + found.length; };
            connection.onicecandidate = (event) => { if (event.candidate) { found.push(event.candidate); } show(); };
            connection.onicegatheringstatechange = show;
            connection.createDataChannel('x');
            connection.createOffer().then((offer) => connection.setLocalDescription(offer)).then(show);
            </script>
            """
        try await Pages.with(["/post": .page(page)]) { pages in
            let (_, output) = pages.visit("/post")
            #expect(output.text(.text) == "complete 0")
            #expect(receiver.waitingBytes == 0)
        }
    }
}

/// A UDP socket on loopback that waits for packets.
final class UDPReceiver: Sendable {
    private let descriptor: Int32
    let port: UInt16

    init() throws {
        descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let (receiving, size) = (descriptor, length)
        let status = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe bind(receiving, address, size) == 0 ? getsockname(receiving, address, &length) : -1
            }
        }
        guard status == 0 else { throw Failure() }
        port = UInt16(bigEndian: address.sin_port)
    }

    deinit { close(descriptor) }

    struct Failure: Error {}

    /// Bytes of the first packet that has come; 0 when none has.
    var waitingBytes: Int {
        var buffer = [UInt8](repeating: 0, count: 2048)
        return max(0, unsafe recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT)))
    }
}
