internal import Glibc
package import KioskCore
package import SystemPackage

/// Sends one job's bytes to a printer and finds out what became of them.
///
/// The stream is followed command by command; between bands the printer is asked `GS r`, which it answers in
/// the order of its buffer, so that never more than `bandsInFlight` bands are with it undone.
package struct SlipDelivery: ~Copyable {
    package enum Result: Hashable, Sendable {
        /// All of it is done; the condition the printer is left in.
        case done(PrinterCondition)
        case failed(PrinterCondition)
        case cancelled
    }

    private enum Stop: Error {
        case condition(PrinterCondition)
        case transport(TransportFault)
    }

    private var printer: PrinterConversation
    private let profile: PrinterProfile
    private var scanner = ESCPOSScanner()
    private var inRaster = false
    /// Bytes of the piece under way that the printer does not have.
    private var unsent = 0
    private var hasInk = false

    package init(over transport: any PrinterTransport, profile: PrinterProfile) {
        printer = PrinterConversation(over: transport)
        self.profile = profile
    }

    /// Sends every copy of the job; leaves the printer in order in any case.
    package mutating func deliver(copies: Int, data: (Int) -> JobData) -> Result {
        do throws(Stop) {
            try begin()
            for copy in 0..<copies {
                let source = data(copy)
                while true {
                    // Half a slip must not pass for one because the disk failed or a filter hangs.
                    guard let piece = try next(of: source) else { throw .condition(.unavailable) }
                    if piece.isEmpty { break }
                    try send(piece)
                }
            }
            return .done(try finish())
        } catch {
            return leave(after: error)
        }
    }

    private func next(of data: borrowing JobData) throws(Stop) -> [UInt8]? {
        do throws(TransportFault) { return try data.next(by: .now + PrinterDelays.stall) } catch {
            throw .transport(error)
        }
    }

    private mutating func begin() throws(Stop) {
        guard profile.confirmation != .none else { return try checkPort() }
        // A job that died inside the head of a raster command left a printer that would take our first bytes
        // for its size, which may be a hundred metres: zeros end it as an empty one, and mean nothing
        // elsewhere.
        try conversing { (printer) throws(TransportFault) in
            try printer.send([0, 0, 0, 0, 0, 0, 0, 0], by: .now + PrinterDelays.answer)
        }
        try check()
        guard profile.confirmation == .inOrder else { return }
        // Automatic status reaches us even when the printer takes nothing any more.
        printer.requested += 1
        try write(ControlBytes.reportChanges + ESCPOS.transmitPaperStatus)
        let deadline = ContinuousClock.now + PrinterDelays.resynchronise
        while printer.acknowledged < printer.requested, ContinuousClock.now < deadline,
            try receive(by: deadline)
        {}
        if printer.acknowledged < printer.requested { try resynchronise() }
    }

    /// A job that died in the middle of a band left a printer that takes our commands for dots.
    private mutating func resynchronise() throws(Stop) {
        try write([UInt8](repeating: ControlByte.nul, count: profile.bytesPerRow * profile.bandRows))
        printer.requested = printer.acknowledged + 1
        try write(ESCPOS.initialise + ControlBytes.reportChanges + ESCPOS.transmitPaperStatus)
        try awaitAnswers(leaving: 0)
    }

    private mutating func send(_ piece: [UInt8]) throws(Stop) {
        var start = 0
        var index = 0
        while let token = scanner.next(in: piece, from: &index) {
            if case .command(let command) = token {
                inRaster = if case .raster = command { true } else { false }
                // Not ours, but answered like ours.
                if command == .transmitStatus, profile.confirmation == .inOrder { printer.requested += 1 }
            }
            guard inRaster, case .data = token, scanner.isAtBoundary else { continue }
            try write(piece[start..<index])
            start = index
            inRaster = false
            hasInk = true
            try bandDone()
        }
        try write(piece[start...])
    }

    private mutating func bandDone() throws(Stop) {
        switch profile.confirmation {
        case .none: return
        case .realTime: try check()
        case .inOrder:
            printer.requested += 1
            try write(ESCPOS.transmitPaperStatus)
            try awaitAnswers(leaving: profile.bandsInFlight - 1)
        }
    }

    private mutating func finish() throws(Stop) -> PrinterCondition {
        // A job that ends inside a command is none of ours; the printer would wait for the rest in the next.
        guard scanner.isAtBoundary else { throw .condition(.unavailable) }
        switch profile.confirmation {
        case .none:
            try checkPort()
            return .ready
        case .realTime: break
        case .inOrder:
            printer.requested += 1
            try write(ESCPOS.transmitPaperStatus)
            try awaitAnswers(leaving: 0)
            try write(ControlBytes.reportNothing)
        }
        return try check()
    }

    /// Waits until at most so many `GS r` are unanswered; reads the printer's state as it waits.
    private mutating func awaitAnswers(leaving rest: Int) throws(Stop) {
        var before = printer.acknowledged
        var stalled = ContinuousClock.now + PrinterDelays.stall
        while printer.requested - printer.acknowledged > rest {
            if try !receive(by: .now + PrinterDelays.look) { try check() }
            if printer.acknowledged > before {
                before = printer.acknowledged
                stalled = .now + PrinterDelays.stall
            } else if ContinuousClock.now > stalled {
                throw .condition(.tooSlow)
            }
        }
    }

    @discardableResult
    private mutating func check() throws(Stop) -> PrinterCondition {
        let condition = try conversing { (printer) throws(TransportFault) in
            try printer.status(by: .now + PrinterDelays.answer).condition
        }
        guard condition.canPrint else { throw .condition(condition) }
        return condition
    }

    /// For a printer that does not answer in bytes.
    private mutating func checkPort() throws(Stop) {
        if let condition = printer.transport.portCondition(), !condition.canPrint {
            throw .condition(condition)
        }
    }

    private mutating func receive(by deadline: ContinuousClock.Instant) throws(Stop) -> Bool {
        let hasReceived = try conversing { (printer) throws(TransportFault) in
            try printer.receive(by: deadline)
        }
        if let condition = printer.popUnsolicitedCondition(), !condition.canPrint {
            throw .condition(condition)
        }
        return hasReceived
    }

    private mutating func write(_ bytes: [UInt8]) throws(Stop) { try write(bytes[...]) }

    private mutating func write(_ bytes: ArraySlice<UInt8>) throws(Stop) {
        unsent = bytes.count
        var sent = 0
        defer { unsent -= sent }
        do throws(TransportFault) {
            try printer.send(bytes, by: .now + PrinterDelays.stall, sent: &sent)
        } catch {
            throw .transport(error)
        }
    }

    private mutating func conversing<Value>(
        _ body: (inout PrinterConversation) throws(TransportFault) -> Value
    ) throws(Stop) -> Value {
        do throws(TransportFault) { return try body(&printer) } catch { throw .transport(error) }
    }
}

