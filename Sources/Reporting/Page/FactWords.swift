import Evidence

/// What a bundle says of its capture, in the words of every report.
extension CaptureFacts {
    /// `a time server kept that machine’s clock`: whether one did, as the machine said; `clock` is how the sentence calls it.
    func clockWords(_ clock: String) -> String {
        switch clockSynchronised {
        case true?: "a time server kept \(clock)"
        case false?: "no time server kept \(clock)"
        case nil: "whether a time server kept \(clock) is not known"
        }
    }

    var caveatLines: [String] { caveats.map { "\($0.text) (\($0.code))" } }

    var notRecordedLines: [String] {
        notRecorded.map { "\($0.what)\($0.uri.map { " " + $0 } ?? ""): \($0.reason)" }
    }
}
