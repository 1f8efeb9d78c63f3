internal import Glibc
public import KioskCore
public import Logging

/// A receipt printer behind a CUPS queue.
///
/// It asks the queue how slips are to be given to it (``SlipFormat``), follows each job to its end, and
/// withdraws what did not come out. With a queue of our own backend it also asks the idle printer over the
/// same cable, and with one of CUPS's IPP backend it asks the printer itself, so that the kiosk knows of an
/// empty roll before a visitor touches, and of a new one within `idleLook`; it writes what it found to the
/// queue's `printer-state-reasons`. With another backend it knows what that backend reports.
///
/// The rules are ``PrintJobMachine``; this actor carries out its actions, one after the other.
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
    private let printers = IPPClient()
    private let probe = PrinterProbe()
    private let known = PrinterConditions()
    private let logger: Logger
    private let random: RandomSource
    /// Seconds since 1970.
    private let wallClock: @Sendable () -> Int

    private var machine: PrintJobMachine
    /// Whether a slip or a look is under way.
    private var isBusy = false
    /// Slips that wait for their turn, in their order.
    private var waiting: [CheckedContinuation<Void, Never>] = []
    /// The wait that is under way.
    private var pause: Task<Void, Never>?

    /// - Parameters:
    ///   - random: Where the names of jobs come from, at printers on which others print too.
    ///   - wallClock: Seconds since 1970; `nil` for the system's.
    public init(
        _ settings: Settings, logger: Logger, random: RandomSource = RandomSource(),
        wallClock: (@Sendable () -> Int)? = nil
    ) {
        self.settings = settings
        self.logger = logger
        self.random = random
        self.wallClock = wallClock ?? { time(nil) }
        cups = CUPSClient(settings.server)
        machine = PrintJobMachine(profile: settings.profile, isServerLocal: settings.server.isLocal)
    }

    public nonisolated func conditions() -> AsyncStream<PrinterCondition> { known.stream() }

    /// Looks at the printer while it is idle, until the task is cancelled.
    public func run() async {
        while !Task.isCancelled {
            if !isBusy {
                isBusy = true
                _ = await perform(.look)
                passTurn()
            }
            let isWell = machine.condition?.canPrint == true
            try? await Task.sleep(for: isWell ? settings.wellLook : settings.idleLook)
        }
        known.finish()
    }

    public func print(_ slip: DotBitmap, title: String) async -> PrintOutcome {
        let patience = Int(settings.deadline.components.seconds)
        let request = PrintRequest(
            slip: slip, title: title, suffix: String(random.next() >> 32, radix: 36),
            deadline: .now + settings.deadline, printBefore: wallClock() + patience, cancelAfter: patience)
        await takeTurn()
        defer { passTurn() }
        return await perform(.print(request)) ?? .failed(.unavailable)
    }

    /// Waits for the slips before; a look that is under way gives way.
    private func takeTurn() async {
        guard isBusy else {
            isBusy = true
            return
        }
        _ = machine.handle(.slipIsWaiting, now: .now)
        pause?.cancel()
        await withCheckedContinuation { waiting.append($0) }
    }

    private func passTurn() {
        guard !waiting.isEmpty else {
            isBusy = false
            return
        }
        waiting.removeFirst().resume()
    }

    /// Carries out what follows from a slip or a look, to its end.
    private func perform(_ event: PrintJobMachine.Event) async -> PrintOutcome? {
        var outcome: PrintOutcome?
        var isCancelled = false
        var actions = machine.handle(event, now: .now)[...]
        while let action = actions.popFirst() {
            switch action {
            case .call(let call):
                let reply = await reply(to: call)
                if Task.isCancelled, !isCancelled {
                    isCancelled = true
                    _ = machine.handle(.cancel, now: .now)
                }
                actions += machine.handle(.reply(reply), now: .now)
            case .publish(let condition):
                known.publish(condition)
                logger.notice(
                    "The printer's condition changed", metadata: ["condition": "\(condition)"])
            case .log(let entry): log(entry)
            case .finish(let found): outcome = found
            }
        }
        return outcome
    }

    private func reply(to call: PrintJobMachine.Call) async -> PrintJobMachine.Reply {
        do throws(CUPSFault) { return try await carryOut(call) } catch { return call.reply(failing: error) }
    }

    private func carryOut(
        _ call: PrintJobMachine.Call
    ) async throws(CUPSFault) -> PrintJobMachine.Reply {
        let queue = settings.queue
        switch call {
        case .readQueue: return .queue(.success(try await cups.queue(queue)))
        case .readQueueCapabilities:
            return .capabilities(.success(try await cups.capabilities(of: queue)))
        case .readJobs: return .jobs(.success(try await cups.activeJobs(of: queue)))
        case .readJob(let job): return .job(.success(try await cups.job(job, of: queue)))
        case .submit(let document): return .submitted(.success(try await cups.submit(document, to: queue)))
        case .cancelJob(let job): try await cups.cancel(job, of: queue)
        case .resumeQueue: try await cups.resume(queue)
        case .setReasons(let reasons): try await cups.setReasons(reasons, of: queue)
        case .probe(let printer):
            return .probed(await probe.condition(of: printer, profile: settings.profile))
        case .readPrinter(let printer): return .printer(.success(try await printers.condition(of: printer)))
        case .readPrinterCapabilities(let printer):
            return .capabilities(.success(try await printers.capabilities(of: printer)))
        case .readPrinterJob(let name, let printer):
            return .printerJob(.success(try await printers.job(named: name, at: printer)))
        case .cancelPrinterJob(let name, let printer):
            try await printers.cancel(jobsNamed: name, at: printer)
        case .wait(let duration):
            await wait(duration)
            return .waited
        }
        return .done(nil)
    }

    /// Waits until the time is over, a slip comes, or the task is cancelled; a task that is already cancelled
    /// waits all the same, since a job must be seen to its end.
    private func wait(_ duration: Duration) async {
        // Unstructured, since a cancelled task cannot sleep; it is awaited at once.
        let pause = Task.detached { _ = try? await Task.sleep(for: duration) }
        self.pause = pause
        if Task.isCancelled {
            await pause.value
        } else {
            await withTaskCancellationHandler {
                await pause.value
            } onCancel: {
                pause.cancel()
            }
        }
        self.pause = nil
    }

    private func log(_ entry: PrintJobMachine.LogEntry) {
        switch entry {
        case .format(let format):
            logger.info("The queue's format was chosen", metadata: ["format": "\(format.summary)"])
        case .noPaperFits:
            logger.warning("No paper of the queue holds a slip", metadata: ["queue": "\(settings.queue)"])
        case .failed(let fault): logger.warning("Printing failed", metadata: ["fault": "\(fault)"])
        }
    }
}
