import KioskCore

extension PrintJobMachine {
    struct Withdrawal: Stage {
        enum Step: Sendable {
            case cancel
            /// CUPS and the backend have to let go of the printer.
            case job, queue, poll
            /// CUPS has completed it at the last moment; what does the printer say?
            case printerJob
            /// CUPS's backend may not have reached the printer.
            case cancelAtPrinter, printerJobAfterCancel, printer
        }

        let following: Following
        let condition: PrinterCondition
        /// When the backend should have let go.
        var deadline: Instant?
        var step = Step.cancel

        var state: State { .withdraw(self) }
    }

    mutating func withdraw(_ following: Following, because condition: PrinterCondition) -> [Action] {
        ask(
            .cancelJob(following.job), awaiting: .cancel,
            in: Withdrawal(following: following, condition: condition))
    }

    mutating func handle(_ reply: Reply, in withdrawal: Withdrawal, now: Instant) -> [Action] {
        var withdrawal = withdrawal
        switch withdrawal.step {
        case .cancel:
            guard case .done(let fault) = reply else { unexpected(reply) }
            if let fault {
                if ippPrinter != nil { abandoned.insert(withdrawal.following.name) }
                return fail(fault, in: withdrawal, now: now)
            }
            withdrawal.deadline = now + PrintJobDelays.withdrawal
            return readJob(withdrawal, now: now)
        case .job:
            guard case .job(let result) = reply else { unexpected(reply) }
            return handle(result, in: withdrawal, now: now)
        case .queue:
            guard case .queue(let result) = reply else { unexpected(reply) }
            switch result {
            case .failure(let fault): return fail(fault, in: withdrawal, now: now)
            case .success(let queue):
                guard queue.isProcessing else { return leaveQueue(withdrawal) }
                return ask(.wait(PrintJobDelays.poll), awaiting: .poll, in: withdrawal)
            }
        case .poll:
            guard case .waited = reply else { unexpected(reply) }
            return readJob(withdrawal, now: now)
        case .printerJob:
            guard case .printerJob(let result) = reply else { unexpected(reply) }
            switch result {
            case .success(.completed): return report(.confirmed)
            case .success(.unknown): return report(.sent)
            case .success(.ended): return leaveQueue(withdrawal)
            case .failure(let fault) where !meansOffline(fault): return report(.sent)
            case .success(.active), .failure:
                return ask(.wait(PrintJobDelays.poll), awaiting: .poll, in: withdrawal)
            }
        case .cancelAtPrinter:
            guard case .done(let fault) = reply else { unexpected(reply) }
            guard fault == nil, let ippPrinter else { return giveUp(withdrawal, fault) }
            return ask(
                .readPrinterJob(withdrawal.following.name, ippPrinter), awaiting: .printerJobAfterCancel,
                in: withdrawal)
        case .printerJobAfterCancel:
            guard case .printerJob(let result) = reply else { unexpected(reply) }
            switch result {
            case .failure(let fault): return giveUp(withdrawal, fault)
            case .success(.completed): return report(.confirmed)
            case .success(.unknown), .success(.active), .success(.ended):
                guard withdrawal.condition == .tooSlow, let ippPrinter else {
                    return report(.failed(withdrawal.condition))
                }
                return ask(.readPrinter(ippPrinter), awaiting: .printer, in: withdrawal)
            }
        case .printer:
            guard case .printer(let result) = reply else { unexpected(reply) }
            guard let condition = condition(result), !condition.canPrint else {
                return report(.failed(withdrawal.condition))
            }
            return report(.failed(condition))
        }
    }

    mutating func handle(
        _ result: Result<CUPSJobState?, CUPSFault>, in withdrawal: Withdrawal, now: Instant
    ) -> [Action] {
        switch result {
        case .failure(let fault): return fail(fault, in: withdrawal, now: now)
        case .success(.completed):
            // It may have come out at the last moment.
            guard let ippPrinter else { return report(completedOutcome) }
            return ask(
                .readPrinterJob(withdrawal.following.name, ippPrinter), awaiting: .printerJob, in: withdrawal)
        case .success(.ended), .success(nil): return ask(.readQueue, awaiting: .queue, in: withdrawal)
        case .success(.waiting), .success(.processing):
            return ask(.wait(PrintJobDelays.poll), awaiting: .poll, in: withdrawal)
        }
    }

    mutating func readJob(_ withdrawal: Withdrawal, now: Instant) -> [Action] {
        guard let deadline = withdrawal.deadline, now < deadline else {
            mayHoldStaleJobs = true
            return leaveQueue(withdrawal)
        }
        return ask(.readJob(withdrawal.following.job), awaiting: .job, in: withdrawal)
    }

    mutating func leaveQueue(_ withdrawal: Withdrawal) -> [Action] {
        guard let ippPrinter else { return report(.failed(withdrawal.condition)) }
        return ask(
            .cancelPrinterJob(withdrawal.following.name, ippPrinter), awaiting: .cancelAtPrinter,
            in: withdrawal)
    }

    /// The printer could not be reached; the job is cancelled there as soon as it responds.
    mutating func giveUp(_ withdrawal: Withdrawal, _ fault: CUPSFault?) -> [Action] {
        guard let fault, meansOffline(fault) else { return report(.failed(withdrawal.condition)) }
        abandoned.insert(withdrawal.following.name)
        return report(.failed(.offline))
    }

    mutating func fail(_ fault: CUPSFault, in withdrawal: Withdrawal, now: Instant) -> [Action] {
        mayHoldStaleJobs = true
        var following = withdrawal.following
        if case .refused = fault { return fail(fault, following.request, name: following.name, now: now) }
        guard now < following.request.deadline, !isStopping else {
            return fail(fault, following.request, name: following.name, now: now)
        }
        following.hasLostCUPS = true
        return ask(.wait(PrintJobDelays.reconnect), awaiting: .wait, in: following)
    }
}

// MARK: - Report
