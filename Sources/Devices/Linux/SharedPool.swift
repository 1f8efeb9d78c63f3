internal import CKioskShims
internal import Glibc
// Swift 6.3 has executors of a program's own behind these two names; later versions may have them without.
@_spi(ExperimentalCustomExecutors) @_spi(ExperimentalScheduling) internal import _Concurrency

/// Runs the asynchronous main of a program whose tasks use ``SharedPool`` instead of libdispatch's pool.
///
/// libdispatch looks after its pool once a second for as long as a process lives, 60 wake-ups a minute that
/// do nothing. Has to be called before the process begins its first task.
/// - Returns: Never: the process ends with status 0 when `main` returns.
public func runProgram(_ main: @escaping @MainActor @Sendable () async -> Void) -> Never {
    _createExecutors(factory: OwnExecutors.self)
    OwnExecutors.pool.start()
    Task { @MainActor in
        await main()
        exit(0)
    }
    OwnExecutors.mainThread.work()
}

/// What the runtime asks for the executors of this process.
private enum OwnExecutors: ExecutorFactory {
    static let pool = SharedPool(threads: 2)
    static let mainThread = MainThreadExecutor()

    static var mainExecutor: any MainExecutor { mainThread }
    static var defaultExecutor: any TaskExecutor { pool }
}

/// The threads on which tasks and actors run that ask for no other, and the timers of `Task.sleep`.
///
/// A thread that has nothing to do sleeps until there is something; one of them only until the next timer is
/// due, so that no thread is needed for timers, and nobody looks at a clock in vain.
final class SharedPool: TaskExecutor, SchedulingExecutor {
    private struct State {
        var ready = FirstInFirstOut<UnownedJob>()
        var timers = TimerList<UnownedJob>()
        /// Whether one of the sleeping threads wakes for the next timer.
        var hasTimekeeper = false
    }
    private let state = Monitor(State())
    private let threads: Int

    init(threads: Int) { self.threads = threads }

    func start() {
        for number in 0..<threads { startThread("kiosk-pool-\(number)") { self.work() } }
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        state.change { $0.ready.append(job) }
    }

    /// - Parameter clock: One of the two clocks of Swift; time that the machine spends suspended does not
    ///   count.
    func enqueue<C: Clock>(
        _ job: consuming ExecutorJob, at instant: C.Instant, tolerance: C.Duration?, clock: C
    ) {
        let job = UnownedJob(job)
        guard let delay = clock.now.duration(to: instant) as? Duration, delay > .zero else {
            return state.change { $0.ready.append(job) }
        }
        let isFirst = state.withLock { $0.timers.add(job, due: monotonicNow() + delay) }
        // Whoever sleeps until a later timer has to sleep shorter.
        if isFirst { state.wakeAll() }
    }

    private func work() {
        while true {
            // SerialExecutorRef::generic() of the runtime: isolated to no actor.
            let nobody = unsafe unsafeBitCast((0, 0), to: UnownedSerialExecutor.self)
            unsafe next().runSynchronously(on: nobody)
        }
    }

    private func next() -> UnownedJob {
        var isTimekeeper = false
        return state.wait { state in
            if isTimekeeper { state.hasTimekeeper = false }
            isTimekeeper = false
            for job in state.timers.removeDue(at: monotonicNow()) { state.ready.append(job) }
            if let job = state.ready.popFirst() {
                // Somebody else does the rest, or keeps the time meanwhile.
                let needsTimekeeper = !state.timers.isEmpty && !state.hasTimekeeper
                if needsTimekeeper || !state.ready.isEmpty { self.state.wakeOne() }
                return .done(job)
            }
            guard !state.hasTimekeeper else { return .wait(until: nil) }
            (isTimekeeper, state.hasTimekeeper) = (true, true)
            return .wait(until: state.timers.nextDue)
        }
    }
}

/// What is to be done at some time; a few dozen at most.
struct TimerList<Element> {
    /// The latest first.
    private var timers: [(due: Duration, element: Element)] = []

    var isEmpty: Bool { timers.isEmpty }
    var nextDue: Duration? { timers.last?.due }

    /// - Returns: Whether it is due before all others.
    mutating func add(_ element: Element, due: Duration) -> Bool {
        // Of equal ones the older comes first.
        let index = timers.firstIndex { $0.due <= due } ?? timers.endIndex
        timers.insert((due, element), at: index)
        return index == timers.count - 1
    }

    /// - Returns: Those whose time has come, in the order of their times.
    mutating func removeDue(at now: Duration) -> [Element] {
        var due: [Element] = []
        while let last = timers.last, last.due <= now {
            due.append(last.element)
            timers.removeLast()
        }
        return due
    }
}

/// Runs the main actor's jobs on the process's first thread.
private final class MainThreadExecutor: MainExecutor {
    private let jobs = Monitor(FirstInFirstOut<UnownedJob>())

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        jobs.change { $0.append(job) }
    }

    func run() { work() }

    func work() -> Never {
        while true {
            let job = jobs.wait { $0.popFirst().map { .done($0) } ?? .wait(until: nil) }
            unsafe job.runSynchronously(on: asUnownedSerialExecutor())
        }
    }

    func stop() { preconditionFailure("the main thread works until the process ends") }

    var isMainExecutor: Bool { true }

    /// The process's first thread has the process's number.
    func checkIsolated() { precondition(kiosk_is_main_thread(), "not on the main thread") }
}
