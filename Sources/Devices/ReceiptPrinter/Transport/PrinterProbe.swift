package import KioskCore

/// Asks an idle printer for its condition, on a thread of its own: connect, the four questions, disconnect.
///
/// Only while no job has the printer: it talks with one program at a time.
package actor PrinterProbe {
    private let thread = BlockingThread("printer-probe")
    package nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe thread.asUnownedSerialExecutor() }

    package init() {}

    /// The printer's condition; `nil` if another program has it or we may not open it.
    package func condition(of printer: PrinterLocation, profile: PrinterProfile) -> PrinterCondition? {
        try? Self.read(printer, profile: profile)
    }

    /// The printer's condition; blocks for little more than `PrinterDelays.probe`.
    ///
    /// - Throws: If nothing can be said of the printer: another program has it, or we may not open it.
    package static func read(
        _ printer: PrinterLocation, profile: PrinterProfile
    ) throws(TransportFault) -> PrinterCondition {
        let deadline = ContinuousClock.now + PrinterDelays.probe
        do throws(TransportFault) {
            let transport = try printer.open(by: deadline, needsAnswers: profile.confirmation != .none)
            if profile.confirmation == .none { return transport.portCondition() ?? .ready }
            var conversation = PrinterConversation(over: transport)
            do throws(TransportFault) {
                return try conversation.status(by: deadline).condition
            } catch .timedOut {
                // With a full buffer it reads no question, but its port status may say why.
                guard let condition = conversation.unansweredCondition(), !condition.canPrint else {
                    return .offline
                }
                return condition
            }
        } catch {
            switch error {
            case .busy, .forbidden, .ambiguous, .oneWay: throw error
            case .notAnAddress, .unreachable, .closed, .timedOut, .interrupted: return .offline
            }
        }
    }
}
