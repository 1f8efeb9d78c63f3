import Appliance
import Central
import Devices
import Dock
import Foundation
import KioskCore
import Logging
import ServiceLifecycle
import SimulatedDevices
import UnixSignals

/// The parts of a demo, wired together.
struct Demo {
    /// This program; the others lie beside it.
    static let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()

    private let settings: DemoSettings
    private let central: DemoCentralSystem
    private let printing: DemoPrinting
    private let kiosks: [KioskProcess]
    private let clock: DemoClock
    private let logger: Logger

    init(_ settings: DemoSettings, _ directory: DemoDirectory, data: URL) async throws {
        var logger = Logger(label: "kiosk-demo")
        logger.logLevel = .warning
        self.settings = settings
        self.logger = logger
        printLine("Files: \(directory.url.path)\(directory.isKept ? ", kept" : ", removed at the end")")
        let keys = try directory.privateDirectory("keys")
        let authority = try DemoAuthority()
        let authorityFile = try authority.write(to: keys)
        let siteKey = try DemoKioskFiles.writeSiteKey(in: keys)
        let pinHash = try Self.hashedPIN()

        let clock = try Self.clock(settings, directory)
        self.clock = clock
        printLine(
            "Clock: \(clock.now.timeAndDate(in: .english))\(clock == .real ? ", the real time" : ", demo time")"
        )
        central = try DemoCentralSystem(
            directory: try directory.privateDirectory("central"), data: data, authority: authorityFile,
            identity: try authority.server(in: keys), clock: clock, logger: logger)
        printLine("Central system: \(central.summary)")
        let importer = Self.program.deletingLastPathComponent().appending(path: "kiosk-central").path
        printLine("  to add some: \(importer) import dossiers FILE.ndjson --database \(central.database)")
        printing = try await DemoPrinting(
            directory: directory.url.appending(path: "cups"),
            backend: Self.program.deletingLastPathComponent().appending(path: "kiosk-printer-backend"),
            clock: clock)
        printLine("Printer: \(printing.queue)")

        let server = central.server
        var kiosks: [KioskProcess] = []
        for role in [KioskRole.dispenser, .lookup] {
            let files = DemoKioskFiles(
                directory: try directory.privateDirectory(role.rawValue), role: role, pinHash: pinHash)
            let network = try await NetworkFaultProxy { await server.addresses().map { Int($0.kiosks.port) } }
            try files.write(
                authority: authorityFile, identity: try authority.kiosk(role.rawValue, in: keys),
                siteKey: siteKey,
                linkPort: network.port, printPort: role == .dispenser ? printing.cups.server.port : nil,
                screen: settings.screen(of: role))
            kiosks.append(
                KioskProcess(
                    id: role.rawValue, role: role, network: network, executable: Self.program,
                    arguments: [
                        "kiosk", "--config", files.configuration.path, "--demo-clock=\(clock.offset)",
                    ],
                    directory: files.directory, clock: clock, logger: logger))
        }
        self.kiosks = kiosks
        printLine("Maintenance menu: hold a screen's emblem for three seconds, PIN \(Self.pin)")
    }

    /// The clock that the settings ask for; a kept directory remembers it.
    private static func clock(_ settings: DemoSettings, _ directory: DemoDirectory) throws -> DemoClock {
        let clock =
            switch settings.clock {
            case .workingMorning: DemoClock.workingMorning(continuing: directory.clock)
            case .real: DemoClock.real
            case .starting(let time): DemoClock(showing: time)
            }
        try directory.keep(clock)
        return clock
    }

    /// The PIN of both demo kiosks; a real kiosk has none until its technician sets one.
    private static let pin = "246810"

    private static func hashedPIN() throws -> String {
        var generator = SystemRandomNumberGenerator()
        let salt = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        guard let hash = PINHash(hashing: pin, salt: salt) else {
            throw DemoSettings.Fault(description: "the demo's PIN cannot be hashed")
        }
        return hash.description
    }

    /// Runs until SIGINT, SIGTERM or SIGHUP.
    func run() async throws {
        let dock = DockService(server: dockServer, kiosks: kiosks, port: settings.port, logger: logger)
        // In the order of dependence: the last is shut down first.
        let services: [any Service] =
            [central.server, printing] + kiosks.map(\.network) + [ConcurrentServices(kiosks), dock]
        var group = ServiceGroupConfiguration(
            services: services, gracefulShutdownSignals: [.sigint, .sigterm, .sighup], logger: logger)
        group.maximumGracefulShutdownDuration = .seconds(8)
        group.maximumCancellationDuration = .seconds(3)
        try await ServiceGroup(configuration: group).run()
    }

    private var dockServer: DockServer {
        let (server, printing, database, clock) = (central.server, printing, central.database, clock)
        return DockServer(kiosks: kiosks, tray: printing.tray) {
            DockServer.About(
                console: await server.addresses().map { "http://\($0.console)/" },
                printerQueue: printing.queue,
                database: database, examples: Self.examples, time: clock.now)
        } setPrinter: {
            printing.printer.set($0)
        }
    }

    /// Codes of the demo's data, and hostile ones.
    private static let examples: [DockServer.About.Example] = [
        .init("Hồ sơ", "Dossier", "H08.99-251120-0001"),
        .init("Quá hạn", "Overdue", "H08.99-261103-0011"),
        .init("Mã kết quả", "Result", "H08.99-260910-0016-KQ1"),
        .init("Kết quả bị hủy", "Revoked", "H08.99-260910-0016-KQ2"),
        .init(
            "Địa chỉ", "URL",
            "https://dichvucong.gov.vn/tra-cuu?MaHoSo=H08.99-251120-0001&SGT=999090000017"),
        .init(
            "Thẻ căn cước", "ID card",
            "999090000017||Nguyễn Văn Mẫu|01011990|Nam|1 Đường Ví Dụ|01012024"),
        .init("Không có", "Unknown", "H08.99-251120-9999"),
        .init("Ngày sai", "Bad date", "H08.99-250230-0001"),
        .init("Mã lạ", "Foreign", "javascript:alert(1)"),
        .init("Ký tự điều khiển", "Control", "\u{1B}[2J\u{202E}H08.99"),
    ]
}

/// Opens the Dock when the kiosks are ready for visitors, and prints its address.
private struct DockService: Service {
    let server: DockServer
    let kiosks: [KioskProcess]
    let port: Int
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            for kiosk in kiosks { await kiosk.waitUntilSynchronised(within: DockTimes.synchronisation) }
        }
        let port = port
        try await server.application(port: port, logger: logger) {
            printLine("Kiosks: \(kiosks.map(\.id).joined(separator: ", "))")
            printLine("\nOpen http://127.0.0.1:\(port)   (Ctrl-C ends everything)\n")
        }.run()
    }
}

/// Several services as one, so that they shut down at the same time.
private struct ConcurrentServices: Service {
    let services: [any Service]

    init(_ services: [any Service]) { self.services = services }

    func run() async throws {
        try await withThrowingDiscardingTaskGroup { group in
            for service in services { group.addTask { try await service.run() } }
        }
    }
}

/// Prints a line of progress, unbuffered.
private func printLine(_ line: String) {
    try? FileHandle.standardOutput.write(contentsOf: Data((line + "\n").utf8))
}
