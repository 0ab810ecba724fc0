public import Evidence

/// What who discloses asked for.
public struct DisclosureChoice: Sendable {
    /// Records by number, `urn:uuid:` or address, in which `*` stands for anything, and evidence files by path.
    public var withheld: [String] = []
    /// Posts by number or identifier: nothing is left but what they were read from.
    public var onlyPosts: [String] = []
    public var redaction: Redaction?
    public var reason: WithholdingReason
    public var why: String?
    /// Whether what shows the page stays although a part of it is withheld.
    public var keepsPage = false
    /// Whether records that hold the address of a withheld one stay.
    public var keepsAddresses = false

    /// A picture of which a part is made unreadable.
    public struct Redaction: Sendable {
        /// The screenshot's record, as in `withheld`.
        public let record: String
        public let rectangles: [PictureRectangle]
        public let how: DerivedFile.Making

        public init(record: String, rectangles: [PictureRectangle], isBlurred: Bool) {
            self.record = record
            self.rectangles = rectangles
            how = isBlurred ? .blurred : .filled
        }
    }

    public init(reason: WithholdingReason) { self.reason = reason }
}
