import Bytes
import Foundation
import Reporting
import TestSupport
import Threads
import VectorCases

@testable import Browser

/// The page in Chromium as a person has it: opened from disk, files given to its file field.
final class OpenPage {
    /// What the page says of one file.
    struct Result: Equatable {
        let status: Int64
        let kind: String?
        /// All codes, and those that decide.
        let codes: Set<String>
        let decides: Set<String>
    }

    struct Failure: Error {
        let words: String
    }

    let processNumber: Int32
    private let client: DevToolsClient
    private let folder: TemporaryFolder
    private var session: String?
    private static let limit = Duration.seconds(240)

    /// Runs `body` with the page in a window of this width, opened from `file` where that is named.
    static func with<Value: Sendable>(
        width: Int = 1280, file: String? = nil, _ body: @escaping @Sendable (OpenPage) throws -> Value
    ) async throws -> Value {
        try await BrowserGate.use {
            let browser = try Chromium.launch()
            defer { browser.close() }
            let page = try OpenPage(browser)
            try page.open(width: width, file)
            return try body(page)
        }
    }

    private init(_ browser: Chromium) throws {
        processNumber = browser.processNumber
        client = DevToolsClient(browser.connection)
        folder = try TemporaryFolder()
        // The browser's account is another.
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path)
    }

    private func open(width: Int, _ file: String?) throws {
        let until = Deadline.after(.seconds(20))
        let context = try client.call("Target.createBrowserContext", ["disposeOnDetach": true], until: until)
        guard let context = context["browserContextId"]?.string else { throw Failure(words: "no context") }
        client.connection.route(context: context, to: client.inbox)
        client.onEvent = { [unowned self] event in
            if event.event == "Target.attachedToTarget" { session = event.content["sessionId"]?.string }
        }
        _ = try client.call(
            "Target.createTarget",
            [
                "url": "about:blank", "browserContextId": .string(context), "width": JSONValue(width),
                "height": 900,
            ], until: until)
        _ = try client.handleEvents(until: until) { session != nil }
        try call("Runtime.runIfWaitingForDebugger")
        try call("Page.enable")
        try call(
            "Emulation.setDeviceMetricsOverride",
            ["width": JSONValue(width), "height": 900, "deviceScaleFactor": 1, "mobile": false])
        let file = try file ?? write(VerifyPage.bytes, to: VerifyPage.name)
        try call("Page.navigate", ["url": .string("file://" + file)])
        try wait("document.readyState === 'complete' && document.getElementById('check') !== null")
    }

    /// Puts a file where the browser can read it.
    func write(_ bytes: [UInt8], to name: String) throws -> String {
        let path = try folder.write(bytes, to: name)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        return path
    }

    @discardableResult
    func call(_ method: String, _ parameters: JSONValue = .object([])) throws -> JSONValue {
        try client.call(method, parameters, session: session, until: .after(Self.limit))
    }

    @discardableResult
    func evaluate(_ expression: String) throws -> JSONValue {
        let answer = try call(
            "Runtime.evaluate",
            [
                "expression": .string(expression), "returnByValue": true, "awaitPromise": true,
                "allowUnsafeEvalBlockedByCSP": false,
            ])
        if let problem = answer["exceptionDetails"] {
            throw Failure(words: String(decoding: problem.serialized(), as: UTF8.self))
        }
        return answer["result"]?["value"] ?? .null
    }

    /// Waits until an expression is true.
    func wait(_ expression: String) throws {
        let until = Deadline.after(Self.limit)
        while try evaluate(expression) != .bool(true) {
            guard !until.hasPassed else {
                let shown =
                    try evaluate("document.getElementById('results').innerText.slice(-300)").string ?? ""
                throw Failure(words: "not in time: \(expression); shown last: \(shown)")
            }
            usleep(20_000)
        }
    }

    /// Fills in what whoever verifies gives, with certificates from `folder`.
    func set(_ options: VectorCase.Options, certificates folder: String) throws {
        func text(_ names: [String]) throws -> String {
            try names.map { try String(contentsOfFile: folder + "/" + $0, encoding: .utf8) }.joined()
        }
        let values: JSONValue = [
            "trust": .string(try text(options.trust)), "tsaTrust": .string(try text(options.timeTrust)),
            "serverTrust": .string(try text(options.serverTrust)), "ctLogs": .string(try text(options.logs)),
            "at": .string(options.at?.text ?? ""), "now": .string(options.now?.text ?? ""),
        ]
        let marks: JSONValue = [
            "requireTime": .bool(options.requireTime), "requireRevocation": .bool(options.requireRevocation),
            "foreign": .bool(options.acceptsForeign), "quick": .bool(options.quick),
        ]
        try evaluate(
            """
            for (const [id, value] of Object.entries(\(Self.literal(values)))) document.getElementById(id).value = value;
            for (const [id, value] of Object.entries(\(Self.literal(marks)))) document.getElementById(id).checked = value;
            """)
    }

    /// A value as a program text; JSON is one.
    private static func literal(_ value: JSONValue) -> String {
        String(decoding: value.serialized(), as: UTF8.self)
    }

    /// Gives these files to the page.
    func choose(_ paths: [String]) throws {
        let document = try call("DOM.getDocument")
        let field = try call(
            "DOM.querySelector", ["nodeId": document["root"]?["nodeId"] ?? .null, "selector": "#files"])
        try call(
            "DOM.setFileInputFiles",
            ["nodeId": field["nodeId"] ?? .null, "files": .array(paths.map(JSONValue.string))])
    }

    /// Begins to check what was chosen.
    func start() throws {
        try evaluate(
            "document.getElementById('results').dataset.done = ''; document.getElementById('check').click()")
    }

    /// Checks files, and gives what the page says of each, in their order.
    func check(_ paths: [String]) throws -> [Result] {
        try choose(paths)
        try start()
        try wait("document.getElementById('results').dataset.done === 'yes'")
        let found = try evaluate(
            "[...document.querySelectorAll('article')].map(({ dataset }) => ({ ...dataset }))")
        return (found.array ?? []).map { one in
            func codes(_ name: String) -> Set<String> {
                Set((one[name]?.string ?? "").split(separator: " ").map(String.init))
            }
            let kind = one["kind"]?.string ?? ""
            return Result(
                status: one["status"]?.string.flatMap { Int64($0) } ?? -1, kind: kind.isEmpty ? nil : kind,
                codes: codes("codes"), decides: codes("decides"))
        }
    }
}
