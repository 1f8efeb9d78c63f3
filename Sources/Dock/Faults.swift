import Foundation
import HTTPTypes
public import KioskCore
public import SimulatedDevices

/// A switch on the Dock, in one of its positions.
public enum Fault: Hashable, Sendable {
    case printer(VirtualPrinterFault)
    case scanner(ScannerCondition)
    case link(LinkCondition)
    /// Kill the kiosk without warning and start it again.
    case powerCut
    case clock(ClockSetting)
    case disk(DiskCondition)

    /// Reads `{device, state}` of `POST /dock/fault`.
    public init(device: String, state: String) throws(DockProblem) {
        let (fault, allowed): (Fault?, [String]) =
            switch device {
            case "printer": (VirtualPrinterFault(named: state).map(Fault.printer), VirtualPrinterFault.names)
            case "scanner":
                (ScannerCondition(rawValue: state).map(Fault.scanner), Self.names(ScannerCondition.self))
            case "link": (LinkCondition(rawValue: state).map(Fault.link), Self.names(LinkCondition.self))
            case "power": (state == "cut" ? .powerCut : nil, ["cut"])
            case "clock":
                (
                    ClockSetting(state).map(Fault.clock),
                    ["real", "an instant such as 2026-11-20T15:12:00+07:00"]
                )
            case "disk": (DiskCondition(rawValue: state).map(Fault.disk), Self.names(DiskCondition.self))
            default:
                throw DockProblem(
                    .badRequest,
                    "there is no such device; there are printer, scanner, link, power, clock, disk")
            }
        guard let fault else {
            throw DockProblem(
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

    /// The Dock's word for a fault; beside the twin's own, paper that ends in the middle of a slip.
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

/// Where the hall's clock stands.
public enum ClockSetting: Hashable, Sendable {
    case real
    case instant(Timestamp)

    init?(_ text: String) {
        if text == "real" {
            self = .real
            return
        }
        let plain = Date.ISO8601FormatStyle()
        let fine = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        guard let date = (try? plain.parse(text)) ?? (try? fine.parse(text)),
            (0..<4_102_444_800).contains(date.timeIntervalSince1970)
        else { return nil }
        self = .instant(Timestamp(milliseconds: Int64((date.timeIntervalSince1970 * 1000).rounded())))
    }
}

/// Where every switch of one kiosk stands; in `GET /dock/state` as `faults`.
public struct Switches: Hashable, Sendable, Codable {
    public var printer: String?
    public var scanner = ScannerCondition.connected
    public var link = LinkCondition.up
    public var clock = "real"
    public var disk = DiskCondition.ok
}
