import Devices
import Dispenser
import KioskCore
import KioskFrame
import KioskServices
import KioskStore
import Logging
import Lookup
import Maintenance

@testable import Appliance
@testable import DeviceTests

/// The frame of a kiosk with its real features, whose actions nobody carries out.
enum TestFrames {
    static let panel = TouchPanelState(
        picture: PixelSize(width: 1080, height: 1920), pixelsPerMillimetre: 4, rotation: .none,
        calibration: .identity, canCalibrate: false)

    static func frame(
        _ role: KioskRole, panel: TouchPanelState = panel, times: SessionTimes = SessionTimes()
    ) -> FrameMachine {
        let services = KioskServices(
            kiosk: "dispenser-1", site: Scenes.site, calendar: .standard, times: times, clock: SystemClock(),
            random: RandomSource(SeededGenerator(seed: 1)),
            ledger: Ledger(
                path: "/nonexistent/kiosk.sqlite",
                identity: StoreIdentity(site: "MAU", kiosk: "dispenser-1", siteKey: [1]),
                writer: BlockingThread("writer"), reader: BlockingThread("reader")),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let features =
            RoleDefinition.all[role]?.allFeatures(
                services, calibration: CalibrationService(), panel: panel, reports: DeviceTestReports(),
                admits: { _ in false }) ?? []
        var frame = FrameMachine(features, times: times)
        _ = frame.handle(.signal(.panel(panel)), now: Moment(uptime: .zero, wall: Scenes.start.wall))
        return frame
    }
}

extension FrameMachine {
    var dispenser: DispenserMachine {
        machine(of: DispenserFeature.self) ?? DispenserMachine(times: SessionTimes())
    }
    var lookup: LookupMachine {
        machine(of: LookupFeature.self) ?? LookupMachine(agencyPrefix: "", times: SessionTimes())
    }
    var maintenance: MaintenanceMachine { machine(of: MaintenanceFeature.self) ?? MaintenanceMachine() }
    var panel: TouchPanelState { machine(of: DeviceTestsFeature.self)?.panel ?? TestFrames.panel }
    var isTesting: Bool { activeFeature == DeviceTestsFeature.id }

    mutating func set(_ panel: TouchPanelState) {
        _ = handle(.signal(.panel(panel)), now: Scenes.start)
    }
}

extension FrameMachine.Event {
    static func dispenser(_ event: DispenserMachine.Event) -> Self {
        .feature(.event(DispenserFeature.self, event))
    }
    static func lookup(_ event: LookupMachine.Event) -> Self { .feature(.event(LookupFeature.self, event)) }
    static func maintenance(_ event: MaintenanceMachine.Event) -> Self {
        .feature(.event(MaintenanceFeature.self, event))
    }
    static func test(_ event: DeviceTestMachine.Event) -> Self {
        .feature(.event(DeviceTestsFeature.self, event))
    }
    static func beginTest(_ test: DeviceTest, _ time: Duration) -> Self {
        .open(.event(DeviceTestsFeature.self, .begin(DeviceTestRequest(test, time: time))))
    }
    static func scanned(_ payload: Payload) -> Self {
        .signal(.scanned(ScanReading(payload: payload, facts: ScanFacts(kind: payload.kind, length: 20))))
    }
    static func finger(_ touch: TouchEvent) -> Self { .signal(.finger(touch)) }
}

extension FrameMachine.Intent {
    static func dispenser(_ intent: DispenserMachine.Intent) -> Self {
        .feature(.intent(DispenserFeature.self, intent))
    }
    static func lookup(_ intent: LookupMachine.Intent) -> Self {
        .feature(.intent(LookupFeature.self, intent))
    }
    static func maintenance(_ intent: MaintenanceMachine.Intent) -> Self {
        .feature(.intent(MaintenanceFeature.self, intent))
    }
    static func test(_ intent: DeviceTestMachine.Intent) -> Self {
        .feature(.intent(DeviceTestsFeature.self, intent))
    }
}

extension FeatureValue {
    static func dispenser(_ action: DispenserMachine.Action) -> Self {
        .action(DispenserFeature.self, action)
    }
    static func lookup(_ action: LookupMachine.Action) -> Self { .action(LookupFeature.self, action) }
    static func maintenance(_ action: MaintenanceMachine.Action) -> Self {
        .action(MaintenanceFeature.self, action)
    }
    static func test(_ action: DeviceTestMachine.Action) -> Self { .action(DeviceTestsFeature.self, action) }
}
