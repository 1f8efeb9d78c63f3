package import KioskCore

/// The rules of printing through one CUPS queue, and of watching its printer while it is idle.
///
/// A value without I/O, clock or randomness. The caller carries out the actions in their order; the last one may be a
/// ``Call``, whose ``Reply`` is the next event. So one thing happens at a time: a look at the idle printer and a slip
/// can never run into each other.
package struct PrintJobMachine: Sendable {
    package typealias Instant = ContinuousClock.Instant

    package enum Event: Sendable {
        /// Print a slip; only while nothing else is under way.
        case print(PrintRequest)
        /// Look at the idle printer; only while nothing else is under way.
        case look
        /// A slip waits for its turn: a look that is under way ends as soon as its open call has returned.
        case slipIsWaiting
        /// Whoever asked for the slip or the look has given it up.
        case cancel
        case reply(Reply)
    }

    package enum Action: Sendable {
        /// To be carried out, and its reply handed back. Always the last of a list.
        case call(Call)
        /// The printer's condition has changed.
        case publish(PrinterCondition)
        case log(LogEntry)
        /// The slip that was asked for has ended.
        case finish(PrintOutcome)
    }

    /// What takes time: a question, an order, or a wait.
    package enum Call: Hashable, Sendable {
        case readQueue
        case readQueueCapabilities
        case readJobs
        case readJob(Int)
        case submit(PrintDocument)
        case cancelJob(Int)
        case resumeQueue
        case setReasons([String])
        /// Ask the printer behind our own backend.
        case probe(PrinterLocation)
        case readPrinter(IPPPrinterURI)
        case readPrinterCapabilities(IPPPrinterURI)
        case readPrinterJob(String, IPPPrinterURI)
        case cancelPrinterJob(String, IPPPrinterURI)
        /// May end early.
        case wait(Duration)
    }

    package enum Reply: Sendable {
        case queue(Result<CUPSQueue, CUPSFault>)
        /// Of the queue or of the printer.
        case capabilities(Result<PrintCapabilities, CUPSFault>)
        /// The jobs that may still print.
        case jobs(Result<[Int], CUPSFault>)
        /// `nil` if CUPS does not know the job any more.
        case job(Result<CUPSJobState?, CUPSFault>)
        /// The job's number.
        case submitted(Result<Int, CUPSFault>)
        /// An order was carried out, or why not.
        case done(CUPSFault?)
        /// `nil` if another program has the printer.
        case probed(PrinterCondition?)
        case printer(Result<PrinterCondition, CUPSFault>)
        case printerJob(Result<IPPJobState, CUPSFault>)
        case waited
    }

    package enum LogEntry: Sendable {
        case format(SlipFormat)
        case noPaperFits
        case failed(CUPSFault)
    }

    enum State: Sendable {
        /// Nothing is under way. To `cleanUp` if old jobs may be in the queue, else to `submit` or `look`.
        case idle
        /// Old jobs are being cancelled. To `submit`, `look` or `report`; to `idle` when a look gives way or fails.
        case cleanUp(CleanUp)
        /// The slip is being handed to CUPS. To `follow`; to `report` when it is refused or given up; to `cleanUp` when
        /// CUPS fell silent and may have it.
        case submit(Submission)
        /// CUPS or the printer has the slip. To `report` when it ended, to `withdraw` when it must not come out any
        /// more, to `cleanUp` when CUPS was lost for good.
        case follow(Following)
        /// The slip is being taken back. To `report` when that is done, to `follow` when CUPS fell silent and there is
        /// time left, else to `cleanUp`.
        case withdraw(Withdrawal)
        /// The slip came out; the queue is asked for the printer's condition. To `idle`.
        case report(PrintOutcome)
        /// The idle printer is being looked at. To `idle`.
        case look(Look)
    }

    /// What a state remembers between its calls.
    protocol Stage: Sendable {
        associatedtype Step

        /// Which reply is awaited.
        var step: Step { get set }
        var state: State { get }
    }

    let profile: PrinterProfile
    /// Whether CUPS runs on this machine: then what it reaches can be reached from here.
    let isServerLocal: Bool

    private(set) var state = State.idle
    /// Whether the slip or the look under way should end.
    private(set) var isStopping = false
    /// Whether jobs may be in the queue that nobody waits for: at the start, and after losing sight of one.
    package private(set) var mayHoldStaleJobs = true
    /// The queue's device URI, if its backend is ours.
    private(set) var backendURI: PrinterURI?
    /// The printer behind the queue, if CUPS's IPP backend prints on it.
    private(set) var ippPrinter: IPPPrinterURI?
    /// How slips are given to the queue, once that was found out.
    private(set) var format: SlipFormat?
    /// Names of jobs that were given up and that the IPP printer may still have.
    private(set) var abandoned: Set<String> = []
    /// What another backend left in the queue's reasons, and when that was first seen.
    private var leftReasons: (reasons: [String], since: Instant)?
    /// The condition that was published last.
    package private(set) var condition: PrinterCondition?

    package init(profile: PrinterProfile, isServerLocal: Bool) {
        self.profile = profile
        self.isServerLocal = isServerLocal
    }

    package mutating func handle(_ event: Event, now: Instant) -> [Action] {
        switch event {
        case .print(let request):
            begin()
            guard now < request.deadline else { return report(.failed(.tooSlow)) }
            return mayHoldStaleJobs ? cleanUp(before: .slip(request), now: now) : submit(request)
        case .look:
            begin()
            return mayHoldStaleJobs ? cleanUp(before: .look, now: now) : look()
        case .slipIsWaiting:
            switch state {
            case .look: isStopping = true
            case .cleanUp(let cleanUp): isStopping = isStopping || cleanUp.isForLook
            case .idle, .submit, .follow, .withdraw, .report: break
            }
            return []
        case .cancel:
            isStopping = true
            return []
        case .reply(let reply):
            if case .queue(.success(let queue)) = reply { learn(from: queue) }
            switch state {
            case .idle: unexpected(reply)
            case .cleanUp(let cleanUp): return handle(reply, in: cleanUp, now: now)
            case .submit(let submission): return handle(reply, in: submission, now: now)
            case .follow(let following): return handle(reply, in: following, now: now)
            case .withdraw(let withdrawal): return handle(reply, in: withdrawal, now: now)
            case .report(let outcome): return handle(reply, reporting: outcome)
            case .look(let look): return handle(reply, in: look, now: now)
            }
        }
    }

    /// Makes a call, and remembers what its reply is for.
    private mutating func ask<S: Stage>(_ call: Call, awaiting step: S.Step, in stage: S) -> [Action] {
        var stage = stage
        stage.step = step
        state = stage.state
        return [.call(call)]
    }

    private mutating func begin() {
        guard case .idle = state else { preconditionFailure("A slip or a look is under way.") }
        isStopping = false
    }

    private mutating func learn(from queue: CUPSQueue) {
        backendURI = PrinterURI(queue.deviceURI)
        let printer = IPPPrinterURI(queue.deviceURI)
        if printer != ippPrinter { (ippPrinter, format, abandoned) = (printer, nil, []) }
    }

    /// A reply that nothing asked for is a fault of the caller.
    private func unexpected(_ reply: Reply) -> Never {
        preconditionFailure("\(reply) does not belong to \(state).")
    }
}

