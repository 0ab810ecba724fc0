import Bytes
import Foreign
import Foundation
import Hashing
import TestSupport
import VectorCases
import Verifier

/// Writes the kit anew: `scripts/make-vectors`. Every key is made now, and none is kept.
@main
struct VectorMaker {
    static func main() throws {
        let folder = CommandLine.arguments.dropFirst().first ?? "Tests/Vectors/bundle"
        let kit = try VectorKit()
        let files = FileManager.default
        for name in try files.contentsOfDirectory(atPath: folder) where name != "README.md" {
            try files.removeItem(atPath: folder + "/" + name)
        }
        func write(_ bytes: [UInt8], _ name: String) throws {
            try Data(bytes).write(to: URL(fileURLWithPath: folder + "/" + name))
        }
        for (name, bytes) in kit.trust { try write(bytes, name) }
        var wrong = 0
        var left = 0
        for one in VectorCase.all {
            let contents: VectorCase.Contents
            do {
                contents = try one.make(kit)
            } catch {
                print("\(one.name): cannot be made: \(error)")
                wrong += 1
                continue
            }
            guard contents.bytes.count <= VectorCase.mostBytes else {
                left += 1
                continue
            }
            let verdict = try VectorVerdict.of(contents, one.options, folder: folder)
            let found = VectorVerdict.codes(verdict)
            if found != one.codes || !one.tells.isSubset(of: Set(verdict.findings.map(\.code))) {
                wrong += 1
                print(
                    "\(one.name): expected \(one.codes.sorted()) \(one.tells.sorted()), found \(verdict.findings.map(\.code).sorted())"
                )
            }
            try write(contents.bytes, one.name + ".wacz")
            for (place, sidecar) in contents.sidecars.enumerated() {
                try write(sidecar, "\(one.name).wacz.sidecar-0\(place + 1).json")
            }
            let expectation = VectorExpectation(
                one, status: verdict.status.rawValue, kind: verdict.kind?.rawValue)
            try write(expectation.serialized, one.name + ".json")
        }
        print(
            "\(VectorCase.all.count) cases, \(left) of them too large to keep, \(wrong) not as they should be"
        )
        if wrong > 0 { exit(1) }
    }
}
