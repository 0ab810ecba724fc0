/// How much time deflating may take.
public enum DeflateEffort: Sendable {
    /// While a page is loaded, which needs the same cores: text is about 5 % larger than with `thorough`, in half the time.
    case quick
    /// Pages of posts and their scripts: 0.4 % larger than at the usual level 6, in 14 % less time.
    case thorough

    /// libdeflate's level.
    var level: Int32 {
        switch self {
        case .quick: 1
        case .thorough: 5
        }
    }
}
