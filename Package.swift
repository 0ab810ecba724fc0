// swift-tools-version: 6.2
import PackageDescription

/// What every Swift target of this package is compiled with.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

let database: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")

/// A room: a library target under `Sources/`, and what it may import.
func room(_ name: String, _ dependencies: Target.Dependency...) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

/// The tests of one room.
func tests(_ name: String, _ dependencies: Target.Dependency...) -> Target {
    .testTarget(name: name + "Tests", dependencies: dependencies, swiftSettings: settings)
}

let package = Package(
    name: "exhibit",
    products: [
        .executable(name: "exhibit", targets: ["exhibit"]),
        .executable(name: "exhibit-verify", targets: ["exhibit-verify"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    // Bottom-up: a target names only targets that stand above it in this list.
    targets: [
        // Row 0: C
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CLibSSL", pkgConfig: "libssl", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CDeflate", pkgConfig: "libdeflate", providers: [.apt(["libdeflate-dev"])]),
        .systemLibrary(name: "CGumbo", pkgConfig: "gumbo", providers: [.apt(["libgumbo-dev"])]),
        .systemLibrary(name: "CBrotli", pkgConfig: "libbrotlidec", providers: [.apt(["libbrotli-dev"])]),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
        .systemLibrary(name: "CQREncode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
        .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
        .target(name: "CPlatform"),
        .target(name: "CPKCS11", linkerSettings: [.linkedLibrary("dl")]),
        .target(name: "COneShotRandom", linkerSettings: [.linkedLibrary("crypto")]),

        // Row 1
        room("Bytes"),
        room("Files", "CPlatform"),
        room("Threads"),
        room("Tables"),
        room("Hashing", "COpenSSL", "Bytes"),

        // Row 2
        room("Messages"),
        room("Sessions", "Bytes"),
        room("AuthorProof", "Bytes", "Hashing"),
        room("Media", "Files"),
        room("Handshakes"),
        room("Transparency", "Hashing"),
        room("TransparencyLogs", "Bytes", "Hashing", "Transparency"),
        room("CustodyEvents", "Bytes", "Hashing", "TransparencyLogs"),
        room("Archive", "CZlib", "CDeflate", "Bytes", "Files", "Hashing"),
        room("Storage", "CPlatform", "Files", "Hashing"),
        room("Signing", "COpenSSL", "Bytes", "Hashing"),
        room("Tokens", "CPKCS11", "CPlatform", "Bytes", "Hashing", "Signing"),
        room("Evidence", "Bytes", "Hashing"),

        // Row 3
        room("Writing", "CZlib", "CDeflate", "Files", "Storage", "Hashing", "Archive"),
        room(
            "Wire", "CLibSSL", "COneShotRandom", "CPlatform", "Bytes", "Files", "Storage", "Threads",
            "Hashing", "Signing",
            "Messages", "Evidence"),
        room("Browser", "CPlatform", "Bytes", "Files", "Storage", "Threads", "Hashing"),
        room(
            "Sealing", "Bytes", "Files", "Storage", "Hashing", "Signing", "Transparency", "Archive",
            "Writing",
            "Evidence"),

        // Rows 4 and 5
        room(
            "Verifier", "Bytes", "Files", "Threads", "Hashing", "Handshakes", "Transparency",
            "TransparencyLogs", "Archive",
            "Evidence"),
        room("ValidationData", "Bytes", "Hashing", "Signing", "Messages", "Wire"),
        room("Codings", "CBrotli", "CZstd", "Messages", "Archive"),
        room("Posts", "CGumbo", "Bytes", "Tables"),
        room("Timestamping", "Bytes", "Threads", "Hashing", "Signing", "Messages", "Evidence", "Wire"),
        room(
            "Capture", "CPlatform", "Bytes", "Files", "Storage", "Threads", "Hashing", "Signing", "Messages",
            "Evidence", "Codings", "AuthorProof", "Posts", "Sessions", "Writing", "Wire", "Timestamping",
            "ValidationData",
            "Browser", "Sealing"),

        room(
            "OfficerKeys", "CPlatform", "Bytes", "Files", "Storage", "Hashing", "Signing", "Tokens",
            "Sessions",
            "Evidence",
            "Sealing"),

        room(
            "Custody", "Bytes", "Files", "Storage", "Hashing", "Signing", "Transparency", "TransparencyLogs",
            "CustodyEvents", "Sealing"),

        room("SealedParts", "Bytes", "Files", "Storage", "Hashing", "Signing", "Evidence", "Sealing"),

        room(
            "Witnessing", "Bytes", "Files", "Storage", "Hashing", "Signing", "Messages", "Transparency",
            "TransparencyLogs", "Evidence", "Wire"),

        room("Demo", "Bytes", "Hashing", "Signing", "Messages", "Wire"),

        room("Reading", "Bytes", "Files", "Storage", "Hashing", "Archive", "Evidence", "Codings"),

        room(
            "Disclosure", "CPNG", "Bytes", "Files", "Storage", "Hashing", "Signing", "Messages",
            "Transparency",
            "Archive", "Writing", "Evidence", "Codings", "Sealing", "Reading"),

        .target(
            name: "Intake", dependencies: [database, "Bytes", "Tables", "Posts"],
            resources: ["force-statistics.csv", "offences.csv", "role-rules.json"].map {
                .embedInCode("Data/" + $0)
            },
            swiftSettings: settings),

        // Row 6
        .target(
            name: "Vault",
            dependencies: [
                database, "Bytes", "Files", "Storage", "Threads", "Hashing", "Evidence", "Sealing", "Reading",
                "TransparencyLogs", "CustodyEvents", "Custody", "Signing", "SealedParts",
            ], swiftSettings: settings),

        .target(
            name: "Reporting",
            dependencies: [
                "CQREncode", "Bytes", "Hashing", "Evidence", "Posts", "Verifier", "Intake", "Reading",
            ],
            exclude: ["Resources/verify"],
            resources: [
                "witness-statement.json", "schedules.json", "known-issues.json", "occasions.json",
                "preservation.json",
            ].map { .embedInCode("Data/" + $0) } + [.embedInCode("Resources/verify.html")],
            swiftSettings: settings),

        room(
            "Foreign", "COpenSSL", "Bytes", "Files", "Storage", "Hashing", "Signing", "Messages", "Archive",
            "Verifier"),

        room(
            "CustodyCheck", "Bytes", "Hashing", "Transparency", "TransparencyLogs", "CustodyEvents",
            "Verifier"),

        room("ForeignRecords", "Bytes", "Files", "Archive", "Verifier", "Foreign"),

        room(
            "Casework", "Bytes", "Files", "Storage", "Threads", "Hashing", "Archive", "Evidence", "Codings",
            "Posts",
            "Sealing", "Timestamping", "ValidationData", "Capture", "Intake", "Media", "Reading", "Verifier",
            "Foreign", "ForeignRecords"),

        // Row 7: what both programs share of the command line
        room(
            "VerifyCommand", argumentParser, "Bytes", "Files", "Storage", "Hashing", "Archive",
            "TransparencyLogs",
            "Evidence", "Verifier", "CustodyCheck", "Foreign"),

        .target(
            name: "Handover",
            dependencies: [
                "Bytes", "Files", "Storage", "Hashing", "Archive", "Writing", "Evidence", "Sealing",
                "Verifier", "TransparencyLogs", "CustodyEvents", "CustodyCheck",
            ],
            resources: ["verify-by-hand.md", "verify-by-hand.sh"].map { .embedInCode("Resources/" + $0) },
            swiftSettings: settings),

        // Row 8
        .executableTarget(
            name: "exhibit-verify", dependencies: [argumentParser, "Evidence", "Hashing", "VerifyCommand"],
            swiftSettings: settings),
        .executableTarget(
            name: "exhibit",
            dependencies: [
                argumentParser, "Bytes", "Files", "Storage", "Threads", "Tables", "Hashing", "Signing",
                "Messages",
                "Archive", "Evidence", "Wire", "Browser", "Timestamping", "ValidationData", "Sealing",
                "Verifier",
                "Capture", "Reading", "Disclosure",
                "Posts", "Sessions", "TransparencyLogs", "Intake", "CustodyEvents", "Custody", "Witnessing",
                "Vault",
                "ForeignRecords", "Casework",
                "Reporting", "Demo",
                "Tokens",
                "OfficerKeys", "SealedParts", "Foreign", "CustodyCheck", "Handover",
                "VerifyCommand",
            ],
            swiftSettings: settings),

        // Tests
        .target(
            name: "TestSupport",
            dependencies: [
                "Bytes", "Files", "Threads", "Hashing", "Signing", "Messages", "Transparency", "Archive",
                "Writing", "Evidence", "Wire", "Sealing", "Capture",
            ],
            path: "Tests/TestSupport",
            swiftSettings: settings),
        .target(
            name: "VectorCases",
            dependencies: [
                "Bytes", "Messages", "Transparency", "Archive", "Writing", "Evidence", "Hashing", "Signing",
                "Sealing",
                "Timestamping", "Capture", "Verifier", "Foreign", "TestSupport",
            ], path: "Tests/VectorCases", swiftSettings: settings),
        .executableTarget(
            name: "record-writer",
            dependencies: ["Bytes", "Files", "Storage", "Hashing", "Evidence", "Sealing", "TestSupport"],
            path: "Tests/RecordWriter", swiftSettings: settings),
        .executableTarget(
            name: "log-writer", dependencies: ["Custody"], path: "Tests/LogWriter", swiftSettings: settings),
        tests("Bytes", "Bytes", "TestSupport"),
        tests(
            "Custody", "Custody", "Witnessing", "Evidence", "Messages", "Wire", "Timestamping",
            "CustodyEvents", "CustodyCheck", "Verifier", "TransparencyLogs",
            "Transparency", "Threads", "Bytes", "Hashing", "Signing", "Sealing", "TestSupport"),
        tests(
            "SealedParts", "SealedParts", "Sealing", "Evidence", "Files", "Hashing", "Signing", "Bytes",
            "TestSupport"),
        tests(
            "Handover", "Handover", "Custody", "CustodyEvents", "TransparencyLogs", "Sealing", "Verifier",
            "Evidence", "Files",
            "Hashing",
            "Signing",
            "Bytes", "TestSupport"),
        tests(
            "Vault", "Vault", "SealedParts", "Signing", "CustodyEvents", "Custody", "Threads", "Storage",
            "Files", "Bytes", "Hashing",
            "Evidence", "Sealing",
            "TestSupport"),
        tests("Posts", "Posts", "Bytes", "TestSupport"),
        tests(
            "TransparencyLogs", "TransparencyLogs", "Transparency", "Bytes", "Hashing", "Signing",
            "TestSupport"),
        tests("Sessions", "Sessions"),
        tests("AuthorProof", "AuthorProof", "Bytes", "Hashing", "TestSupport"),
        tests("Media", "Media", "TestSupport"),
        tests("Intake", "Intake", "Bytes", "TestSupport"),
        tests("Storage", "Files", "Storage", "TestSupport"),
        tests("Threads", "Threads"),
        tests("Wire", "Wire", "COneShotRandom", "Hashing", "Threads"),
        tests(
            "Capture", "Capture", "VectorCases", "Bytes", "Threads", "Posts", "Evidence", "Hashing",
            "Signing",
            "Messages",
            "Sealing",
            "Timestamping", "Verifier", "Wire", "TestSupport"),
        tests(
            "OfficerKeys", "OfficerKeys", "Tokens", "Sealing", "Verifier", "Evidence", "Hashing", "Signing",
            "Threads",
            "Bytes", "TestSupport"),
        tests(
            "Foreign", "Foreign", "VectorCases", "Verifier", "Evidence", "Hashing", "Signing", "Bytes",
            "TestSupport"),
        tests("Hashing", "Hashing", "Signing", "Bytes", "TestSupport"),
        tests(
            "Timestamping", "Timestamping", "ValidationData", "Casework", "Capture", "Sealing", "Verifier",
            "Reading", "Evidence", "Hashing",
            "Signing", "Messages", "Wire", "Bytes", "TestSupport"),
        tests(
            "Verifier", "Verifier", "VectorCases", "VerifyCommand", "Sealing", "Archive", "Writing",
            "Evidence", "Threads",
            "Hashing", "Signing", "Bytes", "TestSupport"),
        tests("VerifyCommand", "Sealing", "Evidence", "Hashing", "Signing", "Bytes", "TestSupport"),
        tests("Browser", "Browser", "Bytes", "Files", "Storage", "Threads", "Hashing", "TestSupport"),
        tests(
            "Sealing", "Sealing", "Verifier", "VerifyCommand", "Evidence", "Hashing", "Bytes", "TestSupport"),
        .target(
            name: "FuzzedParsers",
            dependencies: [
                "Bytes", "Files", "Hashing", "Signing", "Messages", "Media", "Handshakes", "Archive",
                "Evidence",
                "Sealing", "SealedParts", "Posts", "Intake", "Verifier", "TransparencyLogs", "CustodyEvents",
                "CustodyCheck", "Custody", "Witnessing", "Vault", "Reporting", "Foreign", "Handover",
                "TestSupport",
            ],
            path: "Tests/Fuzz/Parsers", swiftSettings: settings),
        tests("Fuzz", "FuzzedParsers", "TestSupport"),
        tests(
            "Exhibit", "Bytes", "Hashing", "Signing", "Messages", "Evidence", "Wire", "Demo", "Threads",
            "TestSupport"),
        tests(
            "Reading", "Reading", "Sealing", "Archive", "Writing", "Evidence", "Hashing", "Bytes",
            "TestSupport"),
        tests(
            "Reporting", "Reporting", "Reading", "Verifier", "Sealing", "Browser", "Evidence", "Hashing",
            "Signing", "Bytes", "TestSupport"),
        tests(
            "Disclosure", "Disclosure", "Reading", "Verifier", "Sealing", "Archive", "Writing", "Evidence",
            "Hashing", "Bytes", "TestSupport"),
        tests(
            "VerifyPage", "CPNG", "Reporting", "Browser", "VectorCases", "Verifier", "Sealing", "Hashing",
            "Bytes",
            "Threads", "TestSupport"),
    ]
)

// What long trials need, and no program of the product: `scripts/flip-all`, `scripts/fuzz`.
if Context.environment["EXHIBIT_TRIALS"] == "1" {
    package.targets.append(
        .executableTarget(
            name: "vector-maker",
            dependencies: ["Bytes", "Foreign", "Hashing", "TestSupport", "VectorCases", "Verifier"],
            path: "Tests/VectorMaker", swiftSettings: settings))
    package.targets.append(
        .executableTarget(
            name: "trials",
            dependencies: [
                "Bytes", "Files", "Storage", "Threads", "Hashing", "Signing", "Evidence", "Wire", "Browser",
                "Sealing", "Verifier",
                "Capture", "Transparency", "TransparencyLogs", "CustodyEvents", "Custody", "Vault",
                "Demo", "FuzzedParsers", "TestSupport",
            ],
            path: "Tests/Trials", swiftSettings: settings))
}

// A plain build cannot link this one: `main` is libFuzzer's.
if Context.environment["EXHIBIT_FUZZ"] == "1" {
    package.targets.append(
        .executableTarget(
            name: "fuzz", dependencies: ["FuzzedParsers"], path: "Tests/Fuzz/Harness", swiftSettings: settings
        ))
}
