/// Where a kiosk stands, in words for visitors: "Sảnh tầng 1, cạnh cửa chính".
public struct Place: Hashable, Sendable, Codable {
    public var name: String
    public var englishName: String?

    public init(name: String, englishName: String? = nil) {
        self.name = name
        self.englishName = englishName
    }
}

/// What a dispenser tells the centre about its paper; journaled whenever it matters, so that paper-outs can be
/// counted (requirement G-03).
public struct DispenserReport: Hashable, Sendable, Codable {
    public var place: Place?
    public var condition: PrinterCondition
    /// Nothing before the first slip of a roll that nobody knows.
    public var paper: PaperForecast?

    public init(place: Place?, condition: PrinterCondition, paper: PaperForecast?) {
        self.place = place
        self.condition = condition
        self.paper = paper
    }

    /// Whether somebody at the centre would want to know this after that.
    public func isNews(after last: DispenserReport?) -> Bool {
        guard let last else { return true }
        guard condition == last.condition, place == last.place else { return true }
        switch (paper?.endsAt, last.paper?.endsAt) {
        case (nil, nil): return false
        case (let now?, let before?): return abs(before.seconds(to: now)) >= Self.worthTelling
        case (nil, _?), (_?, nil): return true
        }
    }

    /// Seconds by which an expected end must move to be told again.
    private static let worthTelling: Int64 = 1200
}

/// A dispenser as the centre describes it to the others.
public struct DispenserState: Hashable, Sendable, Codable {
    /// The kiosk's id.
    public var kiosk: String
    public var report: DispenserReport
    public var reportedAt: Timestamp
    /// Whether it was heard of in the last minute.
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
