import Devices
import KioskCore
import Testing

/// The rules of a print job, without CUPS: what is asked for, in which order, and what it comes to.
@Suite struct `The print job machine` {
    typealias Call = PrintJobMachine.Call

    @Test func `asks for one thing at a time, submits once and reports what the printer confirmed`() {
        var run = MachineRun()
        #expect(run.print() == .confirmed)
        #expect(
            run.calls.map(\.name) == [
                "readQueue", "readJobs", "readQueueCapabilities", "submit", "readJob", "wait", "readJob",
                "readQueue",
            ])
        #expect(run.published == [.ready])
    }

    @Test func `asks for old jobs and capabilities only once`() {
        var run = MachineRun()
        _ = run.print()
        run.calls = []
        #expect(run.print() == .confirmed)
        #expect(run.calls.map(\.name) == ["submit", "readJob", "wait", "readJob", "readQueue"])
    }

    @Test func `never cancels a slip that comes while a look withdraws old jobs`() {
        var queue = QueueModel()
        queue.jobs = [7: .waiting, 8: .waiting]
        var run = MachineRun(queue)
        // Up to the wait after the old jobs were cancelled.
        var open = run.handle(.look)
        while let call = open, call.name != "wait" { open = run.handle(.reply(run.queue.reply(to: call))) }
        #expect(run.calls.map(\.name) == ["readQueue", "readJobs", "cancelJob", "cancelJob", "wait"])
        #expect(run.handle(.slipIsWaiting) == nil)
        #expect(run.handle(.reply(.waited)) == nil, "the look has given way")
        run.calls = []
        #expect(run.print() == .confirmed)
        #expect(!run.calls.contains { $0.name == "cancelJob" })
    }

    @Test(arguments: 1...8)
    func `ends a look after the open call when a slip waits, wherever it is`(replies: Int) {
        var queue = QueueModel()
        queue.jobs = [7: .waiting]
        queue.reasons = ["offline-error"]
        queue.isStopped = true
        var run = MachineRun(queue)
        var open = run.handle(.look)
        for _ in 0..<replies { open = open.flatMap { run.handle(.reply(run.queue.reply(to: $0))) } }
        guard let call = open else {
            Issue.record("a look takes more than \(replies) replies: \(run.calls)")
            return
        }
        #expect(run.handle(.slipIsWaiting) == nil)
        #expect(run.handle(.reply(run.queue.reply(to: call))) == nil)
        #expect(run.print() == .confirmed)
    }

    @Test func `lets no look and no other slip disturb a slip`() {
        var run = MachineRun()
        var open = run.handle(.print(run.request))
        var rounds = 0
        while let call = open {
            #expect(run.handle(.slipIsWaiting) == nil)
            open = run.handle(.reply(run.queue.reply(to: call)))
            rounds += 1
        }
        #expect(run.outcome == .confirmed && rounds == 8)
    }

    @Test func `lets a queue that refused the job go on, and submits once more`() {
        var queue = QueueModel()
        queue.refusals = 1
        var run = MachineRun(queue)
        #expect(run.print() == .confirmed)
        #expect(
            run.calls.map(\.name).filter { ["submit", "resumeQueue"].contains($0) } == [
                "submit", "resumeQueue", "submit",
            ])
        run.queue.refusals = 2
        #expect(run.print() == .failed(.unavailable))
        #expect(run.published.last == .unavailable)
    }

    @Test func `withdraws what CUPS may have taken before it says that the slip failed`() {
        var queue = QueueModel()
        queue.isLostAtSubmission = true
        var run = MachineRun(queue)
        #expect(run.print() == .failed(.unavailable))
        #expect(run.queue.jobs.values.allSatisfy { $0 == .ended } && run.queue.jobs.count == 1)
        #expect(run.calls.suffix(4).map(\.name) == ["readJobs", "cancelJob", "wait", "readJobs"])
    }

    @Test func `asks an IPP printer for a slip that CUPS fell silent over, and cancels it there`() {
        var queue = QueueModel()
        queue.uri = "ipp://10.0.0.9/ipp/print"
        queue.isLostAtSubmission = true
        var run = MachineRun(queue)
        #expect(run.print() == .confirmed, "the printer has completed it")
        #expect(
            run.calls.suffix(4).map(\.name) == [
                "readJobs", "cancelPrinterJob", "readPrinterJob", "readQueue",
            ])
        run.queue.isPrinterSilent = true
        #expect(run.print() == .failed(.offline))
        run.queue.isPrinterSilent = false
        run.calls = []
        run.look()
        #expect(run.calls.map(\.name) == ["readQueue", "readPrinter", "cancelPrinterJob"])
    }

    @Test
    func `withdraws a slip that takes too long, and one that was given up, and says that it is too slow`() {
        var queue = QueueModel()
        queue.readsToComplete = .max
        var slow = MachineRun(queue)
        #expect(slow.print() == .failed(.tooSlow))
        #expect(slow.queue.jobs == [1: .ended])

        var given = MachineRun(queue)
        var open = given.handle(.print(given.request))
        while let call = open, call.name != "wait" {
            open = given.handle(.reply(given.queue.reply(to: call)))
        }
        #expect(given.handle(.cancel) == nil)
        given.finish(given.handle(.reply(.waited)))
        #expect(given.outcome == .failed(.tooSlow))
        #expect(given.queue.jobs == [1: .ended])
    }

    @Test func `submits nothing for a slip that was given up or whose time is over before its turn`() {
        var given = MachineRun()
        let open = given.handle(.print(given.request))
        _ = given.handle(.cancel)
        given.finish(open)
        #expect(given.outcome == .failed(.tooSlow))
        var late = MachineRun()
        late.now += .seconds(30)
        #expect(late.handle(.print(given.request)) == nil)
        #expect(late.outcome == .failed(.tooSlow))
        #expect(given.queue.jobs.isEmpty && late.queue.jobs.isEmpty)
    }

    @Test func `sees a job to its end when CUPS is away for a while`() {
        var queue = QueueModel()
        queue.lossesOfSight = 5
        var run = MachineRun(queue)
        #expect(run.print() == .confirmed)
        #expect(run.calls.count { $0 == .wait(PrintJobDelays.reconnect) } == 5)
    }

    @Test func `cancels at the printer, as soon as it answers, what it could not take back`() {
        var queue = QueueModel()
        queue.uri = "ipp://10.0.0.9/ipp/print"
        queue.readsToComplete = .max
        queue.isPrinterSilent = true
        var run = MachineRun(queue)
        #expect(run.print() == .failed(.offline))
        run.queue.isPrinterSilent = false
        run.calls = []
        run.look()
        #expect(run.calls.map(\.name) == ["readQueue", "readPrinter", "cancelPrinterJob"])
        run.calls = []
        run.look()
        #expect(run.calls.map(\.name) == ["readQueue", "readPrinter"], "once is enough")
    }

    @Test func `lets the next slip try after another backend's reasons have stood for half a minute`() {
        var queue = QueueModel()
        queue.uri = "usb://EPSON/TM"
        queue.reasons = ["media-empty-warning"]
        var run = MachineRun(queue)
        run.look()
        run.now += .seconds(29)
        run.look()
        #expect(run.published == [.paperEmpty])
        run.now += .seconds(2)
        run.look()
        #expect(run.published == [.paperEmpty, .ready])
    }

    @Test func `publishes an idle printer as off-line only at the second silence`() {
        var run = MachineRun()
        run.look()
        run.queue.probed = .offline
        run.calls = []
        run.look()
        #expect(run.calls.map(\.name) == ["readQueue", "probe", "wait", "probe", "setReasons"])
        #expect(run.published == [.ready, .offline])
    }

    /// Whatever CUPS and the printer answer, a slip comes to exactly one end, no job is cancelled but its own
    /// and those from before, and no job of a slip that failed is left to print unless the machine knows that
    /// it may be.
    @Test(arguments: 0..<400)
    func `ends every slip whatever is answered`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var queue = QueueModel()
        queue.uri =
            ["kiosk-receipt://10.0.0.1/", "ipp://10.0.0.9/ipp/print", "usb://EPSON/TM"]
            .randomElement(using: &random) ?? ""
        queue.jobs = [100: .waiting]
        queue.nextJob = 101
        var run = MachineRun(queue)
        for _ in 0..<5 {
            var open = Bool.random(using: &random) ? run.handle(.look) : run.handle(.print(run.request))
            var rounds = 0
            while let call = open {
                rounds += 1
                if case .cancelJob(let job) = call {
                    #expect(run.queue.jobs[job] != nil, "\(job) is no job of the queue")
                }
                if UInt8.random(in: 0..<40, using: &random) == 0 { _ = run.handle(.cancel) }
                let fault = [CUPSFault.lost("x"), .unreachable("x"), .refused("x")].randomElement(
                    using: &random)
                let fails = UInt8.random(in: 0..<4, using: &random) == 0
                run.now += .milliseconds(Int.random(in: 0..<300, using: &random))
                let reply = fails ? fault.map { run.queue.refuse(call, $0) } : nil
                open = run.handle(.reply(reply ?? run.queue.reply(to: call)))
            }
            #expect(rounds < 5000)
            if case .failed = run.outcome, !run.machine.mayHoldStaleJobs, run.queue.uri.hasPrefix("kiosk") {
                let left = run.queue.jobs.filter { $0.value == .waiting || $0.value == .processing }
                #expect(left.isEmpty, "\(left) may still print")
            }
            run.outcome = nil
        }
    }
}

