import ConfigurationFiles
import KioskCore
import KioskFrame

/// A kiosk's status in plain English, for a technician at a terminal.
public struct StatusReport: Sendable {
    /// The rows, in order.
    public let rows: [(name: String, text: String)]
    /// What keeps the kiosk from working in full; empty if it is healthy.
    public let problems: [String]

    public var isHealthy: Bool { problems.isEmpty }

    public init(_ status: KioskStatus) {
        let printer = status.printer.map(Self.text) ?? "none configured"
        let problems = Self.problems(of: status)
        self.problems = problems
        rows = [
            ("kiosk", "\(status.kiosk), \(Self.text(status.role))"),
            ("version", status.version),
            ("state", problems.isEmpty ? "healthy" : "degraded: \(problems.joined(separator: "; "))"),
            ("screen", status.screen),
            ("link", status.link.map(Self.text) ?? "stands alone"),
            ("printer", printer),
            ("paper", status.paper.map(Self.text) ?? "not known"),
            ("scanner", Self.text(status.scanner)),
            ("touch", status.touch == .connected ? "connected" : "no touch panel"),
            (
                "tickets",
                "\(status.tickets.issued) issued, \(status.tickets.confirmed) confirmed on paper, "
                    + "\(status.tickets.failed) without paper"
            ),
            (
                "journal",
                "\(status.journal.pending) entries to send, \(status.journal.acknowledged) acknowledged"
            ),
            ("clock", status.clock),
            ("running for", Self.span(seconds: status.uptimeSeconds)),
            ("notices", status.notices.isEmpty ? "none" : status.notices.joined(separator: "; ")),
        ]
    }

    /// The rows as two columns.
    public var table: String { printableTable(rows) }

    private static func problems(of status: KioskStatus) -> [String] {
        var problems: [String] = []
        if status.link == .offline { problems.append("no connection to the central system") }
        if let printer = status.printer, printer != .ready { problems.append("printer: \(text(printer))") }
        if status.role == .lookup, status.scanner == .disconnected { problems.append("no scanner") }
        if status.touch == .disconnected { problems.append("no touch panel") }
        if status.screen == "out-of-service" { problems.append("the screen says out of service") }
        return problems + status.notices
    }

    private static func text(_ role: KioskRole) -> String { RoleDefinition.all[role]?.name ?? role.rawValue }

    private static func text(_ link: LinkState) -> String {
        switch link {
        case .online: "online"
        case .offline: "offline: the central system does not answer"
        case .synchronising: "online, catching up"
        }
    }

    private static func text(_ scanner: ScannerCondition) -> String {
        switch scanner {
        case .connected: "connected"
        case .disconnected: "not connected"
        }
    }

    private static func text(_ printer: PrinterCondition) -> String {
        switch printer {
        case .ready: "ready"
        case .paperLow: "ready, paper is running low"
        case .paperEmpty: "out of paper"
        case .coverOpen: "cover open"
        case .cutterError: "cutter stuck"
        case .offline: "does not answer: check its cable and power"
        case .unavailable: "the print queue cannot be used: check CUPS"
        case .tooSlow: "answers, but the slip did not come out in time"
        }
    }

    private static func text(_ paper: PaperForecast) -> String {
        "about \(paper.slipsLeft) slips left"
            + (paper.endsAt.map { ", until about \($0.iso8601)" } ?? ", enough for today")
    }

    private static func span(seconds: Int) -> String {
        let parts = [(seconds / 86_400, "d"), (seconds / 3600 % 24, "h"), (seconds / 60 % 60, "min")]
        let shown = parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        return shown.isEmpty ? "\(seconds) s" : shown.joined(separator: " ")
    }
}

/// Rows as two columns.
func printableTable(_ rows: [(name: String, text: String)]) -> String {
    let width = rows.map(\.name.count).max() ?? 0
    return rows.map { row in
        row.name + String(repeating: " ", count: width - row.name.count + 2) + printable(row.text)
    }.joined(separator: "\n")
}

/// What came over a socket is not allowed to steer the terminal.
public func printable(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map { isControl($0) ? "?" : $0 }))
}
