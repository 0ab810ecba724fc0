import ArgumentParser

/// `exhibit init`: the officer's key.
struct Init: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make the key that signs your bundles.",
        discussion: """
            The key (P-256) lies encrypted in $EXHIBIT_HOME, or else in .exhibit in your home folder, with a \
            certificate that names you and your force. Both are pinned in your trust list, so that verifying on this \
            machine recognises your bundles. A key that is there is never replaced. At a terminal you are asked for \
            what you do not give.
            """)

    @Option(help: ArgumentHelp("Who you are, as a court should read it.", valueName: "NAME")) var name:
        String?
    @Option(help: ArgumentHelp("Your force or authority.", valueName: "FORCE")) var force: String?
    @OptionGroup var key: KeyOptions

    func run() throws { _ = try KeyIssue.make(name: name, force: force, options: key) }
}
