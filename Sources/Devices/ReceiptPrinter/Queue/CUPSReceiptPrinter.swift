internal import Glibc
public import KioskCore
public import Logging

/// A receipt printer behind a CUPS queue.
///
/// It asks the queue how it is to be fed (``SlipFormat``), follows each job to its end, and withdraws what did
/// not come out. With a queue of our own backend it also looks at the idle printer over the same link, and
/// with one of CUPS's IPP backend it asks the printer itself, so that the kiosk knows of an empty roll before
/// a visitor touches, and of a new one within `idleLook`; it writes what it saw to the queue's
/// `printer-state-reasons`. With another backend it knows what that backend tells.
///
/// CUPS must let it cancel its own jobs (user `kiosk`); resuming the queue and setting its reasons need the
/// queue's operation policy to allow them, and are done without where it does not.
public actor CUPSReceiptPrinter: ReceiptPrinter {
    public struct Settings: Hashable, Sendable {
        public var server: CUPSServer
        public var queue: String
        public var profile: PrinterProfile
        /// How long one slip may take, from the call to its end.
        public var deadline = Duration.seconds(20)
        /// How often an idle printer that cannot print is looked at, so that it is back soon.
        public var idleLook = Duration.seconds(2)
        /// One that is well is looked at a fifth as often: should it fail meanwhile, the next slip finds out.
        var wellLook: Duration { idleLook * 5 }

        public init(server: CUPSServer = .system, queue: String, profile: PrinterProfile = .generic80) {
            self.server = server
            self.queue = queue
            self.profile = profile
        }
    }

    let settings: Settings
    let cups: CUPSClient
    private let probe = PrinterProbe()
    let printers = IPPClient()
    private let known = PrinterConditions()
    let logger: Logger
    private var printing = 0
    /// Whether jobs may be in the queue that nobody waits for: at the start, and after losing sight of one.
    private var mayHoldStaleJobs = true
    /// The link behind the queue, when it is our backend's.
    private(set) var link: PrinterURI?
    /// The printer behind the queue, when CUPS's IPP backend prints on it.
    private(set) var ippPrinter: IPPPrinterURI?
    /// How the queue is fed, once it was found out.
    var feed: SlipFormat?
    /// Jobs that the IPP printer may still have although we gave them up, by name.
    var abandoned: Set<String> = []
    /// What another backend left in the queue's reasons, and when we first saw it.
    var leftReasons: (reasons: [String], since: ContinuousClock.Instant)?

    public init(_ settings: Settings, logger: Logger) {
        self.settings = settings
        self.logger = logger
        cups = CUPSClient(settings.server)
    }

    public nonisolated func conditions() -> AsyncStream<PrinterCondition> { known.stream() }

    /// Looks at the printer while it is idle, until the task is cancelled.
    public func run() async {
        while !Task.isCancelled {
            await look()
            let isWell = known.current?.canPrint == true
            try? await Task.sleep(for: isWell ? settings.wellLook : settings.idleLook)
        }
        known.finish()
    }

    public func print(_ slip: DotBitmap, title: String) async -> PrintOutcome {
        printing += 1
        defer { printing -= 1 }
        let deadline = ContinuousClock.now + settings.deadline
        let outcome: PrintOutcome
        do throws(CUPSFault) {
            try await withdrawStaleJobs()
            if let job = try await job(for: slip, title: title) {
                let reasons = await clearReasons()
                let id = try await submit(job)
                outcome = try await follow(id, named: job.name, since: reasons, until: deadline)
            } else {
                logger.warning("No paper of the queue holds a slip", metadata: ["queue": "\(settings.queue)"])
                outcome = .failed(.unavailable)
            }
        } catch {
            logger.warning("Printing failed", metadata: ["fault": "\(error)"])
            if case .lost = error { await withdrawDoubtfulJob(until: deadline) }
            outcome = .failed(.unavailable)
        }
        // Somebody may have set the queue up anew.
        if case .failed = outcome { feed = nil }
        await publish(after: outcome)
        return outcome
    }

    /// CUPS may have taken the job before it fell silent; it must be gone before somebody hears "failed".
    ///
    /// After the deadline our backend refuses the job, should CUPS come back with it.
    private func withdrawDoubtfulJob(until deadline: ContinuousClock.Instant) async {
        mayHoldStaleJobs = true
        while ContinuousClock.now < deadline {
            do throws(CUPSFault) { return try await withdrawStaleJobs() } catch {
                await pause(PrintJobDelays.reconnect)
            }
        }
    }

    private func publish(after outcome: PrintOutcome) async {
        if case .failed(let condition) = outcome { return publish(condition) }
        if let queue = try? await cups.queue(settings.queue) {
            publish(PrinterStateReason.condition(of: queue.reasons))
        }
    }

    private func publish(_ condition: PrinterCondition) {
        guard known.publish(condition) else { return }
        logger.notice("The printer's condition changed", metadata: ["condition": "\(condition)"])
    }
}

