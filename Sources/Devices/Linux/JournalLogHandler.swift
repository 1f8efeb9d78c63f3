public import Logging

/// Log lines for journald: one line each on standard error, with the priority that `sd-daemon(3)` defines.
///
/// The journal adds time and unit. Programs install it; modules only know `Logger`.
public struct JournalLogHandler: LogHandler {
    public var logLevel: Logger.Level = .info
    public var metadata: Logger.Metadata = [:]
    private let label: String
    private let write: @Sendable (String) -> Void

    public init(label: String) {
        self.init(label: label, write: writeToStandardError)
    }

    init(label: String, write: @escaping @Sendable (String) -> Void) {
        self.label = label
        self.write = write
    }

    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    public func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { _, own in own }
        let facts = all.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
        let flat = (label + ": " + event.message.description + facts).map { $0.isNewline ? " " : $0 }
        write("<\(Self.priority(event.level))>\(String(flat))\n")
    }

    /// syslog's numbers.
    private static func priority(_ level: Logger.Level) -> Int {
        switch level {
        case .trace, .debug: 7
        case .info: 6
        case .notice: 5
        case .warning: 4
        case .error: 3
        case .critical: 2
        }
    }
}
