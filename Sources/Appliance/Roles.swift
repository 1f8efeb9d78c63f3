import DeviceTests
import Dispenser
import HallClock
import KioskCore
import KioskFrame
import KioskServices
import Lookup
import Maintenance

/// What each role of a kiosk does: its home first, then what else it opens.
///
/// Every kiosk has the maintenance menu and the device tests besides. A new role is a folder in
/// `Sources/Features` and a line here.
struct RoleDefinition: Sendable {
    static let all: [KioskRole: RoleDefinition] = [
        .dispenser: RoleDefinition("ticket dispenser") { [DispenserFeature($0), LookupFeature($0)] },
        .lookup: RoleDefinition("lookup terminal") { [LookupFeature($0)] },
        .hallClock: RoleDefinition("hall clock") { _ in [HallClockFeature()] },
    ]

    /// For technicians at a terminal.
    let name: String
    let features: @Sendable (KioskServices) -> [any Feature]

    private init(_ name: String, features: @escaping @Sendable (KioskServices) -> [any Feature]) {
        self.name = name
        self.features = features
    }

    /// The role's features and those of every kiosk.
    /// - Parameter admits: Whether a PIN opens the maintenance menu.
    func allFeatures(
        _ services: KioskServices, calibration: CalibrationService, panel: TouchPanelState,
        reports: DeviceTestReports, admits: @escaping @Sendable (String) -> Bool
    ) -> [any Feature] {
        features(services) + [
            MaintenanceFeature(services, calibration: calibration, admits: admits),
            DeviceTestsFeature(services, calibration: calibration, panel: panel, reports: reports),
        ]
    }
}
