package import KioskCore

/// A conversation in ESC/POS with a printer: commands out, replies in, and the state that they tell.
package struct PrinterConversation: ~Copyable {
    package typealias Instant = ContinuousClock.Instant

    package let transport: any PrinterTransport
    private var parser = PrinterReplyParser()
    private var answers: [UInt8] = []
    /// How many `GS r` were sent, or are about to be.
    package var requested = 0
    /// How many of them the printer has answered.
    package private(set) var acknowledged = 0
    /// Automatic status that came since the last look at it.
    private var unsolicitedStatus: PrinterStatus?

    package init(over transport: any PrinterTransport) { self.transport = transport }

    /// Sends all of it, or fails; half a command is never left behind on purpose.
    ///
    /// - Parameter sent: Counts the bytes as they go, so that the caller knows how far an interrupted one
    ///   came.
    package mutating func send(
        _ bytes: ArraySlice<UInt8>, by deadline: Instant, sent: inout Int
    ) throws(TransportFault) {
        var rest = bytes
        defer { sent += transport.cancelWrite() }
        while !rest.isEmpty {
            let count = try transport.write(rest, by: min(deadline, .now + PrinterDelays.look))
            rest = rest.dropFirst(count)
            sent += count
            guard count == 0 else { continue }
            // A printer that takes nothing may still say why.
            _ = try receive(by: .now)
            if ContinuousClock.now >= deadline || unsolicitedStatus?.condition.canPrint == false {
                throw .timedOut
            }
        }
    }

    package mutating func send(_ bytes: [UInt8], by deadline: Instant) throws(TransportFault) {
        var sent = 0
        try send(bytes[...], by: deadline, sent: &sent)
    }

    /// Asks the four questions of `DLE EOT` at once; they are answered in order.
    package mutating func status(by deadline: Instant) throws(TransportFault) -> PrinterStatus {
        answers.removeAll()
        try send(RealTimeStatus.allCases.flatMap(\.question), by: deadline)
        while answers.count < RealTimeStatus.allCases.count {
            // Also one that sends without end has to answer in time.
            guard ContinuousClock.now < deadline, try receive(by: deadline) else { throw .timedOut }
        }
        var status = PrinterStatus()
        for (question, answer) in zip(RealTimeStatus.allCases, answers) {
            question.read(answer, into: &status)
        }
        unsolicitedStatus = nil
        return status
    }

    /// Reads what the printer sends next.
    ///
    /// - Returns: `false` if nothing came until the deadline.
    package mutating func receive(by deadline: Instant) throws(TransportFault) -> Bool {
        let bytes = try transport.read(by: deadline)
        for byte in bytes {
            switch parser.receive(byte) {
            case .realTime(let answer): answers.append(answer)
            case .automatic(let status): unsolicitedStatus = status
            // An answer to nobody is a stray byte: the tail, say, of a status message to a program before us.
            case .inOrder: acknowledged += acknowledged < requested ? 1 : 0
            case .cleared, nil: break
            }
        }
        // Nobody asks so much: a printer that sends without end must not fill the memory.
        if answers.count > 64 { answers.removeAll() }
        return !bytes.isEmpty
    }

    /// The condition of a printer that does not answer questions, from automatic status or from its port.
    package func unansweredCondition() -> PrinterCondition? {
        unsolicitedStatus?.condition ?? transport.portCondition()
    }

    /// The condition of automatic status that has come; each is returned once.
    package mutating func popUnsolicitedCondition() -> PrinterCondition? {
        defer { unsolicitedStatus = nil }
        return unsolicitedStatus?.condition
    }
}

/// Every delay and time-out of a conversation with a printer.
package enum PrinterDelays {
    /// How long a printer may take to accept a connection, tried again and again.
    package static let connect = Duration.seconds(3)
    package static let connectPause = Duration.milliseconds(100)
    /// How long the four real-time questions may take.
    package static let answer = Duration.seconds(1)
    /// How long a wait goes on before the state is looked at again.
    package static let look = Duration.milliseconds(100)
    /// How long a printer without a fault may make no progress.
    package static let stall = Duration.seconds(10)
    /// How long an idle printer may take to answer `GS r` before a lost command is suspected.
    package static let resynchronise = Duration.milliseconds(500)
    /// What each step of leaving a printer in order may take; five of them stay below a second.
    package static let tidy = Duration.milliseconds(180)
    /// How old a job that does not say until when it is wanted may be when its turn comes.
    package static let oldestJob = Duration.seconds(30)
    /// What reading the state of an idle printer may take.
    package static let probe = Duration.milliseconds(400)
}