extension PrintJobMachine.Call {
    /// The reply of a call to CUPS or to an IPP printer that failed.
    package func reply(failing fault: CUPSFault) -> PrintJobMachine.Reply {
        switch self {
        case .readQueue: .queue(.failure(fault))
        case .readQueueCapabilities, .readPrinterCapabilities: .capabilities(.failure(fault))
        case .readJobs: .jobs(.failure(fault))
        case .readJob: .job(.failure(fault))
        case .submit: .submitted(.failure(fault))
        case .cancelJob, .resumeQueue, .setReasons, .cancelPrinterJob: .done(fault)
        case .probe: .probed(nil)
        case .readPrinter: .printer(.failure(fault))
        case .readPrinterJob: .printerJob(.failure(fault))
        case .wait: .waited
        }
    }
}

/// A slip to be printed.
package struct PrintRequest: Sendable {
    package var slip: DotBitmap
    package var title: String
    /// Makes the job's name unique at a printer on which others print too.
    package var suffix: String
    /// When nobody waits for the slip any more.
    package var deadline: ContinuousClock.Instant
    /// The same in seconds since 1970, for our backend.
    package var printBefore: Int
    /// Seconds of processing after which CUPS ends the job by itself.
    package var cancelAfter: Int

    package init(
        slip: DotBitmap, title: String, suffix: String, deadline: ContinuousClock.Instant, printBefore: Int,
        cancelAfter: Int
    ) {
        self.slip = slip
        self.title = title
        self.suffix = suffix
        self.deadline = deadline
        self.printBefore = printBefore
        self.cancelAfter = cancelAfter
    }
}

