import KioskCore

extension PrintJobMachine {
    struct Look: Stage {
        enum Step: Sendable {
            case queue
            case probe(isSecond: Bool), pause
            case printer
            /// The printer answers again, and may have jobs that nobody waits for.
            case cancelAbandoned(String, rest: [String], PrinterCondition)
            case setReasons(PrinterCondition), resume
        }

        var queue: CUPSQueue?
        var step = Step.queue

        var state: State { .look(self) }

        /// What the queue's reasons say.
        var queueCondition: PrinterCondition { PrinterStateReason.condition(of: queue?.reasons ?? []) }
    }

    mutating func look() -> [Action] { ask(.readQueue, awaiting: .queue, in: Look()) }

    mutating func handle(_ reply: Reply, in look: Look, now: Instant) -> [Action] {
        if case .cancelAbandoned(let name, _, _) = look.step, case .done(nil) = reply {
            abandoned.remove(name)
        }
        if isStopping { return end() }
        var look = look
        switch look.step {
        case .queue:
            guard case .queue(let result) = reply else { unexpected(reply) }
            guard case .success(let queue) = result else { return failLook() }
            guard !queue.isProcessing else { return end() }
            look.queue = queue
            if let backendURI {
                return ask(.probe(backendURI.location), awaiting: .probe(isSecond: false), in: look)
            }
            if let ippPrinter { return ask(.readPrinter(ippPrinter), awaiting: .printer, in: look) }
            return conclude(condition(telling: queue.reasons, now: now), look)
        case .probe(let isSecond):
            guard case .probed(let found) = reply else { unexpected(reply) }
            // A bus on which something is just plugged in holds everybody up: visitors hear of the second
            // silence.
            if !isSecond, found == .offline, condition?.canPrint == true {
                return ask(.wait(PrintJobDelays.secondLook), awaiting: .pause, in: look)
            }
            return conclude(found ?? look.queueCondition, look)
        case .pause:
            guard case .waited = reply else { unexpected(reply) }
            guard let backendURI else { return end() }
            return ask(.probe(backendURI.location), awaiting: .probe(isSecond: true), in: look)
        case .printer:
            guard case .printer(let result) = reply else { unexpected(reply) }
            guard let found = condition(result) else {
                return conclude(condition(telling: look.queue?.reasons ?? [], now: now), look)
            }
            return found == .offline
                ? conclude(found, look) : cancelAbandoned(abandoned.sorted(), found, look)
        case .cancelAbandoned(_, let rest, let found):
            guard case .done = reply else { unexpected(reply) }
            return cancelAbandoned(rest, found, look)
        case .setReasons(let found):
            guard case .done = reply else { unexpected(reply) }
            return resumeQueue(found, look)
        case .resume:
            guard case .done = reply else { unexpected(reply) }
            return end()
        }
    }

    /// The condition that another backend's reasons tell.
    ///
    /// Nobody takes them back before the next job; so after a while the next slip may try.
    mutating func condition(telling reasons: [String], now: Instant) -> PrinterCondition {
        let found = PrinterStateReason.condition(of: reasons)
        guard !found.canPrint else {
            leftReasons = nil
            return found
        }
        guard let leftReasons, leftReasons.reasons == reasons else {
            leftReasons = (reasons, now)
            return found
        }
        return now - leftReasons.since < PrintJobDelays.leftReasons ? found : .ready
    }

    mutating func cancelAbandoned(
        _ names: [String], _ found: PrinterCondition, _ look: Look
    ) -> [Action] {
        guard let name = names.first, let ippPrinter else { return conclude(found, look) }
        return ask(
            .cancelPrinterJob(name, ippPrinter),
            awaiting: .cancelAbandoned(name, rest: Array(names.dropFirst()), found), in: look)
    }

    /// Publishes what was found and corrects the queue.
    ///
    /// What a policy forbids here costs the queue's honesty, not a slip.
    mutating func conclude(_ found: PrinterCondition, _ look: Look) -> [Action] {
        let published = publish(found)
        guard found != look.queueCondition else { return published + resumeQueue(found, look) }
        let reasons = PrinterStateReason.keyword(for: found).map { [$0] } ?? []
        return published + ask(.setReasons(reasons), awaiting: .setReasons(found), in: look)
    }

    mutating func resumeQueue(_ found: PrinterCondition, _ look: Look) -> [Action] {
        guard found.canPrint, let queue = look.queue, queue.isStopped || !queue.isAccepting else {
            return end()
        }
        return ask(.resumeQueue, awaiting: .resume, in: look)
    }

    mutating func failLook() -> [Action] {
        format = nil
        return end() + publish(.unavailable)
    }
}
