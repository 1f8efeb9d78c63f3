package import KioskCore

/// Talking with a printer: bytes out, replies in, and what they say about its state.
package struct PrinterConversation: ~Copyable {
    package typealias Instant = ContinuousClock.Instant

    package let link: any PrinterTransport
    private var replies = PrinterReplyParser()
    private var answers: [UInt8] = []
    /// How many `GS r` were asked, or are about to be.
    package var asked = 0
    /// How many of them were answered.
    package private(set) var acknowledged = 0
    /// What the printer told unasked, since the last look at it.
    private var told: PrinterStatus?

    package init(over link: any PrinterTransport) { self.link = link }

    /// Sends all of it, or fails; half a command is never left behind on purpose.
    ///
    /// - Parameter sent: Counts along, so that a caller who is interrupted knows where.
    package mutating func send(
        _ bytes: ArraySlice<UInt8>, by deadline: Instant, sent: inout Int
    ) throws(TransportFault) {
        var rest = bytes
        defer { sent += link.withdraw() }
        while !rest.isEmpty {
            let count = try link.write(rest, by: min(deadline, .now + PrinterDelays.look))
            rest = rest.dropFirst(count)
            sent += count
            guard count == 0 else { continue }
            // A printer that takes nothing may still say why.
            _ = try listen(by: .now)
            if ContinuousClock.now >= deadline || told?.condition.canPrint == false { throw .timedOut }
        }
    }

    package mutating func send(_ bytes: [UInt8], by deadline: Instant) throws(TransportFault) {
        var sent = 0
        try send(bytes[...], by: deadline, sent: &sent)
    }

    /// Asks the four questions at once; they are answered in order.
    package mutating func status(by deadline: Instant) throws(TransportFault) -> PrinterStatus {
        answers.removeAll()
        try send(RealTimeStatus.allCases.flatMap(\.question), by: deadline)
        while answers.count < RealTimeStatus.allCases.count {
            // Also one that talks without end has to answer in time.
            guard ContinuousClock.now < deadline, try listen(by: deadline) else { throw .timedOut }
        }
        var status = PrinterStatus()
        for (question, answer) in zip(RealTimeStatus.allCases, answers) {
            question.read(answer, into: &status)
        }
        told = nil
        return status
    }

    /// Takes in what the printer says next; false when it says nothing until the deadline.
    package mutating func listen(by deadline: Instant) throws(TransportFault) -> Bool {
        let bytes = try link.read(by: deadline)
        for byte in bytes {
            switch replies.take(byte) {
            case .realTime(let answer): answers.append(answer)
            case .automatic(let status): told = status
            // An answer to nobody is a stray byte: the tail, say, of a status message to a program before us.
            case .inOrder: acknowledged += acknowledged < asked ? 1 : 0
            case .cleared, nil: break
            }
        }
        // Nobody asks so much: an endless talker must not fill the memory.
        if answers.count > 64 { answers.removeAll() }
        return !bytes.isEmpty
    }

    /// What a printer that does not answer may still tell; nil when it tells nothing.
    package func unansweredCondition() -> PrinterCondition? { told?.condition ?? link.portCondition() }

    /// What the printer reported unasked and what stops it, if anything.
    package mutating func takeReport() -> PrinterCondition? {
        defer { told = nil }
        return told?.condition
    }
}

/// Every delay and time-out of talking with a printer.
package enum PrinterDelays {
    /// How long a printer may take to accept a connection, tried again and again.
    package static let connect = Duration.seconds(3)
    package static let connectPause = Duration.milliseconds(100)
    /// How long the four real-time questions may take.
    package static let answer = Duration.seconds(1)
    /// How long a wait goes on before the state is looked at again.
    package static let look = Duration.milliseconds(100)
    /// How long a printer that says it is well may make no progress.
    package static let stall = Duration.seconds(10)
    /// How long an idle printer may take to answer `GS r` before a lost command is suspected.
    package static let resynchronise = Duration.milliseconds(500)
    /// What each step of leaving a printer in order may take; five of them stay below a second.
    package static let tidy = Duration.milliseconds(180)
    /// How old a job that does not say until when it is wanted may be when its turn comes.
    package static let oldestJob = Duration.seconds(30)
    /// What a look at an idle printer may take.
    package static let probe = Duration.milliseconds(400)
}