/// The delays of following a job.
package enum PrintJobDelays {
    /// What a question to an IPP printer or a CUPS server elsewhere may take with its answer.
    package static let call = Duration.seconds(5)
    package static let poll = Duration.milliseconds(25)
    package static let reconnect = Duration.milliseconds(50)
    package static let queueLook = Duration.milliseconds(500)
    package static let secondLook = Duration.milliseconds(500)
    /// What CUPS and the backend may take to end a job.
    package static let withdrawal = Duration.seconds(2)
    /// So many looks in a row at a printer that does not answer mean that it is gone.
    package static let silentLooks = 3
    /// How long what a backend said at the end of a job counts, where the printer cannot be asked.
    package static let leftReasons = Duration.seconds(30)
}

// MARK: - Clean-up

extension PrintJobMachine {
    struct CleanUp: Stage {
        enum Purpose: Sendable {
            case slip(PrintRequest)
            case look
            /// CUPS may have taken a slip before it fell silent; it must be gone before anybody hears "failed". After
            /// its deadline our backend refuses it, should CUPS come back with it. The job's name, if it was handed over.
            case lostSlip(PrintRequest, name: String?)
        }

        enum Step: Sendable {
            case queue, jobs, cancel(then: ArraySlice<Int>), poll, reconnect
        }

        var purpose: Purpose
        /// When jobs that do not go are a fault.
        var deadline: Instant
        var step = Step.queue

        var state: State { .cleanUp(self) }

        var isForLook: Bool {
            switch purpose {
            case .look: true
            case .slip, .lostSlip: false
            }
        }
    }

    private mutating func cleanUp(before purpose: CleanUp.Purpose, now: Instant) -> [Action] {
        let cleanUp = CleanUp(purpose: purpose, deadline: now + PrintJobDelays.withdrawal)
        return ask(.readQueue, awaiting: .queue, in: cleanUp)
    }

