/// How to check a bundle without any program of this project: `docs/verify-by-hand.md` and the script beside it, word for word.
public enum StockToolGuide {
    public static let page = PackageResources.verify_by_hand_md
    public static let script = PackageResources.verify_by_hand_sh
}
