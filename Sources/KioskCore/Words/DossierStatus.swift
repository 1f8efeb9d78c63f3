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
