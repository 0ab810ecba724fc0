/// The types of WARC record that a bundle holds (WARC 1.1, section 6).
public enum RecordType: String, Sendable, CaseIterable {
    case warcinfo, request, response, resource
}
