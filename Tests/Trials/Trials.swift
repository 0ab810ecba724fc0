import Glibc

/// Makes the bundles that `scripts/bench` and `scripts/flip-all` work on, and flips their bits.
///
/// Built only when `EXHIBIT_TRIALS=1`; no program of the product has any of it.
@main
struct Trials {
    private static let usage = """
        trials make-stored FILE MIB SMALLEST LARGEST   media of so many MiB in all, each SMALLEST to LARGEST KiB
        trials make-small FILE COUNT                   COUNT records of 1 to 8 KiB of text
        trials make-sized FILE KIB                     a bundle of about so many KiB
        trials flip FILE                               every bit of FILE, one at a time: each must be found

        """

    static func main() throws {
        let words = Array(CommandLine.arguments.dropFirst())
        let numbers = words.dropFirst(2).map { Int($0) ?? 0 }
        switch (words.first, numbers.count) {
        case ("make-stored", 3):
            try TrialBundle.stored(at: words[1], mebibytes: numbers[0], kibibytes: numbers[1]...numbers[2])
        case ("make-small", 1): try TrialBundle.small(at: words[1], count: numbers[0])
        case ("make-sized", 1): try TrialBundle.sized(at: words[1], kibibytes: numbers[0])
        case ("flip", 0) where words.count == 2:
            guard try BitFlips.run(words[1]) else { exit(1) }
        default:
            print(usage, terminator: "")
            exit(64)
        }
    }
}
