internal import Glibc
package import KioskCore

/// Why nothing can be said to a printer or heard from it.
package enum TransportFault: Error, Hashable, Sendable {
    /// The address is not an IP address.
    case notAnAddress(String)
    /// Several printers on the USB bus fit the name.
    case ambiguous
    /// It is not there, it refuses, or the way there is closed.
    case unreachable(String)
    /// Another program is talking with it.
    case busy
    /// We may not open it (yet).
    case forbidden
    /// It only takes bytes, and an answer is needed.
    case oneWay
    /// It closed the link, or the plug was pulled.
    case closed
    /// It did not take or send a byte in time.
    case timedOut
    /// Somebody asked us to stop.
    case interrupted
}

/// Who may end a wait for a printer.
package struct TransportInterrupt: Hashable, Sendable {
    package static let none = TransportInterrupt(signal: -1, supervisor: -1)

    /// A descriptor that becomes readable when we should stop; -1 for none.
    package var signal: CInt
    /// The pipe to whoever started us: when its other end goes, nobody waits for us; -1 for none.
    package var supervisor: CInt

    package init(signal: CInt, supervisor: CInt) {
        self.signal = signal
        self.supervisor = supervisor
    }

    var polls: [pollfd] {
        [
            pollfd(fd: signal, events: CShort(POLLIN), revents: 0),
            pollfd(fd: supervisor, events: 0, revents: 0),
        ]
    }

    /// Lets time pass.
    func pause(until deadline: ContinuousClock.Instant) throws(TransportFault) {
        while true {
            let left = ContinuousClock.now.duration(to: deadline).wholeMilliseconds
            var waits = polls
            if unsafe poll(&waits, nfds_t(waits.count), left) > 0 { throw .interrupted }
            if ContinuousClock.now >= deadline { return }
        }
    }
}

/// The cable to a printer, open: bytes both ways, each wait with a deadline.
///
/// What is above it does not know whether it is a network or a USB port. Letting go of it closes it.
package protocol PrinterTransport: AnyObject {
    typealias Instant = ContinuousClock.Instant

    /// Hands over bytes from the front of these, and tells how many; 0 at the deadline.
    ///
    /// Until it is told to ``withdraw()``, the bytes that were not counted must come first in the next call: they
    /// may be on their way.
    func write(_ bytes: ArraySlice<UInt8>, by deadline: Instant) throws(TransportFault) -> Int

    /// What has come in, at least a byte; nothing at the deadline.
    func read(by deadline: Instant) throws(TransportFault) -> [UInt8]

    /// Stops what is on its way; answers how many more bytes the printer has taken.
    func withdraw() -> Int

    /// What the printer tells without bytes, over wires or requests of their own; nil when it tells nothing.
    func portCondition() -> PrinterCondition?

    /// From now on nobody can stop us: the printer is being left in order.
    func ignoreInterrupt()

    /// Throws away what the printer has not fetched yet when the link closes.
    func dropUnsent()
}

extension Duration {
    /// For `poll`: rounded up, never negative.
    package var wholeMilliseconds: CInt {
        guard self > .zero else { return 0 }
        return CInt(clamping: components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 + 1)
    }
}

extension TransportFault {
    /// What a technician can do about it.
    package var advice: String {
        switch self {
        case .notAnAddress(let host): "'\(host)' is no IP address; the device URI must name one."
        case .ambiguous:
            "Several printers on the USB bus fit; give the queue one of the URIs that the backend lists "
                + "when it is called without arguments."
        case .unreachable(let reason): "The printer cannot be reached: \(reason)."
        case .busy: "Another program holds the printer's USB interface; end it or take its queue away."
        case .forbidden: "This user may not open the printer's USB device; check the udev rule and the group."
        case .oneWay:
            "The printer's USB interface only takes bytes; choose a profile that expects no confirmation."
        case .closed: "The printer's cable or its power was taken away."
        case .timedOut: "The printer does not answer."
        case .interrupted: "Cancelled."
        }
    }
}

extension PrinterLocation {
    /// Opens the cable to it once; trying again is up to the caller.
    ///
    /// - Parameter needsAnswers: Whether a printer that only takes bytes is of no use.
    func open(
        by deadline: ContinuousClock.Instant, needsAnswers: Bool, interrupt: TransportInterrupt = .none
    ) throws(TransportFault) -> any PrinterTransport {
        switch self {
        case .network(let address):
            try SocketTransport.connected(to: address, by: deadline, interrupt: interrupt)
        case .usb(let name):
            try USBTransport.opened(name, needsAnswers: needsAnswers, interrupt: interrupt)
        }
    }
}
