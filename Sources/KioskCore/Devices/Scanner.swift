/// One scan: the bytes of a code, as they came.
///
/// It is kept in memory only until it is classified (domain.md 9.4).
public struct Scan: Hashable, Sendable {
    public var bytes: [UInt8]
    /// The AIM symbology identifier, such as `]Q1`, if the scanner sends one.
    public var symbology: String?
    /// The scanner that read it; `nil` if there is only one.
    public var scanner: String?

    public init(bytes: [UInt8], symbology: String? = nil) {
        self.bytes = bytes
        self.symbology = symbology
    }
}

/// Whether a scanner is connected.
public enum ScannerCondition: String, CaseIterable, Hashable, Sendable, Codable {
    case connected, disconnected
}
