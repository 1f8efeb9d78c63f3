/// One scan: the bytes of a code, as they came.
///
/// It lives in memory, is classified, and is gone (domain.md 9.4).
public struct Scan: Hashable, Sendable {
    public var bytes: [UInt8]
    /// The AIM symbology identifier, such as `]Q1`, when the scanner tells.
    public var symbology: String?
    /// Which scanner read it; nothing where there is only one way in.
    public var scanner: String?

    public init(bytes: [UInt8], symbology: String? = nil) {
        self.bytes = bytes
        self.symbology = symbology
    }
}

/// What the kiosk knows of its scanner.
public enum ScannerCondition: String, CaseIterable, Hashable, Sendable, Codable {
    case connected, disconnected
}
