@main
struct ExhibitVerify {
    static func main() {}
}
