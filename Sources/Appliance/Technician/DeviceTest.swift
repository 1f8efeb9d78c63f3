/// What a technician can have tested from a terminal.
public enum DeviceTest: String, CaseIterable, Hashable, Sendable, Codable {
    case screen, touch, scanner, printer
    /// The four crosses of the technician's corner, for a panel so far off that the corner cannot be reached.
    case calibration
}

/// What a test has to tell while it runs; ``ended(how:)`` comes last.
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

/// What a scan was, without what it said.
public struct ScanFacts: Hashable, Sendable, Codable {
    /// What the kiosk takes it for: `dossier-code`, `citizen-card`, `unknown`.
    public var kind: String
    /// As the scanner tells it, such as `]Q1`; nothing where it does not.
    public var symbology: String?
    /// In bytes.
    public var length: Int
    /// Which scanner read it.
    public var scanner: String?
}
