/// The token that the public interface for embedded posts of X is asked with: a number that follows from the id.
enum SyndicationToken {
    private static let digits = Array("0123456789abcdefghijklmnopqrstuvwxyz")

    /// `id / 10¹⁵ · π` in base 36, as script engines write it, without the point and the zeros; nil for what is no id.
    static func text(for id: String) -> String? {
        guard id.isDecimal, let number = Double(id) else { return nil }
        let text = base36(number / 1e15 * Double.pi).filter { $0 != "0" && $0 != "." }
        return text.isEmpty ? nil : text
    }

    /// The shortest digits that tell `value` from its neighbours (ECMAScript, Number::toString with a radix).
    private static func base36(_ value: Double) -> String {
        var whole = value.rounded(.down)
        var rest = value - whole
        var delta = max(0.5 * (value.nextUp - value), Double.leastNonzeroMagnitude)
        var fraction: [Int] = []
        while rest >= delta {
            rest *= 36
            delta *= 36
            let digit = Int(rest)
            fraction.append(digit)
            rest -= Double(digit)
            let isUp = rest > 0.5 || rest == 0.5 && digit % 2 == 1
            if isUp, rest + delta > 1 {
                whole += Double(roundUp(&fraction))
                break
            }
        }
        let tail = String(fraction.map { digits[$0] })
        return integer(whole) + (tail.isEmpty ? "" : "." + tail)
    }

    /// Adds one to the last digit; gives what is carried over the point.
    private static func roundUp(_ fraction: inout [Int]) -> Int {
        while let last = fraction.popLast() {
            if last + 1 < 36 {
                fraction.append(last + 1)
                return 0
            }
        }
        return 1
    }

    private static func integer(_ value: Double) -> String {
        var text: [Character] = []
        var rest = value
        repeat {
            let digit = rest.truncatingRemainder(dividingBy: 36)
            text.append(digits[Int(digit)])
            rest = ((rest - digit) / 36).rounded(.down)
        } while rest > 0
        return String(text.reversed())
    }
}
