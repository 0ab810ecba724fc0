import Bytes
import Evidence
import Hashing

/// What records say of each other: the first three, requests and responses, connections.
struct RecordRelations {
    private let statement: CaptureStatement
    private let log: FindingLog
    private var ids: Set<RandomUUID> = []
    private var openRequest: (id: RandomUUID, answer: RandomUUID, uri: String?, connection: Int?)?
    private var connections: Set<Int> = []
    private var plan: CapturePlan?
    private var planBytes: [UInt8]?

    init(statement: CaptureStatement, log: FindingLog) {
        self.statement = statement
        self.log = log
    }

    mutating func add(_ opened: OpenedRecord, number: Int, place: String) {
        let form = opened.form
        if !ids.insert(form.id).inserted {
            log.fail(
                "records.id-twice", .malformed, .records, at: place,
                "another record has the same WARC-Record-ID")
        }
        checkFirst(opened, number: number, place: place)
        checkPair(form, place: place)
        checkConnection(form, place: place)
    }

    mutating func finish() {
        if openRequest != nil {
            log.fail(
                "records.pair", .malformed, .completeness,
                "the last request names a response that is not there")
        }
        if let highest = connections.max(), highest != connections.count {
            log.fail(
                "records.connections", .malformed, .origin,
                "the connection records are not numbered from 1 without gaps")
        }
    }

    private mutating func checkFirst(_ opened: OpenedRecord, number: Int, place: String) {
        let form = opened.form
        switch number {
        case 1:
            if form.type != .warcinfo {
                log.fail(
                    "records.first", .malformed, .records, at: place, "the first record must be a warcinfo")
            }
        case 2:
            guard form.uri == RecordURI.plan, let block = opened.block else {
                return log.fail(
                    "plan.missing", .malformed, .statement, at: place, "the second record must be the plan")
            }
            planBytes = block
            do {
                let parsed = try CapturePlan.parse(block)
                plan = parsed
                PlanCheck.compare(parsed, with: statement, place: place, log: log)
            } catch {
                log.fail("plan.form", .malformed, .statement, at: place, "the plan: \(error)")
            }
        case 3:
            guard form.uri == RecordURI.planSignature, let block = opened.block, let planBytes else {
                return log.fail(
                    "plan.signature-missing", .malformed, .statement, at: place,
                    "the third record must be the plan's signature")
            }
            if let plan {
                PlanCheck.checkSignature(block, over: planBytes, plan, statement, place: place, log: log)
            }
        default:
            if form.type == .warcinfo || form.uri == RecordURI.plan || form.uri == RecordURI.planSignature {
                log.fail(
                    "records.first", .malformed, .records, at: place,
                    "warcinfo and plan stand only at the beginning")
            }
        }
    }

    /// A request stands right before its response, and each names the other.
    private mutating func checkPair(_ form: RecordForm, place: String) {
        let wrong = { (log: FindingLog) in
            log.fail(
                "records.pair", .malformed, .records, at: place,
                "request and response do not stand side by side, or do not name each other")
        }
        if let request = openRequest {
            openRequest = nil
            guard form.type == .response, form.id == request.answer, form.concurrentTo == request.id,
                form.uri == request.uri, form.connection == request.connection
            else { return wrong(log) }
        } else if form.type == .response {
            wrong(log)
        } else if form.type == .request, let answer = form.concurrentTo {
            openRequest = (form.id, answer, form.uri, form.connection)
        }
    }

    private mutating func checkConnection(_ form: RecordForm, place: String) {
        if form.type == .resource, let uri = form.uri, uri.hasPrefix(RecordURI.connectionPrefix) {
            let text = uri.dropFirst(RecordURI.connectionPrefix.count)
            guard let number = Int(text), number > 0, String(number) == text,
                connections.insert(number).inserted
            else {
                return log.fail(
                    "records.connections", .malformed, .origin, at: place,
                    "a connection record has no number of its own")
            }
            if statement.sealing == .imported {
                log.fail(
                    "records.connections", .malformed, .origin, at: place,
                    "an imported bundle has no connections")
            }
        }
        guard form.type == .request || form.type == .response else { return }
        switch (form.connection, statement.sealing) {
        case (let number?, .live), (let number?, .recovered):
            if !connections.contains(number) {
                log.fail(
                    "records.connections", .malformed, .origin, at: place,
                    "the connection of this exchange has no record before it")
            }
        case (nil, .imported): break
        default:
            log.fail(
                "records.connections", .malformed, .origin, at: place,
                "this exchange must, or must not, name its connection")
        }
    }
}
