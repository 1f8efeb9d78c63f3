package import KioskCore

/// What a printer said about itself, from `DLE EOT` 1 to 4 or from four bytes of automatic status.
package struct PrinterStatus: Hashable, Sendable {
    package var offline = false
    package var coverOpen = false
    package var feedPressed = false
    package var stoppedByPaperEnd = false
    package var cutterError = false
    package var unrecoverableError = false
    package var passingError = false
    package var paperNearEnd = false
    package var paperEnd = false

    package init() {}

    /// The worst thing, in the order in which a person would mend them.
    ///
    /// Off-line without a named reason (a hot head, the feed button held) is `.offline` too: it cannot print.
    package var condition: PrinterCondition {
        if cutterError { return .cutterError }
        if coverOpen { return .coverOpen }
        if paperEnd || stoppedByPaperEnd { return .paperEmpty }
        if unrecoverableError || passingError || offline { return .offline }
        return paperNearEnd ? .paperLow : .ready
    }

    /// The status that a printer in this condition would tell.
    package init(_ condition: PrinterCondition) {
        switch condition {
        case .ready, .tooSlow: break
        case .paperLow: paperNearEnd = true
        case .paperEmpty: (paperEnd, paperNearEnd, stoppedByPaperEnd, offline) = (true, true, true, true)
        case .coverOpen: (coverOpen, offline) = (true, true)
        case .cutterError: (cutterError, offline) = (true, true)
        case .offline, .unavailable: offline = true
        }
    }
}
