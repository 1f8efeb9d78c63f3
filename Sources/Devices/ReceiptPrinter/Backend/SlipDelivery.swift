internal import Glibc
package import KioskCore

/// Brings one job's bytes to a printer and finds out what became of them.
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
        case link(TransportFault)
    }

    private var printer: PrinterConversation
    private let profile: PrinterProfile
    private var scanner = ESCPOSScanner()
    private var inRaster = false
    /// Bytes of the piece under way that the printer does not have.
    private var unsent = 0
    private var hasInk = false

    package init(over link: any PrinterTransport, profile: PrinterProfile) {
        printer = PrinterConversation(over: link)
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
            throw .link(error)
        }
    }

    private mutating func begin() throws(Stop) {
        guard profile.confirmation != .none else { return try checkPort() }
        // A job that died inside the head of a raster command left a printer that would take our first bytes
        // for its size, which may be a hundred metres: zeros end it as an empty one, and mean nothing elsewhere.
        try linked { (printer) throws(TransportFault) in
            try printer.send([0, 0, 0, 0, 0, 0, 0, 0], by: .now + PrinterDelays.answer)
        }
        try check()
        guard profile.confirmation == .inOrder else { return }
        // Automatic status reaches us even when the printer takes nothing any more.
        printer.asked += 1
        try write(ControlBytes.reportChanges + ESCPOS.transmitPaperStatus)
        let deadline = ContinuousClock.now + PrinterDelays.resynchronise
        while printer.acknowledged < printer.asked, ContinuousClock.now < deadline,
            try listen(by: deadline)
        {}
        if printer.acknowledged < printer.asked { try resynchronise() }
    }

    /// A job that died in the middle of a band left a printer that takes our commands for dots.
    private mutating func resynchronise() throws(Stop) {
        try write([UInt8](repeating: ControlByte.nul, count: profile.bytesPerRow * profile.bandRows))
        printer.asked = printer.acknowledged + 1
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
                if command == .transmitStatus, profile.confirmation == .inOrder { printer.asked += 1 }
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
            printer.asked += 1
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
            printer.asked += 1
            try write(ESCPOS.transmitPaperStatus)
            try awaitAnswers(leaving: 0)
            try write(ControlBytes.reportNothing)
        }
        return try check()
    }

    /// Waits until at most so many `GS r` are unanswered; looks at the printer's state as it waits.
    private mutating func awaitAnswers(leaving rest: Int) throws(Stop) {
        var before = printer.acknowledged
        var stalled = ContinuousClock.now + PrinterDelays.stall
        while printer.asked - printer.acknowledged > rest {
            if try !listen(by: .now + PrinterDelays.look) { try check() }
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
        let condition = try linked { (printer) throws(TransportFault) in
            try printer.status(by: .now + PrinterDelays.answer).condition
        }
        guard condition.canPrint else { throw .condition(condition) }
        return condition
    }

    /// For a printer that does not answer in bytes.
    private mutating func checkPort() throws(Stop) {
        if let condition = printer.link.portCondition(), !condition.canPrint { throw .condition(condition) }
    }

    private mutating func listen(by deadline: ContinuousClock.Instant) throws(Stop) -> Bool {
        let heard = try linked { (printer) throws(TransportFault) in try printer.listen(by: deadline) }
        if let condition = printer.takeReport(), !condition.canPrint { throw .condition(condition) }
        return heard
    }

    private mutating func write(_ bytes: [UInt8]) throws(Stop) { try write(bytes[...]) }

    private mutating func write(_ bytes: ArraySlice<UInt8>) throws(Stop) {
        unsent = bytes.count
        var sent = 0
        defer { unsent -= sent }
        do throws(TransportFault) {
            try printer.send(bytes, by: .now + PrinterDelays.stall, sent: &sent)
        } catch {
            throw .link(error)
        }
    }

    private mutating func linked<Value>(
        _ body: (inout PrinterConversation) throws(TransportFault) -> Value
    ) throws(Stop) -> Value {
        do throws(TransportFault) { return try body(&printer) } catch { throw .link(error) }
    }
}

extension SlipDelivery {
    /// Leaves nothing behind that would print later, and a printer that understands the next job.
    private mutating func leave(after stop: Stop) -> Result {
        printer.link.ignoreInterrupt()
        switch stop {
        case .condition(let condition):
            tidy()
            return .failed(condition)
        case .link(.interrupted):
            tidy()
            return .cancelled
        case .link(.timedOut):
            let told = printer.unansweredCondition()
            tidy()
            return .failed(told.map { $0.canPrint ? .offline : $0 } ?? .offline)
        case .link:
            printer.link.dropUnsent()
            return .failed(.offline)
        }
    }

    private mutating func tidy() {
        // What the kernel still holds must not reach the printer after we are gone.
        defer { printer.link.dropUnsent() }
        do throws(TransportFault) {
            // A command that was begun is filled up with white, so that what follows is read as commands.
            let missing = min(unsent + scanner.missingData, 64 * 1024)
            try printer.send(
                [UInt8](repeating: ControlByte.nul, count: missing), by: .now + PrinterDelays.tidy)
            let goodbye = ESCPOS.clear(profile.bufferClear) + ESCPOS.initialise + ControlBytes.reportNothing
            try printer.send(goodbye, by: .now + PrinterDelays.tidy)
            guard profile.confirmation != .none else { return }
            // The answers prove that the printer has read the goodbye; then a half slip is cut off.
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
    private let descriptor: CInt
    private let interrupt: TransportInterrupt

    /// Reads from a descriptor that somebody else closes.
    package init(descriptor: CInt, interrupt: TransportInterrupt = .none) {
        self.descriptor = descriptor
        self.interrupt = interrupt
    }

    /// The next bytes, none at the end; nil when they cannot be read, or do not come in time.
    package borrowing func next(by deadline: ContinuousClock.Instant) throws(TransportFault) -> [UInt8]? {
        while true {
            var waits = [pollfd(fd: descriptor, events: CShort(POLLIN), revents: 0)] + interrupt.polls
            let left = ContinuousClock.now.duration(to: deadline).wholeMilliseconds
            let ready = unsafe poll(&waits, nfds_t(waits.count), left)
            if ready < 0, errno != EINTR { return nil }
            if ready > 0 {
                if waits.dropFirst().contains(where: { $0.revents != 0 }) { throw .interrupted }
                var bytes = [UInt8](repeating: 0, count: 32 * 1024)
                let count = unsafe read(descriptor, &bytes, bytes.count)
                if count >= 0 { return Array(bytes.prefix(count)) }
                if errno != EINTR { return nil }
            } else if ContinuousClock.now >= deadline {
                return nil
            }
        }
    }
}
