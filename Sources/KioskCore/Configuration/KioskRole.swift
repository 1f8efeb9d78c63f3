/// What a kiosk is for.
public enum KioskRole: String, CaseIterable, Hashable, Sendable, Codable {
    /// *Máy lấy số xếp hàng tự động.*
    case dispenser
    /// *Màn hình cảm ứng tra cứu.*
    case lookup
}
