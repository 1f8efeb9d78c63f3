/// The state of the link to the central system.
public enum LinkState: String, CaseIterable, Hashable, Sendable, Codable {
    /// *Trực tuyến.*
    case online
    /// *Mất kết nối.*
    case offline
    /// *Đang đồng bộ*: connected, and behind.
    case synchronising
}