/// Runs the machine against a model of a queue, with a clock of its own.
private struct MachineRun {
    var machine = PrintJobMachine(profile: .generic80, isServerLocal: true)
    var queue: QueueModel
    var now = ContinuousClock.now
    var calls: [PrintJobMachine.Call] = []
    var published: [PrinterCondition] = []
    var outcome: PrintOutcome?

    init(_ queue: QueueModel = QueueModel()) { self.queue = queue }

    var request: PrintRequest {
        PrintRequest(
            slip: DotBitmap(width: 576, height: 8), title: "A-001", suffix: "x", deadline: now + .seconds(20),
            printBefore: 0, cancelAfter: 20)
    }

    /// - Returns: The call whose reply is awaited.
    mutating func handle(_ event: PrintJobMachine.Event) -> PrintJobMachine.Call? {
        var open: PrintJobMachine.Call?
        for action in machine.handle(event, now: now) {
            #expect(open == nil, "nothing comes after a call")
            switch action {
            case .call(let call):
                open = call
                calls.append(call)
            case .publish(let condition): published.append(condition)
            case .finish(let found):
                #expect(outcome == nil, "a slip ends once")
                outcome = found
            case .log: break
            }
        }
        return open
    }

    /// Responds until there is no further request.
    mutating func finish(_ open: PrintJobMachine.Call?) {
        var open = open
        while let call = open {
            if case .wait(let duration) = call { now += duration } else { now += .milliseconds(1) }
            open = handle(.reply(queue.reply(to: call)))
        }
    }

