import Foundation
import HTTPTypes
public import KioskCore
public import SimulatedDevices

/// A fault switch of the Dock, in one of its positions.
public enum DockFault: Hashable, Sendable {
    case printer(VirtualPrinterFault)
    case scanner(ScannerCondition)
    case link(NetworkCondition)
    /// Kill the kiosk without warning and start it again.
    case powerCut
    case clock(ClockSetting)
    case disk(DiskCondition)

    /// Reads `{device, state}` of `POST /dock/fault`.
    public init(device: String, state: String) throws(DockError) {
        let (fault, allowed): (DockFault?, [String]) =
            switch device {
            case "printer":
                (VirtualPrinterFault(named: state).map(DockFault.printer), VirtualPrinterFault.names)
            case "scanner":
                (ScannerCondition(rawValue: state).map(DockFault.scanner), Self.names(ScannerCondition.self))
            case "link":
                (NetworkCondition(rawValue: state).map(DockFault.link), Self.names(NetworkCondition.self))
            case "power": (state == "cut" ? .powerCut : nil, ["cut"])
            case "clock":
                (
                    ClockSetting(state).map(DockFault.clock),
                    ["real", "an instant such as 2026-11-20T15:12:00+07:00"]
                )
            case "disk": (DiskCondition(rawValue: state).map(DockFault.disk), Self.names(DiskCondition.self))
            default:
                throw DockError(
                    .badRequest,
                    "there is no such device; there are printer, scanner, link, power, clock, disk")
            }
        guard let fault else {
            throw DockError(
                .badRequest, "the \(device) has no such state; it has \(allowed.joined(separator: ", "))")
        }
        self = fault
    }

    private static func names<State: CaseIterable & RawRepresentable<String>>(_ states: State.Type)
        -> [String]
    {
        states.allCases.map(\.rawValue)
    }
}

extension VirtualPrinterFault {
    static let names = [
        "ok", "paper-empty", "paper-empty-after:ROWS", "paper-low", "cover-open", "cutter", "offline",
        "silent",
        "slow",
    ]
    private static let rowsPrefix = "paper-empty-after:"

    /// Reads the Dock's name of a fault: the simulator's own, or paper that ends in the middle of a slip.
    init?(named name: String) {
        if name.hasPrefix(Self.rowsPrefix) {
            guard let rows = Int(name.dropFirst(Self.rowsPrefix.count)), (0...100_000).contains(rows) else {
                return nil
            }
            self = .paperEmptyAfter(rows: rows)
        } else {
            self.init(name)
        }
    }
}

/// Whether the kiosk's store can grow.
public enum DiskCondition: String, CaseIterable, Hashable, Sendable, Codable { case ok, full }

/// How a kiosk's clock is set.
public enum ClockSetting: Hashable, Sendable {
    /// Correct: it shows the demo's time, as the central system does.
    case real
    case instant(Timestamp)

    public init?(_ text: String) {
        if text == "real" {
            self = .real
            return
        }
        let wholeSeconds = Date.ISO8601FormatStyle()
        let fractional = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        guard let date = (try? wholeSeconds.parse(text)) ?? (try? fractional.parse(text)),
            (0..<4_102_444_800).contains(date.timeIntervalSince1970)
        else { return nil }
        self = .instant(Timestamp(milliseconds: Int64((date.timeIntervalSince1970 * 1000).rounded())))
    }
}

/// The positions of one kiosk's fault switches; in `GET /dock/state` as `faults`.
public struct FaultSwitches: Hashable, Sendable, Codable {
    public var printer: String?
    public var scanner = ScannerCondition.connected
    public var link = NetworkCondition.up
    public var clock = "real"
    public var disk = DiskCondition.ok
}
