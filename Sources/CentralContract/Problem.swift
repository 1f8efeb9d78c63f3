/// Every response that is not a success (RFC 9457, `application/problem+json`).
public struct Problem: Hashable, Sendable, Codable, Error {
    /// What was wrong, as a short English sentence.
    public var title: String
    public var status: Int
    /// What the caller can do, or the name of the invalid field.
    public var detail: String?

    public init(title: String, status: Int, detail: String? = nil) {
        self.title = title
        self.status = status
        self.detail = detail
    }
}
