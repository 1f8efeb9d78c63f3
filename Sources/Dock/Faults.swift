import Foundation
import HTTPTypes
public import KioskCore

/// A switch on the Dock, in one of its positions.
public enum Fault: Hashable, Sendable {
    case printer(PrinterFault)
    case scanner(ScannerCondition)
    case link(LinkCondition)
    /// Kill the kiosk without warning and start it again.
    case powerCut
    case clock(ClockSetting)
    case disk(DiskCondition)

    /// Reads `{device, state}` of `POST /dock/fault`.
    public init(device: String, state: String) throws(DockProblem) {
        switch device {
        case "printer":
            guard let fault = PrinterFault(state) else {
                throw Self.unknown(state, of: device, PrinterFault.names)
            }
            self = .printer(fault)
        case "scanner":
            guard let condition = ScannerCondition(rawValue: state) else {
                throw Self.unknown(state, of: device, ScannerCondition.allCases.map(\.rawValue))
            }
            self = .scanner(condition)
        case "link":
            guard let condition = LinkCondition(rawValue: state) else {
                throw Self.unknown(state, of: device, LinkCondition.allCases.map(\.rawValue))
            }
            self = .link(condition)
        case "power":
            guard state == "cut" else { throw Self.unknown(state, of: device, ["cut"]) }
            self = .powerCut
        case "clock":
            guard let setting = ClockSetting(state) else {
                throw Self.unknown(
                    state, of: device, ["real", "an ISO-8601 instant such as 2026-11-20T15:12:00+07:00"])
            }
            self = .clock(setting)
        case "disk":
            guard let condition = DiskCondition(rawValue: state) else {
                throw Self.unknown(state, of: device, DiskCondition.allCases.map(\.rawValue))
            }
            self = .disk(condition)
        default:
            throw DockProblem(
                .badRequest, "there is no such device; there are printer, scanner, link, power, clock, disk")
        }
    }

    private static func unknown(_ state: String, of device: String, _ allowed: [String]) -> DockProblem {
        DockProblem(.badRequest, "the \(device) has no such state; it has \(allowed.joined(separator: ", "))")
    }
}

/// What can be wrong with the virtual printer.
public enum PrinterFault: Hashable, Sendable, CustomStringConvertible {
    case ok, paperEmpty, paperLow, coverOpen, cutter, offline, slow
    /// The paper ends after so many rows of dots: in the middle of a slip.
    case paperEmptyAfter(rows: Int)

    static let names = [
        "ok", "paper-empty", "paper-low", "cover-open", "cutter", "offline", "slow", "paper-empty-after:ROWS",
    ]
    private static let rowsPrefix = "paper-empty-after:"

    init?(_ name: String) {
        switch name {
        case "ok": self = .ok
        case "paper-empty": self = .paperEmpty
        case "paper-low": self = .paperLow
        case "cover-open": self = .coverOpen
        case "cutter": self = .cutter
        case "offline": self = .offline
        case "slow": self = .slow
        default:
            guard name.hasPrefix(Self.rowsPrefix), let rows = Int(name.dropFirst(Self.rowsPrefix.count)),
                (0...100_000).contains(rows)
            else { return nil }
            self = .paperEmptyAfter(rows: rows)
        }
    }

    public var description: String {
        switch self {
        case .ok: "ok"
        case .paperEmpty: "paper-empty"
        case .paperLow: "paper-low"
        case .coverOpen: "cover-open"
        case .cutter: "cutter"
        case .offline: "offline"
        case .slow: "slow"
        case .paperEmptyAfter(let rows): "\(Self.rowsPrefix)\(rows)"
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
