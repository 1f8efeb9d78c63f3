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

/// Everything of a demo, wired together.
struct Demo {
    /// This program, and those that were built with it.
    static let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()

    private let settings: DemoSettings
    private let centre: DemoCentre
    private let printing: DemoPrinting
    private let kiosks: [KioskProcess]
    private let logger: Logger

    init(_ settings: DemoSettings, _ directory: DemoDirectory, data: URL) async throws {
        var logger = Logger(label: "kiosk-demo")
        logger.logLevel = .warning
        self.settings = settings
        self.logger = logger
        say("Files: \(directory.url.path)\(directory.isKept ? ", kept" : ", removed at the end")")
        let keys = try directory.own("keys")
        let authority = try DemoAuthority()
        let authorityFile = try authority.write(to: keys)
        let siteKey = try DemoKioskFiles.writeSiteKey(in: keys)
        let pinHash = try Self.hashedPIN()

        centre = try DemoCentre(
            directory: try directory.own("central"), data: data, authority: authorityFile,
            identity: try authority.server(in: keys), logger: logger)
        say("Central system: \(centre.summary)")
        let importer = Self.program.deletingLastPathComponent().appending(path: "kiosk-central").path
        say("  to add some: \(importer) import dossiers FILE.ndjson --database \(centre.database)")
        printing = try await DemoPrinting(
            directory: directory.url.appending(path: "cups"),
            backend: Self.program.deletingLastPathComponent().appending(path: "kiosk-printer-backend"))
        say("Printer: \(printing.queue)")

        let server = centre.server
        var kiosks: [KioskProcess] = []
        for role in KioskRole.allCases {
            let files = DemoKioskFiles(
                directory: try directory.own(role.rawValue), role: role, pinHash: pinHash)
            let link = try await LinkProxy { await server.addresses()?.kiosks.port }
            try files.write(
                authority: authorityFile, identity: try authority.kiosk(role.rawValue, in: keys),
                siteKey: siteKey,
                linkPort: link.port, printPort: role == .dispenser ? printing.cups.server.port : nil,
                screen: settings.screen(of: role))
            kiosks.append(
                KioskProcess(
                    id: role.rawValue, role: role, link: link, executable: Self.program,
                    arguments: ["kiosk", "--config", files.configuration.path], directory: files.directory,
                    logger: logger))
        }
        self.kiosks = kiosks
        say("Technician's corner: hold a screen's emblem for three seconds, PIN \(Self.pin)")
    }

    /// The PIN of both demo kiosks; a real kiosk has none until its technician gives it one.
    private static let pin = "246810"

    private static func hashedPIN() throws -> String {
        var chance = SystemRandomNumberGenerator()
        let salt = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &chance) }
        guard let hash = PINHash(hashing: pin, salt: salt) else {
            throw DemoSettings.Fault(description: "the demo's PIN cannot be hashed")
        }
        return hash.description
    }

    /// Runs until a signal comes: Ctrl-C, a request to end, or the end of the terminal.
    func run() async throws {
        let opening = Opening(dock: dock, kiosks: kiosks, port: settings.port, logger: logger)
        // In the order of dependence: the last is ended first.
        let services: [any Service] =
            [centre.server, printing] + kiosks.map(\.link) + [Together(kiosks), opening]
        var group = ServiceGroupConfiguration(
            services: services, gracefulShutdownSignals: [.sigint, .sigterm, .sighup], logger: logger)
        group.maximumGracefulShutdownDuration = .seconds(8)
        group.maximumCancellationDuration = .seconds(3)
        try await ServiceGroup(configuration: group).run()
    }

    private var dock: DockServer {
        let (server, printing, database) = (centre.server, printing, centre.database)
        return DockServer(kiosks: kiosks, tray: printing.tray) {
            DockServer.About(
                console: await server.addresses().map { "http://\($0.console)/" },
                printerQueue: printing.queue,
                database: database, examples: Self.examples)
        } spoil: {
            printing.printer.set($0)
        }
    }

    /// Codes of the demo's data, and some that a kiosk must survive.
    private static let examples: [DockServer.About.Example] = [
        .init("Hồ sơ · Dossier", "H08.99-251120-0001"),
        .init("Quá hạn · Overdue", "H08.99-261103-0011"),
        .init("Mã kết quả · Result", "H08.99-260910-0016-KQ1"),
        .init("Kết quả bị hủy · Revoked", "H08.99-260910-0016-KQ2"),
        .init(
            "Địa chỉ · URL", "https://dichvucong.gov.vn/tra-cuu?MaHoSo=H08.99-251120-0001&SGT=999090000017"),
        .init("Thẻ căn cước · ID card", "999090000017||Nguyễn Văn Mẫu|01011990|Nam|1 Đường Ví Dụ|01012024"),
        .init("Không có · Unknown", "H08.99-251120-9999"),
        .init("Ngày sai · Bad date", "H08.99-250230-0001"),
        .init("Mã lạ · Foreign", "javascript:alert(1)"),
        .init("Ký tự điều khiển · Control", "\u{1B}[2J\u{202E}H08.99"),
    ]
}

/// Opens the Dock when the kiosks are ready for visitors, and says so.
private struct Opening: Service {
    let dock: DockServer
    let kiosks: [KioskProcess]
    let port: Int
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            for kiosk in kiosks { await kiosk.becomesCurrent(within: DockTimes.warmUp) }
        }
        let port = port
        try await dock.application(port: port, logger: logger) {
            say("Kiosks: \(kiosks.map(\.id).joined(separator: ", "))")
            say("\nOpen http://127.0.0.1:\(port)   (Ctrl-C ends everything)\n")
        }.run()
    }
}

/// Several services as one, so that they end at the same time.
private struct Together: Service {
    let services: [any Service]

    init(_ services: [any Service]) { self.services = services }

    func run() async throws {
        try await withThrowingDiscardingTaskGroup { group in
            for service in services { group.addTask { try await service.run() } }
        }
    }
}

/// A line of progress, at once.
private func say(_ line: String) {
    try? FileHandle.standardOutput.write(contentsOf: Data((line + "\n").utf8))
}
