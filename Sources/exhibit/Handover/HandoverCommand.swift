import ArgumentParser

/// `exhibit handover`: bundles given to somebody, with all that they need to check them.
struct HandoverCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "handover",
        abstract: "Hand bundles over: make a signed bag of them, check one, take in a receipt.",
        subcommands: [HandoverMake.self, HandoverVerify.self, HandoverReceipt.self],
        defaultSubcommand: HandoverMake.self)
}
