import Devices
import Dispenser
import Foundation
import KioskCore
import KioskFrame
import KioskServices
import Logging
import Lookup
import Synchronization
import Testing

@testable import Appliance
@testable import DeviceTests
@testable import Maintenance
@testable import PanelCalibration

/// A whole kiosk on streams, with its control socket: what a technician at a terminal finds.
final class KioskFixture: Sendable {
    let kiosk: Kiosk
    let display = MemoryDisplay(size: PixelSize(width: 1080, height: 1920))
    let socket = temporarySocket()
    let folder: ConfigurationFolder
    let touches: AsyncStream<TouchEvent>.Continuation
    let scans: AsyncStream<Scan>.Continuation
    let changes = ChangeNotifier()
    let report = Mutex(DeviceReport())
    let calibrations = Mutex([Calibration]())

    init(role: KioskRole = .dispenser, printer: (any ReceiptPrinter)? = nil) throws {
        folder = try ConfigurationFolder()
        let (touches, fingers) = AsyncStream.makeStream(of: TouchEvent.self)
        let (scans, codes) = AsyncStream.makeStream(of: Scan.self)
        self.touches = fingers
        self.scans = codes
        var configuration = try folder.load(
            shortest + "\nstate: { directory: \(folder.path("state")) }\n")
        configuration.role = role
        try FileManager.default.createDirectory(
            atPath: configuration.stateDirectory, withIntermediateDirectories: true)
        var devices = KioskDevices(
            display: display, touches: touches, scans: scans,
            scannerConditions: AsyncStream { $0.finish() }, printer: printer)
        let box = WeakBench()
        devices.calibrate = { calibration in box.bench?.calibrations.withLock { $0.append(calibration) } }
        devices.report = { box.bench?.report.withLock(\.self) ?? DeviceReport() }
        devices.changes = changes.notifications
        kiosk = try Kiosk(
            configuration: configuration, devices: devices, clock: SystemClock(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        box.set(self)
    }

    /// Runs the kiosk and its socket for as long as the body takes; the front screen stands when it begins.
    func running(_ body: @Sendable (KioskFixture) async throws -> Void) async throws {
        let control = KioskControl(kiosk)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [kiosk] in try await kiosk.run() }
            defer { group.cancelAll() }
            try await withControlServer(at: socket) {
                await control.reply(to: $0)
            } during: { _ in
                try #require(await becomesTrue { await self.kiosk.status().screen == "home" })
                try await body(self)
            }
        }
    }

    var screen: String { get async { await kiosk.status().screen } }

    func shows(_ name: String) async throws -> Bool {
        try await becomesTrue { await self.screen == name }
    }

    /// Down and up again.
    func touch(_ point: PixelPoint) {
        for phase in [TouchEvent.Phase.down, .up] { touches.yield(TouchEvent(phase, at: point)) }
    }

    /// Touches until it counts: two within 0.3 s are the touch of one trembling hand.
    func touchUntilSeen(_ point: PixelPoint) async throws {
        let before = display.presents
        var next = ContinuousClock.now
        try #require(
            await becomesTrue {
                if display.presents > before { return true }
                if ContinuousClock.now >= next {
                    touch(point)
                    next = .now + .milliseconds(350)
                }
                return false
            })
    }

    /// Down and up again in the middle of a button, found by its words.
    func press(_ label: String) async throws {
        let nodes = await kiosk.screen()?.nodes ?? []
        let node = try #require(nodes.first { $0.label == label }, "\(nodes.map(\.label))")
        touch(
            PixelPoint(
                x: node.bounds.x + node.bounds.width / 2, y: node.bounds.y + node.bounds.height / 2))
    }
}

/// The devices' closures are made before the bench is whole.
private final class WeakBench: Sendable {
    private let held = Mutex<Unowned?>(nil)

    private struct Unowned: Sendable { weak var bench: KioskFixture? }

    var bench: KioskFixture? { held.withLock { $0?.bench } }

    func set(_ bench: KioskFixture) { held.withLock { $0 = Unowned(bench: bench) } }
}
