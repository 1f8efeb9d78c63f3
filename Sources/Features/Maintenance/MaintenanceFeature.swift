public import KioskCore
public import KioskFrame
public import KioskServices
public import ScreenKit

/// The maintenance menu of technicians.
public struct MaintenanceFeature: Feature {
    public static let id: FeatureID = "maintenance"
    public static let opensBy = FeatureOpening.emblem
    public static let strings = StringTable(
        vietnamese: PackageResources.vi_txt, english: PackageResources.en_txt)

    private let services: KioskServices
    private let calibration: CalibrationService
    private let admits: @Sendable (String) -> Bool

    /// - Parameter admits: Whether a PIN is right; takes its time.
    public init(
        _ services: KioskServices, calibration: CalibrationService,
        admits: @escaping @Sendable (String) -> Bool
    ) {
        self.services = services
        self.calibration = calibration
        self.admits = admits
    }

    public var initialMachine: MaintenanceMachine { MaintenanceMachine() }

    public func page(
        of machine: MaintenanceMachine, in context: ScreenContext
    ) -> Page<MaintenanceMachine.Intent> {
        MaintenanceScreens(machine, context).page
    }

    public func perform(
        _ action: MaintenanceMachine.Action, events: EventPort<MaintenanceMachine.Event>
    ) -> Work? {
        switch action {
        case .check(let pin): return { await events.send(.checked(isRight: admits(pin))) }
        case .rollReplaced: return { await services.account(for: .replaced) }
        case .use(let found):
            calibration.use(found)
            return nil
        case .keep(let found):
            calibration.use(found)
            return { await calibration.keep(found) }
        case .finished: return nil
        }
    }
}