extension CUPSReceiptPrinter {
    /// One look at the idle printer, and what follows from it.
    private func look() async {
        guard printing == 0 else { return }
        do throws(CUPSFault) {
            try await withdrawStaleJobs()
            let queue = try await readQueue()
            guard printing == 0, !queue.isProcessing else { return }
            let told = PrinterStateReason.condition(of: queue.reasons)
            var condition = told
            if let link { condition = await look(over: link) ?? told }
            guard printing == 0 else { return }
            if link == nil { condition = await idleCondition(reasons: queue.reasons) }
            guard printing == 0 else { return }
            publish(condition)
            // From here on it is housekeeping: what a policy forbids costs the queue's honesty, not a slip.
            if condition != told {
                let keyword = PrinterStateReason.keyword(for: condition)
                try? await cups.setReasons(keyword.map { [$0] } ?? [], of: settings.queue)
            }
            if condition.canPrint, queue.isStopped || !queue.isAccepting {
                try? await cups.resume(settings.queue)
            }
        } catch {
            feed = nil
            publish(.unavailable)
        }
    }

    /// Asks the printer itself; nothing where another program's use of it prevents the look.
    private func look(over link: PrinterURI) async -> PrinterCondition? {
        let condition = await probe.condition(of: link.location, profile: settings.profile)
        guard condition == .offline, known.current?.canPrint == true else { return condition }
        // A bus on which something is just plugged in holds everybody up: visitors hear of the second silence.
        await pause(PrintJobDelays.secondLook)
        guard printing == 0 else { return nil }
        return await probe.condition(of: link.location, profile: settings.profile)
    }

    func readQueue() async throws(CUPSFault) -> CUPSQueue {
        let queue = try await cups.queue(settings.queue)
        link = PrinterURI(queue.deviceURI)
        let printer = IPPPrinterURI(queue.deviceURI)
        if printer != ippPrinter { (ippPrinter, feed, abandoned) = (printer, nil, []) }
        return queue
    }

    /// Ends every job that is in the queue from before; ours is not yet there.
    private func withdrawStaleJobs() async throws(CUPSFault) {
        guard mayHoldStaleJobs else { return }
        _ = try await readQueue()
        let deadline = ContinuousClock.now + PrintJobDelays.withdrawal
        while true {
            let jobs = try await cups.activeJobs(of: settings.queue)
            if jobs.isEmpty { break }
            for job in jobs { try await cups.cancel(job, of: settings.queue) }
            guard ContinuousClock.now < deadline else { throw .refused("Old jobs stay in the queue.") }
            await pause(PrintJobDelays.poll)
        }
        mayHoldStaleJobs = false
    }

    /// Hands a job over; a queue that takes none is told to.
    private func submit(_ job: PrintDocument) async throws(CUPSFault) -> Int {
        do throws(CUPSFault) { return try await cups.submit(job, to: settings.queue) } catch {
            // What was refused was not taken, so that a second try makes no second slip.
            guard case .refused = error, (try? await cups.resume(settings.queue)) != nil else { throw error }
            return try await cups.submit(job, to: settings.queue)
        }
    }

