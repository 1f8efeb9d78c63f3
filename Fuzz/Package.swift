// swift-tools-version: 6.2
import PackageDescription

// Fuzzers have no main of their own, so they live apart; what they try are the same files, by symbolic links.

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "fuzz",
    targets: [
        .target(name: "KioskCore", swiftSettings: settings),
        .target(name: "ScannerBytes", dependencies: ["KioskCore"], swiftSettings: settings),
        .executableTarget(
            name: "FuzzScanner", dependencies: ["KioskCore", "ScannerBytes"], swiftSettings: settings),
        .target(name: "PrinterBytes", dependencies: ["KioskCore"], swiftSettings: settings),
        .executableTarget(
            name: "FuzzPrinter", dependencies: ["KioskCore", "PrinterBytes"], swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)
