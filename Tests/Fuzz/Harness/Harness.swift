import FuzzedParsers
import Glibc

/// The parser that `EXHIBIT_FUZZ_PARSER` names.
private let parser: FuzzedParser = {
    guard let name = unsafe getenv("EXHIBIT_FUZZ_PARSER"),
        let parser = unsafe FuzzedParser(rawValue: String(cString: name))
    else { fatalError("EXHIBIT_FUZZ_PARSER must be one of \(FuzzedParser.allCases.map(\.rawValue))") }
    return parser
}()

/// What libFuzzer calls with each input.
@c(LLVMFuzzerTestOneInput)
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    if let problem = parser.problem(with: input) { fatalError(problem) }
    return 0
}
