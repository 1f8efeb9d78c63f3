internal import Glibc
package import KioskCore
package import SystemPackage

/// Why a printer cannot be written to or read from.
package enum TransportFault: Error, Hashable, Sendable {
    /// The address is not an IP address.
    case notAnAddress(String)
    /// Several printers on the USB bus fit the name.
    case ambiguous
    /// It is not there, it refuses the connection, or the network does not reach it.
    case unreachable(String)
    /// Another program has it.
    case busy
    /// We may not open it (yet).
    case forbidden
    /// It can only be written to, and answers are needed.
    case oneWay
    /// It closed the connection, or the plug was pulled.
    case closed
    /// It did not take or send a byte in time.
    case timedOut
    /// Somebody asked us to stop.
    case interrupted
}

/// What may end a wait for a printer.
package struct TransportInterrupt: Hashable, Sendable {
    package static let none = TransportInterrupt()

    /// Becomes readable when we should stop.
    package var signal: FileDescriptor?
    /// The pipe to whoever started us: when its other end is closed, nobody waits for us.
    package var supervisor: FileDescriptor?

    package init(signal: FileDescriptor? = nil, supervisor: FileDescriptor? = nil) {
        self.signal = signal
        self.supervisor = supervisor
    }

    /// What ends a job of a CUPS backend: SIGTERM, and the death of CUPS, which reads our standard error.
    package static func ofBackend() -> TransportInterrupt {
        TransportInterrupt(
            signal: FileDescriptor(rawValue: TerminationSignal.descriptor()), supervisor: .standardError)
    }

    /// For `poll`, which passes over negative descriptors.
    var polls: [pollfd] {
        [
            pollfd(fd: signal?.rawValue ?? -1, events: CShort(POLLIN), revents: 0),
            pollfd(fd: supervisor?.rawValue ?? -1, events: 0, revents: 0),
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

/// An open connection to a printer: bytes both ways, each wait with a deadline.
///
/// What uses it does not know whether it is a network connection or a USB port. It closes when it is
/// released.
package protocol PrinterTransport: AnyObject {
    typealias Instant = ContinuousClock.Instant

    /// Hands over bytes from the front of these.
    ///
    /// The bytes that were not counted may be on their way: until ``cancelWrite()``, they must come first in
    /// the next call.
    /// - Returns: How many were taken; 0 at the deadline.
    func write(_ bytes: ArraySlice<UInt8>, by deadline: Instant) throws(TransportFault) -> Int

    /// The bytes that have come in; none at the deadline.
    func read(by deadline: Instant) throws(TransportFault) -> [UInt8]

    /// Stops what is on its way.
    ///
    /// - Returns: How many more bytes the printer has taken.
    func cancelWrite() -> Int

    /// What the printer signals besides bytes (USB GET_PORT_STATUS); `nil` if it signals nothing.
    func portCondition() -> PrinterCondition?

    /// From now on no interrupt ends a wait: the printer is being left in order.
    func ignoreInterrupt()

    /// Discards what the printer has not fetched yet when the connection closes.
    func discardUnsent()
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
    /// Opens a connection, once; trying again is up to the caller.
    ///
    /// - Parameter needsAnswers: Whether a printer that can only be written to is refused.
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
