extension PrinterPlace {
    /// Opens the cable to it once; trying again is up to the caller.
    ///
    /// - Parameter needsAnswers: Whether a printer that only takes bytes is of no use.
    func open(
        by deadline: ContinuousClock.Instant, needsAnswers: Bool, interrupt: LinkInterrupt = .none
    ) throws(LinkFault) -> any PrinterLink {
        switch self {
        case .network(let address):
            try SocketLink.connected(to: address, by: deadline, interrupt: interrupt)
        case .usb(let name):
            try USBLink.opened(name, needsAnswers: needsAnswers, interrupt: interrupt)
        }
    }
}
