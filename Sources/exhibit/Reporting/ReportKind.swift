import ArgumentParser

/// What `exhibit report` writes.
enum ReportKind: String, CaseIterable, ExpressibleByArgument {
    case verification, sheet, statement, schedule, continuity, reliability, all

    /// One report for each file, or one over all of them.
    var isOfEach: Bool { self != .schedule && self != .continuity }
}