    private mutating func handle(_ reply: Reply, in cleanUp: CleanUp, now: Instant) -> [Action] {
        if isStopping {
            switch cleanUp.purpose {
            case .slip: return report(.failed(.tooSlow))
            case .look: return end()
            case .lostSlip: break
            }
        }
        switch cleanUp.step {
        case .queue:
            guard case .queue(let result) = reply else { unexpected(reply) }
            if case .failure(let fault) = result { return fail(fault, in: cleanUp, now: now) }
            return ask(.readJobs, awaiting: .jobs, in: cleanUp)
        case .jobs:
            guard case .jobs(let result) = reply else { unexpected(reply) }
            switch result {
            case .failure(let fault): return fail(fault, in: cleanUp, now: now)
            case .success(let jobs): return cancel(jobs[...], in: cleanUp, now: now)
            }
        case .cancel(let rest):
            guard case .done(let fault) = reply else { unexpected(reply) }
            if let fault { return fail(fault, in: cleanUp, now: now) }
            guard rest.isEmpty else { return cancel(rest, in: cleanUp, now: now) }
            guard now < cleanUp.deadline else {
                return fail(.refused("Old jobs stay in the queue."), in: cleanUp, now: now)
            }
            return ask(.wait(PrintJobDelays.poll), awaiting: .poll, in: cleanUp)
        case .poll:
            guard case .waited = reply else { unexpected(reply) }
            return ask(.readJobs, awaiting: .jobs, in: cleanUp)
        case .reconnect:
            guard case .waited = reply else { unexpected(reply) }
            return self.cleanUp(before: cleanUp.purpose, now: now)
        }
    }

    private mutating func cancel(_ jobs: ArraySlice<Int>, in cleanUp: CleanUp, now: Instant) -> [Action] {
        if let job = jobs.first {
            return ask(.cancelJob(job), awaiting: .cancel(then: jobs.dropFirst()), in: cleanUp)
        }
        mayHoldStaleJobs = false
        switch cleanUp.purpose {
        case .slip(let request): return submit(request)
        case .look: return look()
        case .lostSlip(let request, let name):
            guard let name, ippPrinter != nil else { return report(.failed(.unavailable)) }
            // The printer may have it as well.
            let following = Following(
                request: request, job: Following.unknownJob, name: name, reasons: [],
                nextLook: request.deadline)
            return leaveQueue(Withdrawal(following: following, condition: .unavailable))
        }
    }

    private mutating func fail(_ fault: CUPSFault, in cleanUp: CleanUp, now: Instant) -> [Action] {
        switch cleanUp.purpose {
        case .slip(let request): return fail(fault, request, now: now)
        case .look: return failLook()
        case .lostSlip(let request, let name):
            guard now < request.deadline else {
                if let name, ippPrinter != nil { abandoned.insert(name) }
                return report(.failed(.unavailable))
            }
            return ask(.wait(PrintJobDelays.reconnect), awaiting: .reconnect, in: cleanUp)
        }
    }
}

// MARK: - Submit

extension PrintJobMachine {
    struct Submission: Stage {
        enum Step: Sendable {
            case queueCapabilities
            case printerCapabilities(queue: PrintCapabilities)
            case queue(PrintDocument)
            /// Reasons that stay in the queue if they cannot be taken out.
            case clearReasons(PrintDocument, [String])
            case submit(PrintDocument, reasons: [String], isRetry: Bool)
            case resume(PrintDocument, reasons: [String], CUPSFault)
        }

        var request: PrintRequest
        var step = Step.queueCapabilities

        var state: State { .submit(self) }
    }

    private mutating func submit(_ request: PrintRequest) -> [Action] {
        let submission = Submission(request: request)
        if let format { return submit(as: format, submission) }
        return ask(.readQueueCapabilities, awaiting: .queueCapabilities, in: submission)
    }

