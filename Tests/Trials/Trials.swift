import Files
import FuzzedParsers
import Glibc
import Storage

/// What `scripts/flip-all`, `scripts/fuzz` and `scripts/bench` need.
///
/// Built only when `EXHIBIT_TRIALS=1`; no program of the product has any of it.
@main
struct Trials {
    private static let usage = """
        trials make-sized FILE KIB   a bundle of about so many KiB
        trials flip FILE             every bit of FILE, one at a time: each must be found
        trials visits TUNNEL         what a capture of the demonstration's page costs
        trials sealing FOLDER        what sealing a capture of 1 GiB costs
        trials vault FOLDER N KIB    a vault with N bundles, each with so many KiB of media
        trials custody FOLDER THREADS EACH   how many events a second are appended
        trials disk FOLDER COUNT     how often a second the disk writes and syncs as much
        trials large-log FOLDER COUNT   what a log of so many entries costs
        trials seeds PARSER FOLDER   inputs to begin fuzzing with

        """

    static func main() throws {
        let words = Array(CommandLine.arguments.dropFirst())
        switch (words.first, words.count) {
        case ("make-sized", 3): try TrialBundle.make(at: words[1], kibibytes: Int(words[2]) ?? 100)
        case ("flip", 2):
            guard try BitFlips.run(words[1]) else { exit(1) }
        case ("visits", 2): try DemoVisits.run(tunnel: words[1])
        case ("sealing", 2): try SealingCost.run(in: words[1])
        case ("vault", 4):
            try TrialVault.make(at: words[1], bundles: Int(words[2]) ?? 100, kibibytes: Int(words[3]) ?? 0)
        case ("custody", 4):
            try CustodyTrial.events(in: words[1], threads: Int(words[2]) ?? 1, each: Int(words[3]) ?? 100)
        case ("disk", 3): try CustodyTrial.disk(in: words[1], count: Int(words[2]) ?? 100)
        case ("large-log", 3): try CustodyTrial.large(in: words[1], count: Int(words[2]) ?? 1000)
        case ("seeds", 3):
            guard let parser = FuzzedParser(rawValue: words[1]) else { fallthrough }
            for (number, seed) in try parser.seeds().enumerated() {
                try WholeFile.create("\(words[2])/seed-\(number)", seed)
            }
        default:
            print(usage, terminator: "")
            exit(64)
        }
    }
}
