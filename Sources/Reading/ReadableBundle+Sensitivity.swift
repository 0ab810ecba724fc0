import Bytes
import Evidence

extension ReadableBundle {
    /// References of the reports that led to the capture, as `evidence/case.json` has them.
    public func reports() throws -> [String] {
        try statedReports().compactMap { $0["reference"]?.string }
    }

    /// `under-18`, `intimate-image`, `threat-to-life`: what the reports say of who is seen or in danger.
    ///
    /// Throws `ReadingError` when the file is there and cannot be read: then nobody knows that they say nothing.
    public func flags() throws -> Set<String> { Self.flags(of: try statedReports()) }

    static func flags(of reports: [JSONValue]) -> Set<String> {
        Set(reports.flatMap { $0["flags"]?.array ?? [] }.compactMap(\.string))
    }

    private func statedReports() throws -> [JSONValue] {
        try stated(BundlePath.caseFile)["reports"]?.array ?? []
    }
}
