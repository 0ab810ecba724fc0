/// The target URIs of the records that the program itself makes (bundle format, section 4).
public enum RecordURI {
    public static let plan = "urn:exhibit:plan"
    public static let planSignature = "urn:exhibit:plan.p7s"
    public static let connectionPrefix = "urn:exhibit:connection:"

    public static func connection(_ number: Int) -> String { connectionPrefix + String(number) }
}