    private mutating func handle(_ reply: Reply, in submission: Submission, now: Instant) -> [Action] {
        if isStopping {
            // Nothing was handed over yet, but for the call that has just returned.
            guard case .submit = submission.step else { return report(.failed(.tooSlow)) }
        }
        switch submission.step {
        case .queueCapabilities:
            guard case .capabilities(let result) = reply else { unexpected(reply) }
            switch result {
            case .failure(let fault): return fail(fault, submission.request, now: now)
            case .success(let queue):
                guard let ippPrinter else { return choose(queue, nil, submission) }
                return ask(
                    .readPrinterCapabilities(ippPrinter), awaiting: .printerCapabilities(queue: queue),
                    in: submission)
            }
        case .printerCapabilities(let queue):
            guard case .capabilities(let result) = reply else { unexpected(reply) }
            return choose(queue, try? result.get(), submission)
        case .queue(let document):
            guard case .queue(let result) = reply else { unexpected(reply) }
            guard case .success(let queue) = result,
                !PrinterStateReason.condition(of: queue.reasons).canPrint
            else { return hand(over: document, reasons: [], submission) }
            leftReasons = nil
            return ask(.setReasons([]), awaiting: .clearReasons(document, queue.reasons), in: submission)
        case .clearReasons(let document, let reasons):
            guard case .done(let fault) = reply else { unexpected(reply) }
            return hand(over: document, reasons: fault == nil ? [] : reasons, submission)
        case .submit(let document, let reasons, let isRetry):
            guard case .submitted(let result) = reply else { unexpected(reply) }
            switch result {
            case .success(let job):
                return follow(job, document.name, since: reasons, submission.request, now: now)
            case .failure(let fault):
                // What was refused was not taken, so that a second try makes no second slip.
                guard case .refused = fault, !isRetry else {
                    return fail(fault, submission.request, name: document.name, now: now)
                }
                return ask(.resumeQueue, awaiting: .resume(document, reasons: reasons, fault), in: submission)
            }
        case .resume(let document, let reasons, let refusal):
            guard case .done(let fault) = reply else { unexpected(reply) }
            guard fault == nil else { return fail(refusal, submission.request, now: now) }
            return hand(over: document, reasons: reasons, isRetry: true, submission)
        }
    }

    private mutating func choose(
        _ queue: PrintCapabilities, _ printer: PrintCapabilities?, _ submission: Submission
    ) -> [Action] {
        let format = SlipFormat(
            isOurs: backendURI != nil, queue: queue, printer: printer, profile: profile)
        // An IPP printer that is off is asked again.
        guard ippPrinter == nil || printer != nil else { return submit(as: format, submission) }
        self.format = format
        return [.log(.format(format))] + submit(as: format, submission)
    }

    private mutating func submit(as format: SlipFormat, _ submission: Submission) -> [Action] {
        let request = submission.request
        // An IPP printer is asked for the job by its name.
        let name = ippPrinter == nil ? request.title : "\(request.title) \(request.suffix)"
        let document = format.document(
            for: request.slip, profile: profile, name: name, printBefore: request.printBefore,
            cancelAfter: request.cancelAfter)
        guard let document else { return [.log(.noPaperFits)] + report(.failed(.unavailable)) }
        if backendURI != nil { return hand(over: document, reasons: [], submission) }
        // What another backend left in the queue's reasons goes, so that what stands there later is of this job.
        return ask(.readQueue, awaiting: .queue(document), in: submission)
    }

    private mutating func hand(
        over document: PrintDocument, reasons: [String], isRetry: Bool = false, _ submission: Submission
    ) -> [Action] {
        ask(
            .submit(document), awaiting: .submit(document, reasons: reasons, isRetry: isRetry), in: submission
        )
    }
}

