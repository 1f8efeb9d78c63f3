public import KioskFrame

/// What a technician can have tested from a terminal.
public enum DeviceTest: String, CaseIterable, Hashable, Sendable, Codable {
    case screen, touch, scanner, printer
    /// The four crosses of the maintenance menu, for a panel so far off that the menu cannot be reached.
    case calibration
}

/// A test as a terminal asks for it.
public struct DeviceTestRequest: Hashable, Sendable {
    public var test: DeviceTest
    /// After which the screen goes back to visitors in any case.
    public var time: Duration
    /// Whether a scanner's test reports what the code said.
    public var showsContent: Bool

    public init(_ test: DeviceTest, time: Duration, showsContent: Bool = false) {
        self.test = test
        self.time = time
        self.showsContent = showsContent
    }
}

/// What a test reports while it runs; ``ended(how:)`` comes last.
public enum DeviceTestEvent: Hashable, Sendable, Codable {
    /// The screen shows this now, `index` from 1.
    case plate(name: String, index: Int, count: Int)
    /// A cross was touched, so far from its middle.
    case touched(cross: Int, x: Int, y: Int, millimetres: Double)
    /// - `content`: Only where it was asked for.
    case scanned(code: ScanFacts, content: String?)
    /// - `condition`: What kept the slip from coming out.
    case printed(outcome: String, condition: String?)
    case calibrated(touchMatrix: [Double], isKept: Bool)
    /// Why there is no calibration.
    case refused(reason: String)
    case ended(how: DeviceTestEnd)
}

/// How a test ended.
public enum DeviceTestEnd: String, Hashable, Sendable, Codable {
    case done
    /// Nobody did anything in time.
    case deadline
    /// Whoever asked for it went away, or stopped it.
    case stopped
}
