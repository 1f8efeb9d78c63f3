/// What a kiosk is for.
///
/// An open set: a feature that can be a kiosk's home declares its role (`Appliance/Roles.swift`).
public struct KioskRole: RawRepresentable, Hashable, Sendable, Codable {
    /// As configurations write it.
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    /// *Máy lấy số xếp hàng tự động.*
    public static let dispenser = KioskRole(rawValue: "dispenser")
    /// *Màn hình cảm ứng tra cứu.*
    public static let lookup = KioskRole(rawValue: "lookup")
}
