import KioskCore

extension PrintJobMachine {
    struct Following: Stage {
        enum Step: Sendable {
            case job
            case printerJob
            /// The job ended without a slip; the printer, or else the queue, may say why.
            case printerAfterEnd, queueAfterEnd
            /// CUPS was away; a printer that has the job needs no second copy of it.
            case printerJobAfterLoss, cancelCopy
            case queueLook, resume(CUPSQueue), printerLook
            case wait
        }

        let request: PrintRequest
        /// CUPS gives numbers from 1 on.
        static let unknownJob = 0

        let job: Int
        let name: String
        /// The queue's reasons when the job was handed over.
        let reasons: [String]
        var nextLook: Instant
        /// Whether the last look found reasons that keep the job from printing.
        var isBlocked = false
        /// Looks in a row at a printer that did not answer.
        var silentLooks = 0
        var hasLostCUPS = false
        /// Whether only the printer has the job.
        var isLeftToPrinter = false
        var step = Step.job

        var state: State { .follow(self) }
    }

    mutating func follow(
        _ job: Int, _ name: String, since reasons: [String], _ request: PrintRequest, now: Instant
    ) -> [Action] {
        resume(
            Following(
                request: request, job: job, name: name, reasons: reasons,
                nextLook: now + PrintJobDelays.queueLook), now: now)
    }

    /// Asks for the job once more, unless its time is over.
    mutating func resume(_ following: Following, now: Instant) -> [Action] {
        guard now < following.request.deadline, !isStopping else {
            return withdraw(following, because: .tooSlow)
        }
        if following.hasLostCUPS, let ippPrinter {
            return ask(
                .readPrinterJob(following.name, ippPrinter), awaiting: .printerJobAfterLoss, in: following)
        }
        return readJob(following)
    }

    mutating func readJob(_ following: Following) -> [Action] {
        var following = following
        following.hasLostCUPS = false
        guard following.isLeftToPrinter, let ippPrinter else {
            return ask(.readJob(following.job), awaiting: .job, in: following)
        }
        return ask(.readPrinterJob(following.name, ippPrinter), awaiting: .printerJob, in: following)
    }

    mutating func handle(_ reply: Reply, in following: Following, now: Instant) -> [Action] {
        var following = following
        switch following.step {
        case .job:
            guard case .job(let result) = reply else { unexpected(reply) }
            return handle(result, in: following, now: now)
        case .printerJob:
            guard case .printerJob(let result) = reply else { unexpected(reply) }
            return handle(result, in: following, now: now)
        case .printerAfterEnd:
            guard case .printer(let result) = reply else { unexpected(reply) }
            guard let condition = condition(result) else {
                return ask(.readQueue, awaiting: .queueAfterEnd, in: following)
            }
            return report(.failed(condition.canPrint ? .unavailable : condition))
        case .queueAfterEnd:
            guard case .queue(let result) = reply else { unexpected(reply) }
            switch result {
            case .failure(let fault): return lose(fault, following, now: now)
            case .success(let queue):
                let condition = PrinterStateReason.condition(of: queue.reasons)
                return report(.failed(condition.canPrint ? .unavailable : condition))
            }
        case .printerJobAfterLoss:
            guard case .printerJob(let result) = reply else { unexpected(reply) }
            switch result {
            case .success(.active), .success(.completed):
                following.isLeftToPrinter = true
                return ask(.cancelJob(following.job), awaiting: .cancelCopy, in: following)
            case .success(.unknown), .success(.ended), .failure: return readJob(following)
            }
        case .cancelCopy:
            guard case .done(let fault) = reply else { unexpected(reply) }
            guard let fault else { return readJob(following) }
            return lose(fault, following, now: now)
        case .queueLook:
            guard case .queue(let result) = reply else { unexpected(reply) }
            switch result {
            case .failure(let fault): return lose(fault, following, now: now)
            case .success(let queue):
                guard queue.isStopped else { return judge(queue, following, now: now) }
                return ask(.resumeQueue, awaiting: .resume(queue), in: following)
            }
        case .resume(let queue):
            guard case .done = reply else { unexpected(reply) }
            return judge(queue, following, now: now)
        case .printerLook:
            guard case .printer(let result) = reply else { unexpected(reply) }
            following.silentLooks = isSilent(result) ? following.silentLooks + 1 : 0
            guard following.silentLooks < PrintJobDelays.silentLooks else {
                return withdraw(following, because: .offline)
            }
            return waitAfterLook(following, now: now)
        case .wait:
            guard case .waited = reply else { unexpected(reply) }
            return resume(following, now: now)
        }
    }

