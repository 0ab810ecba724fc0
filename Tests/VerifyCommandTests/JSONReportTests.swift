import Bytes
import TestSupport
import Testing

/// `--json` against its schema.
@Suite struct JSONReportTests {
    @Test(
        .enabled(if: JSONSchema.isAvailable, "needs jsonschema, which scripts/peers installs"),
        arguments: ReportTests.results)
    func fitsItsSchema(_ result: ReportTests.Result) throws {
        let output = try json(of: result)
        #expect(try JSONSchema("verdict").errors(in: [output]) == "")
    }

    @Test(arguments: ReportTests.results)
    func isOneLineOfSortedASCII(_ result: ReportTests.Result) throws {
        let output = try json(of: result)
        #expect(output.last == 0x0A && output.dropLast().allSatisfy { (0x20..<0x7F).contains($0) })
        let value = try JSONReader.parse(output)
        #expect(value["status"]?.integer == Int64(result.status))
        #expect(Self.isSorted(value))
    }

    private func json(of result: ReportTests.Result) throws -> [UInt8] {
        let program = try VerifyProgram()
        if let bytes = try result.file(program) { try program.folder.write(bytes, to: "post.wacz") }
        let options = result.options.map { option in
            option == "KEY" ? program.key : option
        }
        let outcome = try program.run(options + ["--json", "post.wacz"])
        #expect(outcome.status == result.status)
        return outcome.output
    }

    private static func isSorted(_ value: JSONValue) -> Bool {
        switch value {
        case .object(let members):
            let names = members.map(\.name)
            return names == names.sorted() && members.allSatisfy { isSorted($0.value) }
        case .array(let values): return values.allSatisfy(isSorted)
        default: return true
        }
    }
}
