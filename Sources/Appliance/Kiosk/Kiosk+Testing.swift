public import DeviceTests
import KioskCore
import KioskFrame
import KioskServices

/// Why a test does not begin now.
public enum TestRefusal: String, Error, CaseIterable, Hashable, Sendable, CustomStringConvertible {
    case visitor, running, noPrinter, noPanel

    public var description: String {
        switch self {
        case .visitor: "somebody is using the kiosk; try again when its front screen is back"
        case .running: "another test is running"
        case .noPrinter: "this kiosk has no printer configured"
        case .noPanel: "this kiosk's touches cannot be calibrated"
        }
    }
}

extension Kiosk {
    /// Gives the screen to a test; who reads its events ends it by reading no more.
    public func begin(_ request: DeviceTestRequest) throws(TestRefusal) -> AsyncStream<DeviceTestEvent> {
        guard !deviceTests.isRunning else { throw .running }
        guard frame.isFree else { throw .visitor }
        if request.test == .printer, services.slips == nil { throw .noPrinter }
        if request.test == .calibration, !panel.canCalibrate { throw .noPanel }
        let reports = deviceTests.begin(id: random.next()) { [weak self] id in
            self?.begin { [weak self] in await self?.stopTest(id) }
        }
        handle(.open(.event(DeviceTestsFeature.self, .begin(request))))
        return reports
    }

    /// Enter, at the terminal.
    /// - Returns: Whether a test is running.
    public func continueTest() -> Bool {
        guard deviceTests.isRunning else { return false }
        handle(.feature(.event(DeviceTestsFeature.self, .next)))
        return true
    }

    private func stopTest(_ id: UInt64) {
        guard deviceTests.isCurrent(id) else { return }
        handle(.feature(.event(DeviceTestsFeature.self, .stop)))
    }
}
