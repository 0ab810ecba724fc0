import TestSupport

/// The built `exhibit`, run with a home of its own.
struct Program {
    let home: TemporaryFolder
    static let passphrase = "correct horse battery"

    init() throws { home = try TemporaryFolder() }

    /// The folder of the key; made by `init`.
    var keyFolder: String { home.file("keys") }

    @discardableResult
    func run(_ arguments: String..., input: [UInt8] = []) throws -> Tool.Outcome {
        try run(arguments, input: input)
    }

    @discardableResult
    func run(_ arguments: [String], input: [UInt8] = []) throws -> Tool.Outcome {
        try Tool(path: Package.products + "/exhibit").run(
            arguments, input: input, environment: ["EXHIBIT_HOME": keyFolder], folder: home.path)
    }

    /// A file with the passphrase.
    func passphraseFile(_ text: String = passphrase) throws -> String {
        try home.write(Array((text + "\n").utf8), to: "passphrase-\(text.utf8.count)")
    }

    /// Makes a key, and no vault unless it is asked for.
    @discardableResult
    func initialise(withVault: Bool = false) throws -> Tool.Outcome {
        try run(
            "init", withVault ? "--vault=\(keyFolder)/vault" : "--no-vault", "--name", "PC 1234 Jo Doe",
            "--force", "Example Police",
            "--passphrase-file",
            try passphraseFile())
    }
}

extension Tool.Outcome {
    /// Whether standard error is one line that begins with the program's name.
    var isOneClearLine: Bool {
        errors.hasPrefix("exhibit: ") && errors.hasSuffix("\n") && errors.split(separator: "\n").count == 1
    }
}
