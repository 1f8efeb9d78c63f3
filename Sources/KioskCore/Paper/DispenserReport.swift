/// Where a kiosk stands, in words for visitors: "Sảnh tầng 1, cạnh cửa chính".
public struct Place: Hashable, Sendable, Codable {
    public var name: String
    public var englishName: String?

    public init(name: String, englishName: String? = nil) {
        self.name = name
        self.englishName = englishName
    }
}

/// What a dispenser reports to the central system about its paper; journaled at each relevant change, so that
/// paper-outs can be counted (requirement G-03).
public struct DispenserReport: Hashable, Sendable, Codable {
    public var place: Place?
    public var condition: PrinterCondition
    /// `nil` before the first slip of an unknown roll.
    public var paper: PaperForecast?

    public init(place: Place?, condition: PrinterCondition, paper: PaperForecast?) {
        self.place = place
        self.condition = condition
        self.paper = paper
    }

    /// Whether it differs enough from the last report to be sent.
    public func differs(from last: DispenserReport?) -> Bool {
        guard let last else { return true }
        guard condition == last.condition, place == last.place else { return true }
        switch (paper?.endsAt, last.paper?.endsAt) {
        case (nil, nil): return false
        case (let now?, let before?): return abs(before.seconds(to: now)) >= Self.minShift
        case (nil, _?), (_?, nil): return true
        }
    }

    /// Seconds by which an expected end must move to be reported again.
    private static let minShift: Int64 = 1200
}

/// A dispenser as the central system describes it to the other kiosks.
public struct DispenserState: Hashable, Sendable, Codable {
    /// The kiosk's id.
    public var kiosk: String
    public var report: DispenserReport
    public var reportedAt: Timestamp
    /// Whether it contacted the central system in the last minute.
    public var isReachable: Bool

    public init(kiosk: String, report: DispenserReport, reportedAt: Timestamp, isReachable: Bool) {
        self.kiosk = kiosk
        self.report = report
        self.reportedAt = reportedAt
        self.isReachable = isReachable
    }

    /// Whether a visitor sent there gets a slip.
    public var works: Bool { isReachable && report.condition.canPrint }
}
