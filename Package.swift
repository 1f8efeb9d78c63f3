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
        name: name, dependencies: rooms.map { .byName(name: $0) } + products, swiftSettings: strict,
        linkerSettings: lean)
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

/// How a program is linked for a kiosk: packed relocations and no table of names for others to link with take
/// 6 MiB less of its memory (docs/benchmarks.md).
let lean: [LinkerSetting] = [
    .unsafeFlags(
        ["-use-ld=lld"]
            + ["-z", "pack-relative-relocs", "--no-export-dynamic"].flatMap { ["-Xlinker", $0] },
        .when(platforms: [.linux], configuration: .release))
]

let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let x509 = Target.Dependency.product(name: "X509", package: "swift-certificates")
let httpClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdTLS = Target.Dependency.product(name: "HummingbirdTLS", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioFoundation = Target.Dependency.product(name: "NIOFoundationCompat", package: "swift-nio")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let asn1 = Target.Dependency.product(name: "SwiftASN1", package: "swift-asn1")
let lifecycle = Target.Dependency.product(
    name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

/// The words of a room, in every language.
let strings = ["Strings/vi.txt", "Strings/en.txt"]

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
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
    ],
    targets: [
        door("CCairo", pkgConfig: "pangocairo", apt: "libpango1.0-dev"),
        door("CQRencode", pkgConfig: "libqrencode", apt: "libqrencode-dev"),
        door("CCups", apt: "libcups2-dev"),
        door("CDRM", pkgConfig: "libdrm", apt: "libdrm-dev"),
        door("CUSB", pkgConfig: "libusb-1.0", apt: "libusb-1.0-0-dev"),
        .target(name: "CKioskShims", path: "Sources/CLibraries/CKioskShims"),

        room("KioskCore", sees: []),
        room("Drawing", sees: ["KioskCore", "CCairo", "CQRencode"]),
        room("ScreenKit", sees: ["KioskCore", "Drawing"]),
        room("KioskStore", sees: ["KioskCore"], and: [grdb, crypto]),
        room("CentralContract", sees: ["KioskCore"]),
        room(
            "CentralLink", sees: ["KioskCore", "CentralContract"],
            and: [httpClient, nioCore, nioPosix, nioHTTP1, nioSSL]),
        room("Devices", sees: ["KioskCore", "CCups", "CDRM", "CUSB", "CKioskShims"], and: [logging]),
        room("SimulatedDevices", sees: ["KioskCore", "Devices", "CKioskShims"]),
        room("ConfigurationFiles", sees: ["KioskCore", "Devices"], and: [yams]),
        room("QueueTicket", sees: ["KioskCore", "Drawing", "ScreenKit"], tables: strings),
        room("LookupScreen", sees: ["KioskCore", "ScreenKit"], tables: strings),
        room(
            "Appliance",
            sees: [
                "KioskCore", "ScreenKit", "Drawing", "KioskStore", "CentralContract", "CentralLink",
                "Devices", "ConfigurationFiles", "QueueTicket", "LookupScreen",
            ], and: [lifecycle, logging, nioCore, nioPosix, cryptoExtras], tables: strings),
        room(
            "Central", sees: ["KioskCore", "CentralContract"],
            and: [
                grdb, crypto, x509, asn1, hummingbird, hummingbirdCore, hummingbirdTLS, httpTypes, nioSSL,
                nioCore,
                nioPosix, nioFoundation, lifecycle, logging,
            ], tables: ["console.html", "console.css", "console.js"].map { "Console/Page/\($0)" }),
        room(
            "Dock", sees: ["KioskCore", "Drawing", "SimulatedDevices"],
            and: [
                hummingbird, httpTypes, httpClient, nioCore, nioHTTP1, nioPosix, nioFoundation, lifecycle,
                logging,
            ],
            tables: ["dock.html", "dock.css", "dock.js"].map { "Page/\($0)" }),

        program(
            "kioskd", sees: ["Appliance", "ConfigurationFiles", "Devices", "KioskCore"],
            and: [arguments, lifecycle, signals, logging]),
        program("kioskctl", sees: ["Appliance", "ConfigurationFiles", "Devices"], and: [arguments]),
        program(
            "kiosk-central", sees: ["Central", "KioskCore"], and: [arguments, lifecycle, signals, logging]),
        program("kiosk-printer-backend", sees: ["KioskCore", "Devices", "ConfigurationFiles"]),
        program(
            "kiosk-demo", sees: ["Dock", "Appliance", "Central", "SimulatedDevices", "Devices", "KioskCore"],
            and: [arguments, lifecycle, signals, logging, x509, asn1, crypto, nioCore]),

        .executableTarget(
            name: "kiosk-bench",
            dependencies: [
                "KioskCore", "Drawing", "ScreenKit", "KioskStore", "Devices", "SimulatedDevices",
                "QueueTicket", "Appliance", "EmulatedBus", sqlite, arguments, logging,
            ], path: "Benchmarks/kiosk-bench", swiftSettings: checked),

        // What the tests of several rooms need: other people's eyes, pictures to compare with, slips.
        .target(
            name: "TestKit", dependencies: ["KioskCore", "Drawing", "Devices", "SimulatedDevices", "CCairo"],
            path: "Tests/TestKit", swiftSettings: checked),
        tests("KioskCoreTests", sees: ["KioskCore"]),
        tests("DrawingTests", sees: ["KioskCore", "Drawing", "TestKit"]),
        tests("ScreenKitTests", sees: ["KioskCore", "Drawing", "ScreenKit"]),
        .executableTarget(
            name: "StoreCrasher", dependencies: ["KioskCore", "KioskStore"], path: "Tests/StoreCrasher",
            swiftSettings: checked),
        tests(
            "KioskStoreTests",
            sees: ["KioskCore", "CentralContract", "KioskStore", "StoreCrasher", "TestKit"],
            and: [grdb]),
        tests(
            "CentralLinkTests", sees: ["KioskCore", "CentralContract", "CentralLink", "TestKit"],
            and: [hummingbird, hummingbirdTLS, nioSSL, nioCore, nioHTTP1, logging]),
        tests(
            "CentralTests", sees: ["Central", "KioskCore", "CentralContract"],
            and: [
                grdb, crypto, x509, asn1, httpClient, nioSSL, nioCore, nioPosix, nioFoundation, nioHTTP1,
                lifecycle,
                logging,
            ]),
        tests("DevicesTests", sees: ["KioskCore", "Devices", "SimulatedDevices"]),
        tests(
            "PrintingTests",
            sees: [
                "KioskCore", "Drawing", "Devices", "SimulatedDevices", "TestKit", "kiosk-printer-backend",
            ],
            and: [logging]),
        tests("ScannerTests", sees: ["KioskCore", "Devices"]),
        tests("ConfigurationFilesTests", sees: ["KioskCore", "Devices", "ConfigurationFiles"]),
        .executableTarget(
            name: "ScannerProbe", dependencies: ["KioskCore", "Devices", logging],
            path: "Tests/BusTests/ScannerProbe", swiftSettings: checked),
        .executableTarget(
            name: "QueueProbe", dependencies: ["KioskCore", "Devices", logging],
            path: "Tests/BusTests/QueueProbe", swiftSettings: checked),
        .executableTarget(
            name: "PanelProbe", dependencies: ["KioskCore", "Devices", logging], path: "Tests/PanelProbe",
            swiftSettings: checked),
        .executableTarget(
            name: "PrinterTwin", dependencies: ["KioskCore", "Drawing", "SimulatedDevices"],
            path: "Tests/PrinterTwin", swiftSettings: checked),
        // A USB bus with scanners and printers on it, for tests and benchmarks.
        .target(
            name: "EmulatedBus", dependencies: ["Devices", "TestKit"], path: "Tests/EmulatedBus",
            exclude: ["emulator"], swiftSettings: checked),
        tests("TouchTests", sees: ["Devices", "KioskCore", "CKioskShims"], and: [logging]),
        .testTarget(
            name: "BusTests",
            dependencies: [
                "EmulatedBus", "KioskCore", "Devices", "SimulatedDevices", "ScannerProbe", "QueueProbe",
                "PanelProbe", "TestKit", "kiosk-printer-backend",
            ],
            exclude: ["ScannerProbe", "QueueProbe", "emulators"], swiftSettings: checked),
        tests("DisplayTests", sees: ["Devices", "KioskCore"], and: [logging]),
        tests(
            "QueueTicketTests",
            sees: ["KioskCore", "Drawing", "QueueTicket", "Devices", "ConfigurationFiles", "TestKit"]),
        tests("LookupScreenTests", sees: ["KioskCore", "LookupScreen"]),
        tests(
            "ApplianceTests",
            sees: [
                "Appliance", "ConfigurationFiles", "Devices", "KioskCore", "Drawing", "ScreenKit",
                "QueueTicket", "LookupScreen", "KioskStore", "kioskctl", "kioskd", "TestKit",
            ], and: [logging, nioCore]),
        tests(
            "DockTests", sees: ["Dock", "SimulatedDevices", "KioskCore"],
            and: [httpClient, httpTypes, nioCore, nioPosix, logging]),
        tests(
            "EndToEndTests",
            sees: ["kiosk-demo", "kiosk-central", "kiosk-printer-backend", "SimulatedDevices", "TestKit"],
            and: [httpClient, nioCore, nioHTTP1, nioFoundation]),
        tests(
            "SimulationTests",
            sees: [
                "Appliance", "Central", "CentralContract", "KioskCore", "KioskStore", "LookupScreen",
                "QueueTicket",
            ], and: [grdb]),
        tests("TidyTests", sees: []),
    ],
    swiftLanguageModes: [.v6]
)