    mutating func print() -> PrintOutcome? {
        outcome = nil
        finish(handle(.print(request)))
        return outcome
    }

    mutating func look() { finish(handle(.look)) }
}

/// A queue, and the printer behind it.
private struct QueueModel {
    var uri = "kiosk-receipt://10.0.0.1/?profile=generic-80"
    var reasons = ["none"]
    var isStopped = false
    var jobs: [Int: CUPSJobState] = [:]
    var nextJob = 1
    /// How often a job is asked for before it is completed.
    var readsToComplete = 2
    var refusals = 0
    var isLostAtSubmission = false
    /// How often CUPS does not answer a question about a job.
    var lossesOfSight = 0
    var isPrinterSilent = false
    var probed: PrinterCondition? = .ready
    private var reads: [Int: Int] = [:]

    init() {}

    mutating func reply(to call: PrintJobMachine.Call) -> PrintJobMachine.Reply {
        switch call {
        case .readQueue:
            return .queue(
                .success(
                    CUPSQueue(
                        isStopped: isStopped, isProcessing: false, isAccepting: true, reasons: reasons,
                        deviceURI: uri)))
        case .readQueueCapabilities, .readPrinterCapabilities:
            return .capabilities(.success(PrintCapabilities()))
        case .readJobs:
            return .jobs(.success(jobs.filter { $0.value != .ended && $0.value != .completed }.keys.sorted()))
        case .readJob(let job): return .job(read(job))
        case .submit: return .submitted(submit())
        case .cancelJob(let job):
            if jobs[job] != .completed { jobs[job] = .ended }
            return .done(nil)
        case .resumeQueue:
            isStopped = false
            return .done(nil)
        case .setReasons(let reasons):
            self.reasons = reasons.isEmpty ? ["none"] : reasons
            return .done(nil)
        case .probe: return .probed(probed)
        case .readPrinter:
            return .printer(isPrinterSilent ? .failure(.unreachable("silent")) : .success(.ready))
        case .readPrinterJob:
            return .printerJob(isPrinterSilent ? .failure(.unreachable("silent")) : .success(.completed))
        case .cancelPrinterJob: return .done(isPrinterSilent ? .unreachable("silent") : nil)
        case .wait: return .waited
        }
    }

    /// The reply of somebody who does not answer or refuses.
    mutating func refuse(_ call: PrintJobMachine.Call, _ fault: CUPSFault) -> PrintJobMachine.Reply {
        // One that fell silent may have taken the job.
        if case .submit = call, case .lost = fault { _ = submit() }
        return call.reply(failing: fault)
    }

    private mutating func submit() -> Result<Int, CUPSFault> {
        if refusals > 0 {
            refusals -= 1
            return .failure(.refused("not now"))
        }
        jobs[nextJob] = .processing
        nextJob += 1
        return isLostAtSubmission ? .failure(.lost("silent")) : .success(nextJob - 1)
    }

    private mutating func read(_ job: Int) -> Result<CUPSJobState?, CUPSFault> {
        if lossesOfSight > 0 {
            lossesOfSight -= 1
            return .failure(.unreachable("away"))
        }
        reads[job, default: 0] += 1
        if jobs[job] == .processing, reads[job, default: 0] >= readsToComplete { jobs[job] = .completed }
        return .success(jobs[job])
    }
}

extension PrintJobMachine.Call {
    /// Without what it is about.
    fileprivate var name: String { String("\(self)".prefix { $0 != "(" }) }
}
