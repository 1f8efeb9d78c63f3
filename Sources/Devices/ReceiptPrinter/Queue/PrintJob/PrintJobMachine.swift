package import KioskCore

/// The rules of printing through one CUPS queue, and of watching its printer while it is idle.
///
/// A value without I/O, clock or randomness. The caller carries out the actions in their order; the last one
/// may be a ``Call``, whose ``Reply`` is the next event. So one thing happens at a time: a look at the idle
/// printer and a slip can never run into each other.
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
        /// Old jobs are being cancelled. To `submit`, `look` or `report`; to `idle` when a look gives way or
        /// fails.
        case cleanUp(CleanUp)
        /// The slip is being handed to CUPS. To `follow`; to `report` when it is refused or given up; to
        /// `cleanUp` when CUPS fell silent and may have it.
        case submit(Submission)
        /// CUPS or the printer has the slip. To `report` when it ended, to `withdraw` when it must not come
        /// out any more, to `cleanUp` when CUPS was lost for good.
        case follow(Following)
        /// The slip is being taken back. To `report` when that is done, to `follow` when CUPS fell silent and
        /// there is time left, else to `cleanUp`.
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

    var state = State.idle
    /// Whether the slip or the look under way should end.
    var isStopping = false
    /// Whether jobs may be in the queue that nobody waits for: at the start, and after losing sight of one.
    package internal(set) var mayHoldStaleJobs = true
    /// The queue's device URI, if its backend is ours.
    var backendURI: PrinterURI?
    /// The printer behind the queue, if CUPS's IPP backend prints on it.
    var ippPrinter: IPPPrinterURI?
    /// How slips are given to the queue, once that was found out.
    var format: SlipFormat?
    /// Names of jobs that were given up and that the IPP printer may still have.
    var abandoned: Set<String> = []
    /// What another backend left in the queue's reasons, and when that was first seen.
    var leftReasons: (reasons: [String], since: Instant)?
    /// The condition that was published last.
    package internal(set) var condition: PrinterCondition?

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
    mutating func ask<S: Stage>(_ call: Call, awaiting step: S.Step, in stage: S) -> [Action] {
        var stage = stage
        stage.step = step
        state = stage.state
        return [.call(call)]
    }

    mutating func begin() {
        guard case .idle = state else { preconditionFailure("A slip or a look is under way.") }
        isStopping = false
    }

    mutating func learn(from queue: CUPSQueue) {
        backendURI = PrinterURI(queue.deviceURI)
        let printer = IPPPrinterURI(queue.deviceURI)
        if printer != ippPrinter { (ippPrinter, format, abandoned) = (printer, nil, []) }
    }

    /// A reply that nothing asked for is a fault of the caller.
    func unexpected(_ reply: Reply) -> Never {
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
