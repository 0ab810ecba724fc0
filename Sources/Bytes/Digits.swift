/// Numbers in a fixed number of digits.
public enum Digits {
    /// At least `width` digits, zeros first: `07`. For numbers that are not negative.
    public static func padded(_ number: Int, _ width: Int = 2) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}
