// swift-tools-version: 6.2
import PackageDescription

// Each module and what it depends on. Reading `dependencies:` is reading the architecture
// (docs/architecture.md).

/// A C library of the Debian system, made importable by a module map.
func systemLibrary(_ name: String, pkgConfig: String? = nil, apt: String) -> Target {
    .systemLibrary(
        name: name, path: "Sources/CLibraries/\(name)", pkgConfig: pkgConfig, providers: [.apt([apt])])
}

/// A module of the product: the modules it depends on, the products of other packages, and the files embedded
/// in it.
func module(
    _ name: String, dependencies: [String], products: [Target.Dependency] = [], embeds: [String] = []
) -> Target {
    .target(
        name: name, dependencies: dependencies.map { .byName(name: $0) } + products,
        resources: embeds.map { .embedInCode($0) }, swiftSettings: strict)
}

/// A feature: what a kiosk does, in one folder with its machine, screens, effects and strings.
func feature(_ name: String, dependencies: [String] = []) -> Target {
    .target(
        name: name,
        dependencies: (["KioskCore", "ScreenKit", "KioskFrame", "KioskServices"] + dependencies).map {
            .byName(name: $0)
        }, path: "Sources/Features/\(name)", resources: strings.map { .embedInCode($0) },
        swiftSettings: strict)
}

/// A program: a main and wiring, nothing else.
func program(_ name: String, dependencies: [String], products: [Target.Dependency] = []) -> Target {
    .executableTarget(
        name: name, dependencies: dependencies.map { .byName(name: $0) } + products, swiftSettings: strict,
        linkerSettings: lean)
}

/// The tests of a module.
func tests(_ name: String, dependencies: [String], products: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: name, dependencies: dependencies.map { .byName(name: $0) } + products, swiftSettings: checked)
}

/// The settings that tests keep as well.
let checked: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]
/// The settings of every module: what uses raw memory must say `unsafe`.
let strict = checked + [.strictMemorySafety()]

/// How a program is linked for a kiosk: packed relocations and no exported symbols save 6 MiB of its memory
/// (docs/benchmarks.md).
let lean: [LinkerSetting] = [
    .unsafeFlags(
        ["-use-ld=lld"]
            + ["-z", "pack-relative-relocs", "--no-export-dynamic"].flatMap { ["-Xlinker", $0] },
        .when(platforms: [.linux], configuration: .release))
]

