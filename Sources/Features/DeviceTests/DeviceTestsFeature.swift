import Devices
public import KioskCore
public import KioskFrame
public import KioskServices
public import ScreenKit
import Synchronization

/// Tests of single devices, asked for at a terminal.
public struct DeviceTestsFeature: Feature {
    public static let id: FeatureID = "device-tests"
    public static let strings = StringTable(
        vietnamese: PackageResources.vi_txt, english: PackageResources.en_txt)

    private let services: KioskServices
    private let calibration: CalibrationService
    private let panel: TouchPanelState
    private let reports: DeviceTestReports

    public init(
        _ services: KioskServices, calibration: CalibrationService, panel: TouchPanelState,
        reports: DeviceTestReports
    ) {
        self.services = services
        self.calibration = calibration
        self.panel = panel
        self.reports = reports
    }

    public var initialMachine: DeviceTestMachine { DeviceTestMachine(panel: panel) }

    public func page(
        of machine: DeviceTestMachine, in context: ScreenContext
    ) -> Page<DeviceTestMachine.Intent> {
        DeviceTestScreens(machine, context).page
    }

    public func perform(
        _ action: DeviceTestMachine.Action, events: EventPort<DeviceTestMachine.Event>
    ) -> Work? {
        switch action {
        case .report(let event):
            reports.send(event)
            return nil
        case .printTestSlip(let run): return { await printTestSlip(run, events) }
        case .use(let found):
            calibration.use(found)
            return nil
        case .keep(let found):
            calibration.use(found)
            return { await calibration.keep(found) }
        case .finished: return nil
        }
    }

    /// Prints what shows a technician whether the profile fits the printer.
    private func printTestSlip(_ run: Int, _ events: EventPort<DeviceTestMachine.Event>) async {
        let profile = services.printerProfile
        let content = TestSlipContent(profileName: profile.name, profileTitle: profile.title)
        let (outcome, slip) = await services.slips?.print(content) ?? (.failed(.unavailable), nil)
        if let slip { await services.account(for: slip) }
        services.notify(.printed(outcome: outcome.word, condition: outcome.fault?.rawValue))
        await events.send(
            .printed(run: run, outcome: outcome.word, condition: outcome.fault?.rawValue))
    }
}

/// The way of a running test's reports to who asked for it.
public final class DeviceTestReports: Sendable {
    private let running = Mutex<(id: UInt64, events: AsyncStream<DeviceTestEvent>.Continuation)?>(nil)

    public init() {}

    /// Whether a test was begun and has not ended.
    public var isRunning: Bool { running.withLock { $0 != nil } }

    /// Begins to pass reports on.
    /// - Parameter onEnd: Called when the reader stops, with the same id.
    public func begin(
        id: UInt64, onEnd: @escaping @Sendable (UInt64) -> Void
    ) -> AsyncStream<DeviceTestEvent> {
        let (stream, events) = AsyncStream.makeStream(
            of: DeviceTestEvent.self, bufferingPolicy: .bufferingNewest(64))
        events.onTermination = { _ in onEnd(id) }
        running.withLock { $0 = (id, events) }
        return stream
    }

    /// Whether this is the test that runs.
    public func isCurrent(_ id: UInt64) -> Bool { running.withLock { $0?.id == id } }

    func send(_ event: DeviceTestEvent) {
        let events = running.withLock { running in
            let events = running?.events
            if case .ended = event { running = nil }
            return events
        }
        events?.yield(event)
        if case .ended = event { events?.finish() }
    }
}
