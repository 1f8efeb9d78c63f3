import Dispenser
import Foundation
import KioskCore
import KioskServices
import Logging
import Synchronization

@testable import Appliance
@testable import Devices

/// A kiosk with its disk, printer and clock: the machine in the hall, through all its boots.
final class SimulatedKiosk {
    /// A quarter of a panel's pixels a millimetre: the layout is a kiosk's, painting costs a sixteenth.
    static let panel = PixelSize(width: 270, height: 480)
    static let pixelsPerMillimetre = 1.0
    static let pin = "246810"

    let name: String
    let executor: SeededExecutor
    let printer: ScriptedPrinter
    let wall = WallClock()
    private let clock: SimulationClock
    private let centre: ScriptedCentre
    private let folder: URL
    private var disk = 0
    private var seeds: SeededGenerator
    private(set) var boot: Boot?

    init(name: String, folder: URL, clock: SimulationClock, centre: ScriptedCentre, seed: UInt64) throws {
        self.name = name
        self.folder = folder
        self.clock = clock
        self.centre = centre
        seeds = SeededGenerator(seed: seed)
        executor = SeededExecutor(seed: seeds.next())
        printer = ScriptedPrinter(seed: seeds.next())
        try FileManager.default.createDirectory(at: state, withIntermediateDirectories: true)
    }

    /// One life of the kiosk's process.
    final class Boot {
        let kiosk: Kiosk
        let life: Life
        let task: Task<Void, Never>
        let touches: AsyncStream<TouchEvent>.Continuation
        let scans: AsyncStream<Scan>.Continuation
        let scanner: AsyncStream<ScannerCondition>.Continuation
        fileprivate let ended: Flag

        fileprivate init(
            kiosk: Kiosk, life: Life, executor: SeededExecutor,
            touches: AsyncStream<TouchEvent>.Continuation, scans: AsyncStream<Scan>.Continuation,
            scanner: AsyncStream<ScannerCondition>.Continuation
        ) {
            let ended = Flag()
            self.kiosk = kiosk
            self.life = life
            self.touches = touches
            self.scans = scans
            self.scanner = scanner
            self.ended = ended
            task = Task(executorPreference: executor) {
                await kiosk.live()
                ended.set()
            }
        }
    }

    /// Set once, from anywhere.
    final class Flag: Sendable {
        private let value = Mutex(false)
        var isSet: Bool { value.withLock { $0 } }
        func set() { value.withLock { $0 = true } }
    }

    var databasePath: String { state.appending(path: "kiosk.sqlite").path() }

    private var state: URL { folder.appending(path: "\(name)-\(disk)") }

    // MARK: Power

    func start() throws {
        let life = Life()
        let (touches, fingers) = AsyncStream.makeStream(of: TouchEvent.self)
        let (scans, codes) = AsyncStream.makeStream(of: Scan.self)
        let (conditions, scanner) = AsyncStream.makeStream(of: ScannerCondition.self)
        var devices = KioskDevices(
            display: MemoryDisplay(size: Self.panel), touches: touches, scans: scans,
            scannerConditions: conditions,
            printer: ScriptedPrinterDriver(printer: printer, clock: clock, life: life))
        // Nobody looks at the slips; what is not a ticket's is drawn as ever.
        devices.drawSlip = { slip, head, fonts in
            if let ticket = slip as? TicketSlipContent { return SlipMark(ticket).bitmap }
            return slip.draw(for: head, fonts: fonts)
        }
        let random = RandomSource(SeededGenerator(seed: seeds.next()))
        let kiosk = try Kiosk(
            configuration: try configuration, devices: devices,
            clock: BootClock(clock: clock, wall: wall, bootedAt: clock.now), random: random,
            executors: KioskExecutors(
                storeWriter: SerialLane(on: executor), storeReader: SerialLane(on: executor),
                slips: SerialLane(on: executor)),
            client: ScriptedConnection(centre: centre, kiosk: name, life: life),
            logger: Logger(label: "simulation") { _ in SwiftLogNoOpLogHandler() })
        scanner.yield(.connected)
        boot = Boot(
            kiosk: kiosk, life: life, executor: executor, touches: fingers, scans: codes, scanner: scanner)
    }

    private var configuration: KioskConfiguration {
        get throws {
            var configuration = KioskConfiguration(
                kiosk: name, role: .dispenser, site: Catalogue.site,
                siteKey: Array(repeating: 7, count: 32),
                screen: ScreenSettings(pixelsPerMillimetre: Self.pixelsPerMillimetre),
                stateDirectory: state.path(), calendar: try Catalogue.calendar())
            // One round: the simulation is not about guessing PINs.
            if let hash = PINHash(hashing: Self.pin, salt: Array(repeating: 1, count: 16), rounds: 1) {
                configuration.technicianPIN = .hashed(hash)
            }
            return configuration
        }
    }

