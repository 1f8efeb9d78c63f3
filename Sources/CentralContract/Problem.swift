/// Every response that is not a success (RFC 9457, `application/problem+json`).
public struct Problem: Hashable, Sendable, Codable, Error {
    /// A short English sentence that says what was wrong.
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