extension SlipDelivery {
    /// Leaves nothing behind that would print later, and a printer that understands the next job.
    private mutating func leave(after stop: Stop) -> Result {
        printer.transport.ignoreInterrupt()
        switch stop {
        case .condition(let condition):
            leaveInOrder()
            return .failed(condition)
        case .transport(.interrupted):
            leaveInOrder()
            return .cancelled
        case .transport(.timedOut):
            let condition = printer.unansweredCondition()
            leaveInOrder()
            return .failed(condition.map { $0.canPrint ? .offline : $0 } ?? .offline)
        case .transport:
            printer.transport.discardUnsent()
            return .failed(.offline)
        }
    }

    private mutating func leaveInOrder() {
        // What the kernel still holds must not reach the printer after we are gone.
        defer { printer.transport.discardUnsent() }
        do throws(TransportFault) {
            // A command that was begun is filled up with white, so that what follows is read as commands.
            let missing = min(unsent + scanner.missingData, 64 * 1024)
            try printer.send(
                [UInt8](repeating: ControlByte.nul, count: missing), by: .now + PrinterDelays.tidy)
            let closing = ESCPOS.clear(profile.bufferClear) + ESCPOS.initialise + ControlBytes.reportNothing
            try printer.send(closing, by: .now + PrinterDelays.tidy)
            guard profile.confirmation != .none else { return }
            // The answers prove that the printer has read that; then a half slip is cut off.
            let condition = try printer.status(by: .now + PrinterDelays.tidy).condition
            guard condition.canPrint, hasInk else { return }
            let feed = ESCPOS.feed(rows: profile.cutterDistance, unitsPerDot: profile.feedUnitsPerDot)
            try printer.send(feed + ESCPOS.cut(profile), by: .now + PrinterDelays.tidy)
            _ = try printer.status(by: .now + PrinterDelays.tidy)
        } catch {
            return
        }
    }
}

private enum ControlBytes {
    /// `GS a`: on-line, error and paper changes.
    static let reportChanges: [UInt8] = [ControlByte.gs, UInt8(ascii: "a"), 0b1110]
    static let reportNothing: [UInt8] = [ControlByte.gs, UInt8(ascii: "a"), 0]
}

/// A job's bytes, read in pieces: from a file, or from a filter that may stop half-way.
package struct JobData: ~Copyable {
    private static let maxByteCount = 32 * 1024

    private let descriptor: FileDescriptor
    private let interrupt: TransportInterrupt

    /// Reads from a descriptor that somebody else closes.
    package init(descriptor: FileDescriptor, interrupt: TransportInterrupt = .none) {
        self.descriptor = descriptor
        self.interrupt = interrupt
    }

    /// The next bytes; none at the end.
    ///
    /// - Returns: `nil` if they cannot be read, or do not come in time.
    package borrowing func next(by deadline: ContinuousClock.Instant) throws(TransportFault) -> [UInt8]? {
        while true {
            var waits =
                [pollfd(fd: descriptor.rawValue, events: CShort(POLLIN), revents: 0)] + interrupt.polls
            let left = ContinuousClock.now.duration(to: deadline).wholeMilliseconds
            let ready = unsafe poll(&waits, nfds_t(waits.count), left)
            if ready < 0, errno != EINTR { return nil }
            if ready > 0 {
                if waits.dropFirst().contains(where: { $0.revents != 0 }) { throw .interrupted }
                return try? unsafe [UInt8](unsafeUninitializedCapacity: Self.maxByteCount) { buffer, count in
                    // It tries again by itself when a signal comes.
                    count = try unsafe descriptor.read(into: UnsafeMutableRawBufferPointer(buffer))
                }
            } else if ContinuousClock.now >= deadline {
                return nil
            }
        }
    }
}