    /// The service is stopped in good order.
    func stop() {
        guard let boot else { return }
        boot.task.cancel()
        runToEnd(boot)
        boot.life.end()
        self.boot = nil
    }

    /// The process ends at once, wherever it is: what is on the disk now is what the next boot finds.
    ///
    /// - Parameter isPowerCut: What lies in memory beside the store is lost as well.
    func kill(isPowerCut: Bool) throws {
        guard let boot else { return }
        let old = state
        disk += 1
        try FileManager.default.createDirectory(at: state, withIntermediateDirectories: true)
        for name in try FileManager.default.contentsOfDirectory(atPath: old.path()).sorted() {
            if isPowerCut, name.hasSuffix("-shm") || name.hasSuffix(".boot") { continue }
            try FileManager.default.copyItem(
                at: old.appending(path: name), to: state.appending(path: name))
        }
        // The rest of the process ends on the disk that is thrown away, and reaches nothing else.
        boot.life.end()
        printer.loseKiosk()
        boot.task.cancel()
        runToEnd(boot)
        self.boot = nil
        try FileManager.default.removeItem(at: old)
    }

    private func runToEnd(_ boot: Boot) {
        while executor.runOne() {}
        precondition(boot.ended.isSet, "a cancelled kiosk did not end")
    }

    // MARK: Questions

    /// Asks the kiosk something; the jobs that are ready may run before the answer.
    func ask<Value: Sendable>(_ question: @escaping @Sendable (Kiosk) async -> Value) -> Value? {
        guard let kiosk = boot?.kiosk else { return nil }
        let answer = Answer<Value>()
        _ = Task(executorPreference: executor) { answer.set(await question(kiosk)) }
        while answer.value == nil, executor.runOne() {}
        return answer.value
    }

    private final class Answer<Value: Sendable>: Sendable {
        private let held = Mutex<Value?>(nil)
        var value: Value? { held.withLock { $0 } }
        func set(_ value: Value) { held.withLock { $0 = value } }
    }
}

/// What the simulated centre offers.
enum Catalogue {
    static let site = SiteProfile(
        code: "MAU", name: "Trung tâm Phục vụ hành chính công",
        englishName: "Public Administrative Service Centre",
        unit: "Phường Mẫu", address: "1 Đường Mẫu", phone: "0200 000 000", web: "mau.gov.vn",
        hotline: "1022", agencyPrefix: "H08.99")

    /// Half an hour a day, so that days are short; closed on Sundays.
    static func calendar() throws -> WorkingCalendar {
        let opens = TimeOfDay(hour: 7, minute: 30)
        let closes = TimeOfDay(hour: 8, minute: 0)
        let sessions = [
            opens.flatMap { opens in
                closes.flatMap { WorkingCalendar.Session(opens: opens, closes: $0) }
            }
        ].compactMap(\.self)
        return try WorkingCalendar(
            week: Dictionary(uniqueKeysWithValues: Weekday.allCases.dropLast().map { ($0, sessions) }))
    }

    static let fields = [
        field("HT", "A", "Hộ tịch", "Tư pháp – Hộ tịch", ["1", "2"], 1),
        field("CT", "B", "Chứng thực", "Tư pháp – Hộ tịch", ["2"], 2),
        field("DD", "C", "Đất đai", "Đất đai – Xây dựng", ["3"], 3),
    ]

    /// Come and go: with them the home screen shows groups, without them fields.
    static let moreFields = [
        field("XD", "D", "Xây dựng", "Đất đai – Xây dựng", ["3"], 4),
        field("MT", "E", "Môi trường", "Đất đai – Xây dựng", ["3"], 5),
        field("BH", "F", "Bảo hiểm", "Bảo hiểm – Lao động", ["1"], 6),
        field("LD", "G", "Lao động", "Bảo hiểm – Lao động", ["1"], 7),
        field("KD", "H", "Kinh doanh", "Kinh tế", ["2"], 8),
        field("NN", "K", "Nông nghiệp", "Kinh tế", ["2"], 9),
    ]

    static let dossiers = (0..<12).map { index in
        DossierFacts(
            code: DossierCode(canonical: "H08.99-251120-\(1000 + index)"),
            status: DossierStatus.allCases[index % DossierStatus.allCases.count], step: 2, stepCount: 4,
            updatedAt: WallClock.start.advanced(bySeconds: -86_400))
    }

    static let procedures = [
        Procedure(
            id: "1.001193", field: "HT", name: "Đăng ký khai sinh",
            items: [ProcedureItem(number: 2, text: "Nộp hồ sơ tại quầy.")], synonyms: ["giấy khai sinh"])
    ]

    static let counters = ["1", "2", "3"]

    private static func field(
        _ id: String, _ prefix: String, _ name: String, _ group: String, _ counters: [String], _ order: Int
    ) -> ServiceField {
        ServiceField(
            id: id, prefix: prefix, name: name, group: group, counters: counters, order: order,
            serviceMinutes: MinuteRange(shortest: 4, longest: 9))
    }
}
