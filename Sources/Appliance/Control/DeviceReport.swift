public import Devices
public import KioskCore

/// Everything with a cable, as a kiosk sees it now; the answer to `devices`.
public struct DeviceReport: Hashable, Sendable, Codable {
    public var display: DisplayListing?
    /// Every input device, the ignored ones too.
    public var inputs: [InputDevice]
    /// The touch calibration in force: six numbers, as `screen.touchMatrix`.
    public var touchMatrix: [Double]
    public var scanners: [ScannerListing]
    public var printer: PrinterListing?
    /// USB devices that are none of these, or that the kernel drives.
    public var others: [USBListing]

    public init(
        display: DisplayListing? = nil, inputs: [InputDevice] = [],
        touchMatrix: [Double] = Calibration.identity.numbers, scanners: [ScannerListing] = [],
        printer: PrinterListing? = nil, others: [USBListing] = []
    ) {
        self.display = display
        self.inputs = inputs
        self.touchMatrix = touchMatrix
        self.scanners = scanners
        self.printer = printer
        self.others = others
    }

    /// Whether a visitor can touch anything; a picture in memory is touched by programs.
    var touch: TouchCondition {
        guard let display, display.driver != "memory" else { return .connected }
        return inputs.contains { $0.use == .used } ? .connected : .disconnected
    }

    /// For `kioskctl devices`: a name and a line each.
    public var rows: [(name: String, text: String)] {
        var rows: [(String, String)] = []
        rows.append(("display", display?.line ?? "none"))
        rows += inputs.isEmpty ? [("input", "none")] : inputs.map { ("input", $0.line) }
        let numbers = touchMatrix.map { "\($0)" }.joined(separator: ", ")
        rows.append(
            ("touch matrix", touchMatrix == Calibration.identity.numbers ? "as the panel says" : numbers))
        rows += scanners.isEmpty ? [("scanner", "none")] : scanners.map { ("scanner", $0.line) }
        rows.append(("printer", printer?.line ?? "none configured"))
        return rows + others.map { ("other USB", $0.line) }
    }

    public var table: String { printableTable(rows) }

    /// What came, went or is not as it was.
    func changes(since before: DeviceReport) -> [DeviceChange] {
        let (old, new) = (before.states, states)
        let names = Set(old.keys).union(new.keys).sorted()
        return names.compactMap { name in
            let (was, state) = (old[name], new[name])
            if was == state { return nil }
            let change: DeviceChange.Change = was == nil ? .came : state == nil ? .went : .changed
            return DeviceChange(change: change, name: name, state: state ?? was ?? "")
        }
    }

    /// Each device by a name that no other has now, and how it is.
    private var states: [String: String] {
        var states: [String: String] = [:]
        if let display { states["display \(display.driver)"] = display.condition.rawValue }
        for input in inputs { states["input \(input.name) \(input.path)"] = input.reason }
        for scanner in scanners { states["scanner \(scanner.name) \(scanner.address)"] = scanner.state }
        for other in others {
            states["USB \(other.name ?? other.identity) \(other.address)"] = other.classes.joined(
                separator: " + ")
        }
        return states
    }
}