    private func follow(
        _ job: Int, named name: String, since before: [String], until deadline: ContinuousClock.Instant
    ) async throws(CUPSFault) -> PrintOutcome {
        var nextLook = ContinuousClock.now + PrintJobDelays.queueLook
        var troubled = false
        var silence = 0
        var hasLostSight = false
        var isLeftToPrinter = false
        while ContinuousClock.now < deadline, !Task.isCancelled {
            do throws(CUPSFault) {
                if hasLostSight, await isAtPrinter(name) {
                    isLeftToPrinter = true
                    try await cups.cancel(job, of: settings.queue)
                }
                hasLostSight = false
                let outcome =
                    if isLeftToPrinter, let ippPrinter { await outcome(of: name, at: ippPrinter) } else {
                        try await outcome(of: job, named: name)
                    }
                if let outcome { return outcome }
                if ContinuousClock.now >= nextLook {
                    let queue = try await readQueue()
                    if queue.isStopped { try? await cups.resume(settings.queue) }
                    // Our backend ends a job itself; another one may wait for paper for ever. Twice, since
                    // the first reading may be of the job before.
                    let condition = PrinterStateReason.condition(of: queue.reasons)
                    let blocked = link == nil && !condition.canPrint && queue.reasons != before
                    if blocked, troubled { return try await withdraw(job, named: name, because: condition) }
                    troubled = blocked
                    silence = await isSilent() ? silence + 1 : 0
                    if silence >= PrintJobDelays.silentLooks {
                        return try await withdraw(job, named: name, because: .offline)
                    }
                    nextLook = .now + PrintJobDelays.queueLook
                }
            } catch {
                // CUPS is being started again: it knows the job when it is back.
                if case .refused = error { throw error }
                hasLostSight = true
                await pause(PrintJobDelays.reconnect)
            }
            await pause(PrintJobDelays.poll)
        }
        return try await withdraw(job, named: name, because: .tooSlow)
    }

    /// How a job ended; nil while it goes on.
    private func outcome(of job: Int, named name: String) async throws(CUPSFault) -> PrintOutcome? {
        let state = try await cups.job(job, of: settings.queue)
        if state == .completed, let ippPrinter { return await outcome(of: name, at: ippPrinter) }
        switch state {
        case .waiting, .processing: return nil
        case .completed:
            // The backend waited for what the queue's profile promises, whatever ours does.
            let isAgreed = link?.profile == settings.profile.name
            return isAgreed && settings.profile.confirmation == .inOrder ? .confirmed : .sent
        case .ended, nil:
            let condition = try await currentCondition()
            return .failed(condition.canPrint ? .unavailable : condition)
        }
    }

    /// Ends our job and waits until the backend has let go of the printer.
    private func withdraw(
        _ job: Int, named name: String, because condition: PrinterCondition
    ) async throws(CUPSFault) -> PrintOutcome {
        do throws(CUPSFault) { try await cups.cancel(job, of: settings.queue) } catch {
            mayHoldStaleJobs = true
            if ippPrinter != nil { abandoned.insert(name) }
            throw error
        }
        let deadline = ContinuousClock.now + PrintJobDelays.withdrawal
        while ContinuousClock.now < deadline {
            let state = try await cups.job(job, of: settings.queue)
            // It may have come out at the last moment.
            if state == .completed, let outcome = try await outcome(of: job, named: name) { return outcome }
            if state == .ended || state == nil, try await !cups.queue(settings.queue).isProcessing { break }
            await pause(PrintJobDelays.poll)
        }
        if ContinuousClock.now >= deadline { mayHoldStaleJobs = true }
        guard let ippPrinter else { return .failed(condition) }
        return await withdraw(name, from: ippPrinter, because: condition)
    }

    /// Waits a little, even when the task is being cancelled: a job must be seen to its end.
    private func pause(_ duration: Duration) async {
        if Task.isCancelled {
            // Detached, since a cancelled task cannot sleep; it is awaited at once.
            await Task.detached { try? await Task.sleep(for: duration) }.value
        } else {
            try? await Task.sleep(for: duration)
        }
    }
}

/// The delays of following a job.
package enum PrintJobDelays {
    /// What a question to an IPP printer or a CUPS server elsewhere may take with its answer.
    package static let call = Duration.seconds(5)
    static let poll = Duration.milliseconds(25)
    static let reconnect = Duration.milliseconds(200)
    static let queueLook = Duration.milliseconds(500)
    static let secondLook = Duration.milliseconds(500)
    /// What CUPS and the backend may take to end a job.
    static let withdrawal = Duration.seconds(2)
    /// So many looks in a row at a printer that does not answer mean that it is gone.
    static let silentLooks = 3
    /// How long what a backend said at the end of a job is believed, where nobody can ask the printer.
    static let leftReasons = Duration.seconds(30)
}
