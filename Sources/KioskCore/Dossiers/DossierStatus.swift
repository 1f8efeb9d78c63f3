/// The national status of a dossier, 1 to 10 (domain.md 3.1).
///
/// A screen shows the source's own wording beside it (requirement T-01); the number only sorts and colours.
public enum DossierStatus: Int, CaseIterable, Hashable, Sendable, Codable {
    /// Mới đăng ký.
    case registered = 1
    /// Được tiếp nhận.
    case accepted
    /// Không được tiếp nhận.
    case notAccepted
    /// Đang xử lý.
    case processing
    /// Yêu cầu bổ sung giấy tờ.
    case supplementRequired
    /// Yêu cầu thực hiện nghĩa vụ tài chính.
    case paymentRequired
    /// Công dân yêu cầu rút hồ sơ.
    case withdrawalRequested
    /// Dừng xử lý.
    case stopped
    /// Đã xử lý xong.
    case finished
    /// Đã trả kết quả.
    case returned
}

extension DossierStatus {
    /// The colour family of a status; never the only sign of it (domain.md 9.3).
    public enum Tone: String, CaseIterable, Hashable, Sendable {
        case neutral, blue, green, amber, red
    }

    /// Whether nothing more will come: the result is handed over, or the dossier was not accepted.
    ///
    /// A stopped dossier or one being withdrawn usually ends there, but may go on.
    public var isTerminal: Bool { self == .notAccepted || self == .returned }

    /// Whether the time limit is counting (004 Đ14(2)): only then can a dossier become overdue.
    public var isTimeLimitRunning: Bool { self == .accepted || self == .processing }

    public var tone: Tone {
        switch self {
        case .registered, .withdrawalRequested: .neutral
        case .accepted, .processing: .blue
        case .finished, .returned: .green
        case .supplementRequired, .paymentRequired: .amber
        case .notAccepted, .stopped: .red
        }
    }
}
