extension DossierStatus {
    /// Who has to do something next (domain.md 3.1).
    public enum Actor: String, CaseIterable, Hashable, Sendable {
        case oneStop, agency, citizen, nobody
    }

    /// The colour family of a status; never the only sign of it (domain.md 9.3).
    public enum Tone: String, CaseIterable, Hashable, Sendable {
        case neutral, blue, green, amber, red
    }

    /// The groups of the usual reports; statuses before acceptance are in none.
    public enum ReportGroup: String, CaseIterable, Hashable, Sendable {
        /// *Đã xử lý.*
        case handled
        /// *Đang xử lý.*
        case inProcess
        /// *Tạm dừng xử lý.*
        case paused
    }

    public var actsNext: Actor {
        switch self {
        case .registered: .oneStop
        case .accepted, .processing, .withdrawalRequested: .agency
        case .notAccepted, .supplementRequired, .paymentRequired, .stopped, .finished: .citizen
        case .returned: .nobody
        }
    }

    /// Whether nothing more will come: the result is handed over, or the dossier was not taken.
    ///
    /// A stopped dossier or one being withdrawn usually ends there, but may go on.
    public var isTerminal: Bool { self == .notAccepted || self == .returned }

    /// Whether the time limit is counting (004 Đ14(2)): only then can a dossier become overdue.
    public var isClockRunning: Bool { self == .accepted || self == .processing }

    public var tone: Tone {
        switch self {
        case .registered, .withdrawalRequested: .neutral
        case .accepted, .processing: .blue
        case .finished, .returned: .green
        case .supplementRequired, .paymentRequired: .amber
        case .notAccepted, .stopped: .red
        }
    }

    public var reportGroup: ReportGroup? {
        switch self {
        case .withdrawalRequested, .finished, .returned: .handled
        case .accepted, .processing: .inProcess
        case .supplementRequired, .paymentRequired, .stopped: .paused
        case .registered, .notAccepted: nil
        }
    }
}