    mutating func handle(
        _ result: Result<CUPSJobState?, CUPSFault>, in following: Following, now: Instant
    ) -> [Action] {
        switch result {
        case .failure(let fault): return lose(fault, following, now: now)
        case .success(.waiting), .success(.processing): return goOn(following, now: now)
        case .success(.completed):
            guard let ippPrinter else { return report(completedOutcome) }
            return ask(.readPrinterJob(following.name, ippPrinter), awaiting: .printerJob, in: following)
        case .success(.ended), .success(nil): return askWhyEnded(following)
        }
    }

    /// What became of a job that CUPS's IPP backend has let go.
    mutating func handle(
        _ result: Result<IPPJobState, CUPSFault>, in following: Following, now: Instant
    ) -> [Action] {
        switch result {
        case .success(.completed): report(.confirmed)
        case .success(.unknown): report(.sent)
        case .success(.active): goOn(following, now: now)
        case .success(.ended): askWhyEnded(following)
        case .failure(let fault): meansOffline(fault) ? goOn(following, now: now) : report(.sent)
        }
    }

    mutating func askWhyEnded(_ following: Following) -> [Action] {
        guard let ippPrinter else { return ask(.readQueue, awaiting: .queueAfterEnd, in: following) }
        return ask(.readPrinter(ippPrinter), awaiting: .printerAfterEnd, in: following)
    }

    mutating func goOn(_ following: Following, now: Instant) -> [Action] {
        now < following.nextLook
            ? ask(.wait(PrintJobDelays.poll), awaiting: .wait, in: following)
            : ask(.readQueue, awaiting: .queueLook, in: following)
    }

    /// Our backend ends a job itself; another one may wait for paper for ever.
    mutating func judge(_ queue: CUPSQueue, _ following: Following, now: Instant) -> [Action] {
        var following = following
        let condition = PrinterStateReason.condition(of: queue.reasons)
        let isBlocked = backendURI == nil && !condition.canPrint && queue.reasons != following.reasons
        // Twice, since the first reading may be of the job before.
        if isBlocked, following.isBlocked { return withdraw(following, because: condition) }
        following.isBlocked = isBlocked
        guard let ippPrinter else { return waitAfterLook(following, now: now) }
        return ask(.readPrinter(ippPrinter), awaiting: .printerLook, in: following)
    }

    mutating func waitAfterLook(_ following: Following, now: Instant) -> [Action] {
        var following = following
        following.nextLook = now + PrintJobDelays.queueLook
        return ask(.wait(PrintJobDelays.poll), awaiting: .wait, in: following)
    }

    /// CUPS is being started again: it knows the job when it is back.
    mutating func lose(_ fault: CUPSFault, _ following: Following, now: Instant) -> [Action] {
        if case .refused = fault {
            // The queue itself is no longer as it was; the job may still be in it.
            mayHoldStaleJobs = true
            return fail(fault, following.request, now: now)
        }
        var following = following
        following.hasLostCUPS = true
        return ask(.wait(PrintJobDelays.reconnect), awaiting: .wait, in: following)
    }

    /// What a job that CUPS completed comes to; its backend waited for what the queue's profile promises,
    /// whatever ours does.
    var completedOutcome: PrintOutcome {
        backendURI?.profile == profile.name && profile.confirmation == .inOrder ? .confirmed : .sent
    }
}

// MARK: - Withdraw
