public import KioskCore

/// A look at an idle printer: connect, ask the four questions, hang up.
///
/// Only while no job has the link: most printers take one connection at a time.
public enum PrinterProbe {
    /// The printer's condition; blocks for at most `PrinterDelays.probe`.
    public static func condition(of address: PrinterAddress, profile: PrinterProfile) -> PrinterCondition {
        let deadline = ContinuousClock.now + PrinterDelays.probe
        do throws(LinkFault) {
            var conversation = PrinterConversation(over: try PrinterLink.connected(to: address, by: deadline))
            if profile.confirmation == .none { return .ready }
            return try conversation.status(by: deadline).condition
        } catch {
            return .offline
        }
    }
}