// MARK: - Follow

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

    private mutating func follow(
        _ job: Int, _ name: String, since reasons: [String], _ request: PrintRequest, now: Instant
    ) -> [Action] {
        resume(
            Following(
                request: request, job: job, name: name, reasons: reasons,
                nextLook: now + PrintJobDelays.queueLook), now: now)
    }

    /// Asks for the job once more, unless its time is over.
    private mutating func resume(_ following: Following, now: Instant) -> [Action] {
        guard now < following.request.deadline, !isStopping else {
            return withdraw(following, because: .tooSlow)
        }
        if following.hasLostCUPS, let ippPrinter {
            return ask(
                .readPrinterJob(following.name, ippPrinter), awaiting: .printerJobAfterLoss, in: following)
        }
        return readJob(following)
    }

    private mutating func readJob(_ following: Following) -> [Action] {
        var following = following
        following.hasLostCUPS = false
        guard following.isLeftToPrinter, let ippPrinter else {
            return ask(.readJob(following.job), awaiting: .job, in: following)
        }
        return ask(.readPrinterJob(following.name, ippPrinter), awaiting: .printerJob, in: following)
    }

    private mutating func handle(_ reply: Reply, in following: Following, now: Instant) -> [Action] {
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

    private mutating func handle(
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
    private mutating func handle(
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

    private mutating func askWhyEnded(_ following: Following) -> [Action] {
        guard let ippPrinter else { return ask(.readQueue, awaiting: .queueAfterEnd, in: following) }
        return ask(.readPrinter(ippPrinter), awaiting: .printerAfterEnd, in: following)
    }

    private mutating func goOn(_ following: Following, now: Instant) -> [Action] {
        now < following.nextLook
            ? ask(.wait(PrintJobDelays.poll), awaiting: .wait, in: following)
            : ask(.readQueue, awaiting: .queueLook, in: following)
    }

    /// Our backend ends a job itself; another one may wait for paper for ever.
    private mutating func judge(_ queue: CUPSQueue, _ following: Following, now: Instant) -> [Action] {
        var following = following
        let condition = PrinterStateReason.condition(of: queue.reasons)
        let isBlocked = backendURI == nil && !condition.canPrint && queue.reasons != following.reasons
        // Twice, since the first reading may be of the job before.
        if isBlocked, following.isBlocked { return withdraw(following, because: condition) }
        following.isBlocked = isBlocked
        guard let ippPrinter else { return waitAfterLook(following, now: now) }
        return ask(.readPrinter(ippPrinter), awaiting: .printerLook, in: following)
    }

    private mutating func waitAfterLook(_ following: Following, now: Instant) -> [Action] {
        var following = following
        following.nextLook = now + PrintJobDelays.queueLook
        return ask(.wait(PrintJobDelays.poll), awaiting: .wait, in: following)
    }

    /// CUPS is being started again: it knows the job when it is back.
    private mutating func lose(_ fault: CUPSFault, _ following: Following, now: Instant) -> [Action] {
        if case .refused = fault {
            // The queue itself is no longer as it was; the job may still be in it.
            mayHoldStaleJobs = true
            return fail(fault, following.request, now: now)
        }
        var following = following
        following.hasLostCUPS = true
        return ask(.wait(PrintJobDelays.reconnect), awaiting: .wait, in: following)
    }

    /// What a job that CUPS completed comes to; its backend waited for what the queue's profile promises, whatever
    /// ours does.
    private var completedOutcome: PrintOutcome {
        backendURI?.profile == profile.name && profile.confirmation == .inOrder ? .confirmed : .sent
    }
}

// MARK: - Withdraw

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

    private mutating func withdraw(_ following: Following, because condition: PrinterCondition) -> [Action] {
        ask(
            .cancelJob(following.job), awaiting: .cancel,
            in: Withdrawal(following: following, condition: condition))
    }

    private mutating func handle(_ reply: Reply, in withdrawal: Withdrawal, now: Instant) -> [Action] {
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

    private mutating func handle(
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

    private mutating func readJob(_ withdrawal: Withdrawal, now: Instant) -> [Action] {
        guard let deadline = withdrawal.deadline, now < deadline else {
            mayHoldStaleJobs = true
            return leaveQueue(withdrawal)
        }
        return ask(.readJob(withdrawal.following.job), awaiting: .job, in: withdrawal)
    }

    private mutating func leaveQueue(_ withdrawal: Withdrawal) -> [Action] {
        guard let ippPrinter else { return report(.failed(withdrawal.condition)) }
        return ask(
            .cancelPrinterJob(withdrawal.following.name, ippPrinter), awaiting: .cancelAtPrinter,
            in: withdrawal)
    }

    /// The printer could not be told; that is made up for as soon as it answers.
    private mutating func giveUp(_ withdrawal: Withdrawal, _ fault: CUPSFault?) -> [Action] {
        guard let fault, meansOffline(fault) else { return report(.failed(withdrawal.condition)) }
        abandoned.insert(withdrawal.following.name)
        return report(.failed(.offline))
    }

    private mutating func fail(_ fault: CUPSFault, in withdrawal: Withdrawal, now: Instant) -> [Action] {
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

extension PrintJobMachine {
    /// CUPS failed before the slip came to an end.
    ///
    /// - Parameter name: The job's, if it was handed over.
    private mutating func fail(
        _ fault: CUPSFault, _ request: PrintRequest, name: String? = nil, now: Instant
    ) -> [Action] {
        let entry = [Action.log(.failed(fault))]
        guard case .lost = fault else { return entry + report(.failed(.unavailable)) }
        mayHoldStaleJobs = true
        guard now < request.deadline else { return entry + report(.failed(.unavailable)) }
        return entry + cleanUp(before: .lostSlip(request, name: name), now: now)
    }

    private mutating func report(_ outcome: PrintOutcome) -> [Action] {
        switch outcome {
        case .failed(let condition):
            // Somebody may have set the queue up anew.
            format = nil
            return end() + publish(condition) + [.finish(outcome)]
        case .confirmed, .sent:
            state = .report(outcome)
            return [.call(.readQueue)]
        }
    }

    private mutating func handle(_ reply: Reply, reporting outcome: PrintOutcome) -> [Action] {
        guard case .queue(let result) = reply else { unexpected(reply) }
        let actions = end()
        guard case .success(let queue) = result else { return actions + [.finish(outcome)] }
        return actions + publish(PrinterStateReason.condition(of: queue.reasons)) + [.finish(outcome)]
    }

    private mutating func end() -> [Action] {
        state = .idle
        return []
    }

    private mutating func publish(_ condition: PrinterCondition) -> [Action] {
        guard condition != self.condition else { return [] }
        self.condition = condition
        return [.publish(condition)]
    }

    /// A CUPS server elsewhere may reach printers that we do not; one that refuses to tell is there.
    private func meansOffline(_ fault: CUPSFault) -> Bool {
        switch fault {
        case .refused: false
        case .unreachable, .lost: isServerLocal
        }
    }

    private func isSilent(_ result: Result<PrinterCondition, CUPSFault>) -> Bool {
        switch result {
        case .success: false
        case .failure(let fault): meansOffline(fault)
        }
    }

    /// The condition of an IPP printer; `nil` if it cannot be asked from here.
    private func condition(_ result: Result<PrinterCondition, CUPSFault>) -> PrinterCondition? {
        switch result {
        case .success(let condition): condition
        case .failure(let fault): meansOffline(fault) ? .offline : nil
        }
    }
}

// MARK: - Look

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

    private mutating func look() -> [Action] { ask(.readQueue, awaiting: .queue, in: Look()) }

    private mutating func handle(_ reply: Reply, in look: Look, now: Instant) -> [Action] {
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
            // A bus on which something is just plugged in holds everybody up: visitors hear of the second silence.
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
    private mutating func condition(telling reasons: [String], now: Instant) -> PrinterCondition {
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

    private mutating func cancelAbandoned(
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
    private mutating func conclude(_ found: PrinterCondition, _ look: Look) -> [Action] {
        let published = publish(found)
        guard found != look.queueCondition else { return published + resumeQueue(found, look) }
        let reasons = PrinterStateReason.keyword(for: found).map { [$0] } ?? []
        return published + ask(.setReasons(reasons), awaiting: .setReasons(found), in: look)
    }

    private mutating func resumeQueue(_ found: PrinterCondition, _ look: Look) -> [Action] {
        guard found.canPrint, let queue = look.queue, queue.isStopped || !queue.isAccepting else {
            return end()
        }
        return ask(.resumeQueue, awaiting: .resume, in: look)
    }

    private mutating func failLook() -> [Action] {
        format = nil
        return end() + publish(.unavailable)
    }
}
