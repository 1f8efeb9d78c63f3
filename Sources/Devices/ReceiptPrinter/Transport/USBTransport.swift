internal import Glibc
package import KioskCore

/// A USB connection to a printer (USB Printer Class 1.1); the kernel's driver is detached for as long as it
/// is open.
///
/// Bytes go out in one transfer at a time, which stays with the kernel until the printer has taken it or it
/// is cancelled: a transfer that is cancelled and begun again at each look would lose count of what a slow
/// printer has taken, and an image would come out as characters.
package final class USBTransport: PrinterTransport {
    /// Bytes in one transfer: what is at stake when one is cancelled, and a few milliseconds of paper.
    private static let maxTransferByteCount = 4096
    /// For a request on endpoint 0 while others wait for it.
    private static let requestTimeout: UInt32 = 200
    /// How long an endpoint that refused or sent nothing is left alone.
    private static let retryPause = Duration.milliseconds(10)
    /// How long a printer must be silent before its old answers count as read.
    private static let silence = Duration.milliseconds(10)
    /// How long old answers are read in any case.
    private static let maxDraining = Duration.milliseconds(200)

    private let printer: USBPrinter
    private var handle: USBHandle
    private var sending: USBTransfer?
    private var receiving: USBTransfer?
    private var interrupt: TransportInterrupt
    /// Whether bytes were given to ``write(_:by:)`` and not yet counted.
    private var isSending = false
    /// Whether a read is under way whose answer nobody has fetched yet.
    private var isListening = false

    /// Opens the printer of this name.
    ///
    /// - Parameter needsAnswers: Whether a printer that can only be written to is refused.
    package static func opened(
        _ name: USBPrinterName, needsAnswers: Bool, interrupt: TransportInterrupt = .none
    ) throws(TransportFault) -> USBTransport {
        let printers: [USBPrinter]
        do throws(USBFault) { printers = try USBPrinter.all() } catch { throw TransportFault(error) }
        let fitting = printers.filter { name.fits($0.fullName) }
        guard let printer = fitting.first else { throw .unreachable("it is not plugged in") }
        guard fitting.count == 1 else { throw .ambiguous }
        guard !needsAnswers || printer.input != nil else { throw .oneWay }
        do throws(USBFault) {
            let transport = try USBTransport(printer, interrupt: interrupt)
            transport.discardOldAnswers()
            return transport
        } catch {
            throw TransportFault(error)
        }
    }

    init(_ printer: USBPrinter, interrupt: TransportInterrupt = .none) throws(USBFault) {
        self.printer = printer
        self.interrupt = interrupt
        let number = printer.interface.number
        handle = try USBHandle(printer.device.address)
        try handle.claim(number)
        if printer.mustSelect { try handle.select(setting: printer.interface.setting, of: number) }
        sending = try handle.transfer(number, printer.output, length: Self.maxTransferByteCount)
        if let input = printer.input {
            receiving = try handle.transfer(number, input, length: max(input.packet, 64))
        }
    }

    deinit {
        // The handle ends and frees them, before the context that they belong to.
        sending = nil
        receiving = nil
    }

    package func ignoreInterrupt() { interrupt = .none }

    package func discardUnsent() { _ = cancelWrite() }

    package func write(_ bytes: ArraySlice<UInt8>, by deadline: Instant) throws(TransportFault) -> Int {
        guard let sending, isSending || !sending.isPending else { throw .timedOut }
        if !isSending {
            do throws(USBFault) { try sending.submit(bytes) } catch { throw TransportFault(error) }
            isSending = true
        }
        guard try wait(for: sending, by: deadline) else { return 0 }
        isSending = false
        switch sending.fault {
        case nil: break
        case .stall:
            handle.clearHalt(printer.output.address)
            if sending.count == 0 { try interrupt.pause(until: min(deadline, .now + Self.retryPause)) }
        case .some(let fault): throw TransportFault(fault)
        }
        return sending.count
    }

    package func read(by deadline: Instant) throws(TransportFault) -> [UInt8] {
        guard let receiving, let input = printer.input else {
            try interrupt.pause(until: deadline)
            return []
        }
        while true {
            if !isListening {
                do throws(USBFault) { try receiving.submit() } catch { throw TransportFault(error) }
                isListening = true
            }
            guard try wait(for: receiving, by: deadline) else { return [] }
            isListening = false
            switch receiving.fault {
            case nil where receiving.count > 0: return receiving.bytes
            case nil: break
            case .stall: handle.clearHalt(input.address)
            case .some(let fault): throw TransportFault(fault)
            }
            if ContinuousClock.now >= deadline { return [] }
            // Some send empty packets without end while they have nothing to send.
            try interrupt.pause(until: min(deadline, .now + Self.retryPause))
        }
    }

    package func cancelWrite() -> Int {
        guard isSending, let sending else { return 0 }
        isSending = false
        sending.withdraw()
        // It comes back at once. A controller may count too few bytes of a cancelled transfer, never too
        // many: what is then sent to fill up a command is too long, and the rest of it means nothing to a
        // printer.
        for _ in 0..<10 where sending.isPending { handle.handleEvents(milliseconds: 10) }
        return sending.isPending ? 0 : sending.count
    }

    package func portCondition() -> PrinterCondition? {
        // A device may not know the request.
        let request = USBRequest.portStatus(printer.interface.number)
        let answer = try? handle.controlIn(request, length: 1, milliseconds: Self.requestTimeout)
        return answer?.first.flatMap { PrinterPortStatus(rawValue: $0).condition }
    }

    /// The printer's IEEE 1284 identification; `nil` if it gives none.
    func deviceID() -> PrinterDeviceID? {
        let request = USBRequest.deviceID(configuration: printer.device.configuration, printer.interface)
        return (try? handle.controlIn(request, length: PrinterDeviceID.maxByteCount)).flatMap {
            PrinterDeviceID(answer: $0)
        }
    }

    /// A printer keeps what nobody fetched: answers to questions of a job or a look before us.
    private func discardOldAnswers() {
        let end = ContinuousClock.now + Self.maxDraining
        repeat {
            _ = try? read(by: .now + Self.silence)
        } while !isListening && receiving != nil && ContinuousClock.now < end
    }

    /// Waits until a transfer has ended.
    ///
    /// - Returns: `false` at the deadline.
    private func wait(for transfer: USBTransfer, by deadline: Instant) throws(TransportFault) -> Bool {
        while true {
            let isOver = !transfer.isPending
            let left = isOver ? 0 : ContinuousClock.now.duration(to: deadline).wholeMilliseconds
            var waits = interrupt.polls + handle.pollDescriptors()
            _ = unsafe poll(&waits, nfds_t(waits.count), left)
            if waits.prefix(2).contains(where: { $0.revents != 0 }) { throw .interrupted }
            handle.handleEvents(milliseconds: 0)
            if !transfer.isPending { return true }
            if ContinuousClock.now >= deadline { return false }
        }
    }
}

extension TransportFault {
    init(_ fault: USBFault) {
        self =
            switch fault {
            case .permission: .forbidden
            case .busy: .busy
            case .gone, .transmission: .closed
            case .timeOut: .timedOut
            case .stall, .other: .unreachable("the USB port answers with an error")
            }
    }
}

extension USBRequest {
    /// USB Printer Class 1.1 §4.2.1: the IEEE 1284 identification.
    static func deviceID(configuration: UInt8, _ interface: USBInterface) -> Self {
        Self(
            kind: 0x21, number: 0, value: UInt16(configuration),
            index: UInt16(interface.number) << 8 | UInt16(interface.setting))
    }

    /// USB Printer Class 1.1 §4.2.2.
    static func portStatus(_ interface: UInt8) -> Self {
        Self(kind: 0x21, number: 1, value: 0, index: UInt16(interface))
    }
}
