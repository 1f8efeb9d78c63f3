package import KioskCore

/// The keywords of conditions for CUPS (`printer-state-reasons`, RFC 8011 5.4.12; `cutter-jam` is
/// of PWG 5100.9, `offline` the word of CUPS's own backends).
///
/// `offline` carries `-error`: CUPS takes `offline-report` away at the end of a job, and the cable is still
/// out.
package enum PrinterStateReason {
    package static let all: [(condition: PrinterCondition, keyword: String)] = [
        (.cutterError, "cutter-jam-error"),
        (.coverOpen, "cover-open-error"),
        (.paperEmpty, "media-empty-error"),
        (.offline, "offline-error"),
        (.tooSlow, "timed-out-error"),
        (.paperLow, "media-low-warning"),
    ]

    /// The keyword of a condition; `nil` if there is none.
    package static func keyword(for condition: PrinterCondition) -> String? {
        all.first { $0.condition == condition }?.keyword
    }

    /// The worst condition that a queue's reasons name, ours or those of another backend.
    package static func condition(of reasons: [String]) -> PrinterCondition {
        let bare = Set(reasons.map(withoutSeverity))
        if bare.contains(where: { $0.hasPrefix("cutter-") }) { return .cutterError }
        if !bare.isDisjoint(with: ["cover-open", "door-open", "interlock-open"]) { return .coverOpen }
        if !bare.isDisjoint(with: ["media-empty", "media-needed", "media-jam"]) { return .paperEmpty }
        if !bare.isDisjoint(with: ["offline", "shutdown"]) { return .offline }
        if bare.contains("timed-out") { return .tooSlow }
        return bare.contains("media-low") ? .paperLow : .ready
    }

    private static func withoutSeverity(_ reason: String) -> String {
        for severity in ["-error", "-warning", "-report"] where reason.hasSuffix(severity) {
            return String(reason.dropLast(severity.count))
        }
        return reason
    }
}
