package import KioskCore

/// A look at an idle printer: connect, ask the four questions, hang up.
///
/// Only while no job has the link: a printer talks with one at a time.
package enum PrinterProbe {
    /// The printer's condition; blocks for little more than `PrinterDelays.probe`.
    ///
    /// - Throws: When the look says nothing of the printer: another program has it, or we may not open it.
    package static func condition(
        of place: PrinterPlace, profile: PrinterProfile
    ) throws(LinkFault) -> PrinterCondition {
        let deadline = ContinuousClock.now + PrinterDelays.probe
        do throws(LinkFault) {
            let link = try place.open(by: deadline, needsAnswers: profile.confirmation != .none)
            if profile.confirmation == .none { return link.portCondition() ?? .ready }
            var conversation = PrinterConversation(over: link)
            do throws(LinkFault) {
                return try conversation.status(by: deadline).condition
            } catch .timedOut {
                // Full of bytes it takes no question, but its wires may say why.
                guard let told = conversation.unansweredCondition(), !told.canPrint else { return .offline }
                return told
            }
        } catch {
            switch error {
            case .busy, .forbidden, .ambiguous, .oneWay: throw error
            case .notAnAddress, .unreachable, .closed, .timedOut, .interrupted: return .offline
            }
        }
    }
}
