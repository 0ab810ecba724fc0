import Bytes
import Evidence
import Hashing

/// What records say of each other: the first three, requests and responses, connections.
struct RecordRelations {
    private let statement: CaptureStatement
    private let log: FindingLog
    /// What is told when every record could be read: what records say of one that could not is not judged.
    private let held = FindingLog()
    private var ids: Set<RandomUUID> = []
    private var openRequest: (id: RandomUUID, answer: RandomUUID, uri: String?, connection: Int?)?
    private var connections: Set<Int> = []
    private(set) var origin: OriginCheck
    /// The plan, when it could be read.
    private(set) var plan: CapturePlan?
    private var planBytes: [UInt8]?
    private var isAfterGap = false
    private var hasWithheld = false
    private var isPlanWithheld = false
    /// What `capture.json` counts.
    private(set) var counts = (exchanges: 0, connections: 0, bytes: 0)

    init(statement: CaptureStatement, anchors: TrustAnchors, log: FindingLog) {
        origin = OriginCheck(statement, anchors: anchors, log: log)
        self.statement = statement
        self.log = log
    }

    mutating func add(_ opened: OpenedRecord, _ place: RecordPlace) throws {
        let form = opened.form
        counts.bytes += form.contentLength
        if form.type == .response { counts.exchanges += 1 }
        if !ids.insert(form.id).inserted {
            log.fail(
                "records.id-twice", .malformed, .records, at: place.text,
                "another record has the same WARC-Record-ID")
        }
        checkFirst(opened, place)
        checkPair(form, place)
        try checkConnection(opened, place)
    }

    /// A record that could not be read, in the place of the next.
    mutating func addUnreadable() {
        isAfterGap = true
        openRequest = nil
    }

    /// A record that who disclosed withheld, in the place of the next. What belongs together is withheld together.
    mutating func addWithheld(_ place: RecordPlace) {
        hasWithheld = true
        if place.number == 2 { isPlanWithheld = true }
        if openRequest != nil {
            held.fail(
                "derivation.together", .malformed, .completeness, at: place.text,
                "a response is withheld without its request")
        }
        openRequest = nil
    }

    /// When every record could be read.
    func finish() {
        held.findings.forEach(log.add)
        if openRequest != nil {
            log.fail(
                "records.pair", .malformed, .completeness,
                "the last request names a response that is not there")
        }
        // A process that died may have taken a number whose record it did not come to write.
        // Numbers of withheld connections are not known.
        if !statement.sealing.isRecovery, !hasWithheld, let highest = connections.max(),
            highest != connections.count
        {
            log.fail(
                "records.connections", .malformed, .origin,
                "the connection records are not numbered from 1 without gaps")
        }
    }

    private mutating func checkFirst(_ opened: OpenedRecord, _ place: RecordPlace) {
        let form = opened.form
        switch place.number {
        case 1:
            if form.type != .warcinfo {
                log.fail(
                    "records.first", .malformed, .records, at: place.text,
                    "the first record must be a warcinfo")
            }
        case 2:
            guard form.uri == RecordURI.plan, let block = opened.block else {
                return log.fail(
                    "plan.missing", .malformed, .statement, at: place.text,
                    "the second record must be the plan")
            }
            planBytes = block
            plan = PlanCheck.read(block, with: statement, place: place.text, log: log)
        case 3:
            guard form.uri == RecordURI.planSignature, let block = opened.block else {
                return log.fail(
                    "plan.signature-missing", .malformed, .statement, at: place.text,
                    "the third record must be the plan's signature")
            }
            if let plan, let planBytes {
                PlanCheck.checkSignature(block, over: planBytes, plan, place: place.text, log: log)
            }
        default:
            if form.type == .warcinfo || form.uri == RecordURI.plan || form.uri == RecordURI.planSignature {
                log.fail(
                    "records.first", .malformed, .records, at: place.text,
                    "warcinfo and plan stand only at the beginning")
            }
        }
    }

    /// A request stands right before its response, and each names the other.
    private mutating func checkPair(_ form: RecordForm, _ place: RecordPlace) {
        let isPaired: Bool
        if let request = openRequest {
            openRequest = nil
            isPaired =
                form.type == .response && form.id == request.answer && form.concurrentTo == request.id
                && form.uri == request.uri && form.connection == request.connection
        } else {
            isPaired = form.type != .response || isAfterGap
        }
        isAfterGap = false
        guard isPaired else {
            return held.fail(
                "records.pair", .malformed, .records, at: place.text,
                "request and response do not stand side by side, or do not name each other")
        }
        if form.type == .request, let answer = form.concurrentTo {
            openRequest = (form.id, answer, form.uri, form.connection)
        }
    }

    /// Whether the exchanges of this bundle went over connections of its own.
    private var hasConnections: Bool { statement.sealing != .imported && plan?.engine != .pack }

    private mutating func checkConnection(_ opened: OpenedRecord, _ place: RecordPlace) throws {
        let form = opened.form
        func wrong(_ text: String) {
            held.fail("records.connections", .malformed, .origin, at: place.text, text)
        }
        switch form.type {
        case .warcinfo: return
        case .resource:
            guard let uri = form.uri, uri.hasPrefix(RecordURI.connectionPrefix) else { return }
            counts.connections += 1
            let text = uri.dropFirst(RecordURI.connectionPrefix.count)
            guard let number = RecordForm.number(text), number > 0, connections.insert(number).inserted else {
                return wrong("a connection record has no number of its own")
            }
            if !hasConnections { wrong("a bundle of material that was handed over has no connections") }
            guard let block = opened.block, let record = ConnectionForm.read(block, number: number) else {
                return wrong("this record is not the connection that its address names")
            }
            try origin.add(record, number: number, at: place.text)
        case .request, .response:
            switch form.connection {
            case let number? where hasConnections:
                if !connections.contains(number) {
                    wrong("the connection of this exchange has no record before it")
                }
            case nil where !hasConnections || isPlanWithheld: return
            default: wrong("this exchange must, or must not, name its connection")
            }
        }
    }
}