/// The string tables of a module, one file a language.
let strings = ["Strings/vi.txt", "Strings/en.txt"]

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
let system = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
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
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-system.git", from: "1.6.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
    ],
    targets: [
        systemLibrary("CCairo", pkgConfig: "pangocairo", apt: "libpango1.0-dev"),
        systemLibrary("CQRencode", pkgConfig: "libqrencode", apt: "libqrencode-dev"),
        systemLibrary("CCups", apt: "libcups2-dev"),
        systemLibrary("CDRM", pkgConfig: "libdrm", apt: "libdrm-dev"),
        systemLibrary("CUSB", pkgConfig: "libusb-1.0", apt: "libusb-1.0-0-dev"),
        .target(name: "CKioskShims", path: "Sources/CLibraries/CKioskShims"),

        module("KioskCore", dependencies: []),
        module("Drawing", dependencies: ["KioskCore", "CCairo", "CQRencode"]),
        module("ScreenKit", dependencies: ["KioskCore", "Drawing"]),
        module(
            "KioskStore", dependencies: ["KioskCore", "CentralContract"], products: [grdb, sqlite, crypto]),
        module("CentralContract", dependencies: ["KioskCore"]),
        module(
            "CentralLink", dependencies: ["KioskCore", "CentralContract"],
            products: [httpClient, nioCore, nioPosix, nioHTTP1, nioSSL]),
        module(
            "Devices", dependencies: ["KioskCore", "CCups", "CDRM", "CUSB", "CKioskShims"],
            products: [logging, system]),
        module("SimulatedDevices", dependencies: ["KioskCore", "Devices", "CKioskShims"]),
        module("ConfigurationFiles", dependencies: ["KioskCore", "Devices"], products: [yams]),
        module("KioskFrame", dependencies: ["KioskCore", "ScreenKit"], embeds: strings),
        module(
            "KioskServices", dependencies: ["KioskCore", "Drawing", "KioskStore", "Devices"],
            products: [logging]),
        feature("Dispenser", dependencies: ["KioskStore", "Drawing"]),
        feature("Lookup", dependencies: ["KioskStore"]),
        feature("PanelCalibration"),
        feature("Maintenance", dependencies: ["PanelCalibration"]),
        feature("DeviceTests", dependencies: ["PanelCalibration", "Drawing", "Devices"]),
        feature("HallClock"),
        module(
            "Appliance",
            dependencies: [
                "KioskCore", "ScreenKit", "Drawing", "KioskStore", "CentralContract", "CentralLink",
                "Devices", "ConfigurationFiles", "KioskFrame", "KioskServices", "Dispenser", "Lookup",
                "Maintenance", "DeviceTests", "HallClock",
            ], products: [lifecycle, logging, nioCore, nioPosix, cryptoExtras]),
        module(
            "Central", dependencies: ["KioskCore", "CentralContract"],
            products: [
                grdb, crypto, x509, asn1, hummingbird, hummingbirdCore, hummingbirdTLS, httpTypes, nioSSL,
                nioCore,
                nioPosix, nioFoundation, lifecycle, logging,
            ], embeds: ["console.html", "console.css", "console.js"].map { "Console/Page/\($0)" }),
        module(
            "Dock", dependencies: ["KioskCore", "Drawing", "SimulatedDevices"],
            products: [
                hummingbird, httpTypes, httpClient, nioCore, nioHTTP1, nioPosix, nioFoundation, lifecycle,
                logging,
            ],
            embeds: ["dock.html", "dock.css", "dock.js"].map { "Page/\($0)" }),

        program(
            "kioskd",
            dependencies: ["Appliance", "KioskServices", "ConfigurationFiles", "Devices", "KioskCore"],
            products: [arguments, lifecycle, logging, nioCore]),
        program(
            "kioskctl", dependencies: ["Appliance", "DeviceTests", "ConfigurationFiles", "Devices"],
            products: [arguments]),
        program(
            "kiosk-central", dependencies: ["Central", "KioskCore"],
            products: [arguments, lifecycle, signals, logging]),
        program("kiosk-printer-backend", dependencies: ["Devices", "ConfigurationFiles"]),
        program(
            "kiosk-demo",
            dependencies: [
                "Dock", "Appliance", "KioskServices", "Central", "SimulatedDevices", "Devices", "KioskCore",
            ],
            products: [arguments, lifecycle, signals, logging, x509, asn1, crypto, nioCore]),

        // What a kiosk's start is measured against.
        .executableTarget(
            name: "bare-start", dependencies: ["KioskCore", "Drawing", "ScreenKit"],
            path: "Benchmarks/bare-start", swiftSettings: checked, linkerSettings: lean),
        .executableTarget(
            name: "kiosk-bench",
            dependencies: [
                "KioskCore", "Drawing", "ScreenKit", "CentralContract", "KioskStore", "Devices",
                "SimulatedDevices",
                "Dispenser", "KioskServices", "Appliance", "EmulatedBus", sqlite, arguments, logging,
            ], path: "Benchmarks/kiosk-bench", swiftSettings: checked),

        // What the tests of several modules need: zbar, reference pictures, slips.
        .target(
            name: "TestKit", dependencies: ["KioskCore", "Drawing", "Devices", "SimulatedDevices", "CCairo"],
            path: "Tests/TestKit", swiftSettings: checked),
        tests("KioskCoreTests", dependencies: ["KioskCore"]),
        tests("DrawingTests", dependencies: ["KioskCore", "Drawing", "TestKit", "CCairo"]),
        tests("ScreenKitTests", dependencies: ["KioskCore", "Drawing", "ScreenKit"]),
        .executableTarget(
            name: "StoreCrasher", dependencies: ["KioskCore", "KioskStore"], path: "Tests/StoreCrasher",
            swiftSettings: checked),
        tests(
            "KioskStoreTests",
            dependencies: ["KioskCore", "CentralContract", "KioskStore", "StoreCrasher", "TestKit"],
            products: [grdb]),
        tests(
            "CentralLinkTests", dependencies: ["KioskCore", "CentralContract", "CentralLink", "TestKit"],
            products: [hummingbird, hummingbirdTLS, nioSSL, nioCore, nioHTTP1, logging]),
        tests(
            "CentralTests", dependencies: ["Central", "KioskCore", "CentralContract"],
            products: [
                grdb, crypto, x509, asn1, httpClient, nioSSL, nioCore, nioPosix, nioFoundation, nioHTTP1,
                lifecycle,
                logging,
            ]),
        tests("DevicesTests", dependencies: ["KioskCore", "Devices", "SimulatedDevices", "TestKit"]),
        tests(
            "PrintingTests",
            dependencies: [
                "KioskCore", "Drawing", "Devices", "SimulatedDevices", "TestKit", "kiosk-printer-backend",
            ],
            products: [logging, system]),
        tests("ScannerTests", dependencies: ["KioskCore", "Devices"]),
        tests("ConfigurationFilesTests", dependencies: ["KioskCore", "Devices", "ConfigurationFiles"]),
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
            name: "PrinterSimulator", dependencies: ["KioskCore", "Drawing", "SimulatedDevices"],
            path: "Tests/PrinterSimulator", swiftSettings: checked),
        // An emulated USB bus with scanners and printers, for tests and benchmarks.
        .target(
            name: "EmulatedBus", dependencies: ["Devices", "KioskCore", "TestKit"], path: "Tests/EmulatedBus",
            exclude: ["emulator"], swiftSettings: checked),
        tests("TouchTests", dependencies: ["Devices", "KioskCore", "CKioskShims"], products: [logging]),
        .testTarget(
            name: "BusTests",
            dependencies: [
                "EmulatedBus", "KioskCore", "Devices", "SimulatedDevices", "ScannerProbe", "QueueProbe",
                "PanelProbe", "TestKit", "kiosk-printer-backend",
            ],
            exclude: ["ScannerProbe", "QueueProbe", "emulators"], swiftSettings: checked),
        tests("DisplayTests", dependencies: ["Devices", "KioskCore"], products: [logging, system]),
        tests(
            "DispenserTests",
            dependencies: [
                "KioskCore", "Drawing", "KioskFrame", "KioskServices", "Dispenser", "DeviceTests", "Devices",
                "SimulatedDevices", "ConfigurationFiles", "TestKit",
            ]),
        tests("LookupTests", dependencies: ["KioskCore", "KioskFrame", "KioskServices", "Lookup"]),
        tests(
            "ApplianceTests",
            dependencies: [
                "Appliance", "CentralContract", "ConfigurationFiles", "Devices", "KioskCore", "Drawing",
                "ScreenKit",
                "KioskFrame", "KioskServices", "Dispenser", "Lookup", "Maintenance", "DeviceTests",
                "PanelCalibration", "HallClock", "KioskStore", "CentralLink", "kioskctl", "kioskd", "TestKit",
            ], products: [logging, nioCore]),
        tests(
            "DockTests", dependencies: ["Dock", "SimulatedDevices", "KioskCore"],
            products: [httpClient, httpTypes, nioCore, nioPosix, logging]),
        tests(
            "EndToEndTests",
            dependencies: [
                "kiosk-demo", "kiosk-central", "kiosk-printer-backend", "SimulatedDevices", "TestKit",
            ],
            products: [httpClient, nioCore, nioHTTP1, nioFoundation]),
        // The real kiosk and the real centre under a seeded executor, with scripted devices, network, power and people.
        .target(
            name: "Simulation",
            dependencies: [
                "Appliance", "Central", "CentralContract", "CentralLink", "Devices", "Dispenser", "KioskCore",
                "KioskServices", grdb, crypto, logging,
            ], path: "Tests/Simulation", swiftSettings: checked),
        .executableTarget(
            name: "kiosk-simulate", dependencies: ["Simulation"], path: "Tests/Simulate",
            swiftSettings: checked),
        tests("SimulationTests", dependencies: ["Simulation"]),
        tests("TidyTests", dependencies: []),
    ],
    swiftLanguageModes: [.v6]
)
