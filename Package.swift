// swift-tools-version: 6.2
import PackageDescription

// The map of the house. Reading `sees:` is reading the architecture (docs/architecture.md).

/// A C library of the Debian system, opened to Swift by a module map.
func door(_ name: String, pkgConfig: String? = nil, apt: String) -> Target {
    .systemLibrary(
        name: name, path: "Sources/CLibraries/\(name)", pkgConfig: pkgConfig, providers: [.apt([apt])])
}

/// A room of the product, and the rooms it may look into.
func room(
    _ name: String, sees rooms: [String], and products: [Target.Dependency] = [],
    tables: [String] = []
) -> Target {
    .target(
        name: name, dependencies: rooms.map { .byName(name: $0) } + products,
        resources: tables.map { .embedInCode($0) }, swiftSettings: strict)
}

/// A program: a main and wiring, nothing else.
func program(_ name: String, sees rooms: [String], and products: [Target.Dependency] = []) -> Target {
    .executableTarget(
        name: name, dependencies: rooms.map { .byName(name: $0) } + products, swiftSettings: strict)
}

/// The tests of a room.
func tests(_ name: String, sees rooms: [String], and products: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: name, dependencies: rooms.map { .byName(name: $0) } + products, swiftSettings: checked)
}

/// The settings that tests keep as well.
let checked: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]
/// The settings of every room: what touches memory by hand must say `unsafe`.
let strict = checked + [.strictMemorySafety()]

let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let x509 = Target.Dependency.product(name: "X509", package: "swift-certificates")
let httpClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdTLS = Target.Dependency.product(name: "HummingbirdTLS", package: "hummingbird")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioFoundation = Target.Dependency.product(name: "NIOFoundationCompat", package: "swift-nio")
let lifecycle = Target.Dependency.product(
    name: "ServiceLifecycle", package: "swift-service-lifecycle")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
    name: "kiosk",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
    ],
    targets: [
        door("CCairo", pkgConfig: "pangocairo", apt: "libpango1.0-dev"),
        door("CQRencode", pkgConfig: "libqrencode", apt: "libqrencode-dev"),
        door("CCups", apt: "libcups2-dev"),
        .target(name: "CKioskShims", path: "Sources/CLibraries/CKioskShims"),

        room("KioskCore", sees: []),
        room("Drawing", sees: ["KioskCore", "CCairo", "CQRencode"]),
        room("ScreenKit", sees: ["KioskCore", "Drawing"]),
        room("KioskStore", sees: ["KioskCore"], and: [grdb, crypto]),
        room("CentralContract", sees: ["KioskCore"]),
        room(
            "CentralLink", sees: ["KioskCore", "CentralContract"],
            and: [httpClient, nioCore, nioSSL, nioFoundation, logging]),
        room("Devices", sees: ["KioskCore", "CCups", "CKioskShims"], and: [logging]),
        room("SimulatedDevices", sees: ["KioskCore", "Devices"]),
        room("QueueTicket", sees: ["KioskCore", "Drawing", "ScreenKit"], tables: ["Strings/vi.txt", "Strings/en.txt"]),
        room("LookupScreen", sees: ["KioskCore", "ScreenKit"], tables: ["Strings/vi.txt", "Strings/en.txt"]),
        room(
            "Appliance",
            sees: [
                "KioskCore", "ScreenKit", "Drawing", "KioskStore", "CentralContract", "CentralLink", "Devices",
                "QueueTicket", "LookupScreen",
            ], and: [lifecycle, logging, yams, nioCore, nioPosix, cryptoExtras],
            tables: ["Strings/vi.txt", "Strings/en.txt"]),
        room(
            "Central", sees: ["KioskCore", "CentralContract"],
            and: [grdb, crypto, x509, hummingbird, hummingbirdTLS, nioSSL, logging]),
        room(
            "Dock", sees: ["KioskCore", "SimulatedDevices", "Appliance"],
            and: [hummingbird, nioCore, nioPosix, logging]),

        program("kioskd", sees: ["Appliance", "Devices", "KioskCore"], and: [arguments, lifecycle, logging]),
        program("kioskctl", sees: ["Appliance"], and: [arguments]),
        program("kiosk-central", sees: ["Central"], and: [arguments, lifecycle, logging]),
        program("kiosk-printer-backend", sees: ["KioskCore", "Devices"]),
        program(
            "kiosk-demo", sees: ["Dock", "Appliance", "Central", "SimulatedDevices", "KioskCore"],
            and: [arguments, lifecycle, logging, x509, crypto]),
    ],
    swiftLanguageModes: [.v6]
)
