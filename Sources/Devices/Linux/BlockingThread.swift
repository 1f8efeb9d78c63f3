internal import CKioskShims
internal import Glibc

/// A thread for an actor whose work blocks (a disk, a C library), so that the shared pool and the screen
/// never do.
///
/// Jobs run one after the other in the order in which they came. The thread ends when the executor is
/// released, after the last job.
public final class BlockingThread: SerialExecutor {
    private struct Job {
        let job: UnownedJob
        /// Keeps the executor alive until the job has run.
        let executor: BlockingThread
    }
    private struct Queue {
        var jobs = FirstInFirstOut<Job>()
        var isClosed = false
    }
    private let queue = Monitor(Queue())

    /// - Parameter name: What `ps -L` and debuggers show; 15 bytes count.
    public init(_ name: String) {
        startThread(name) { [queue] in
            while let next = Self.next(queue) {
                unsafe next.job.runSynchronously(on: next.executor.asUnownedSerialExecutor())
            }
        }
    }

    deinit { queue.change { $0.isClosed = true } }

    public func enqueue(_ job: consuming ExecutorJob) {
        let job = Job(job: UnownedJob(job), executor: self)
        queue.change { $0.jobs.append(job) }
    }

    /// - Returns: `nil` when the thread has to end.
    private static func next(_ queue: Monitor<Queue>) -> Job? {
        queue.wait { queue in
            if let job = queue.jobs.popFirst() { return .done(job) }
            return queue.isClosed ? .done(nil) : .wait(until: nil)
        }
    }
}

/// Runs a loop that waits in the kernel on a thread of its own, away from the shared pool.
/// - Parameter name: What `ps -L` and debuggers show; 15 bytes count.
func onOwnThread<Value: Sendable>(_ name: String, _ loop: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
        startThread(name) { continuation.resume(returning: loop()) }
    }
}

/// Starts a thread that ends with its work and that nobody waits for.
func startThread(_ name: String, _ work: @escaping @Sendable () -> Void) {
    let start = unsafe Unmanaged.passRetained(ThreadStart(name: name, work: work)).toOpaque()
    var attributes = pthread_attr_t()
    unsafe pthread_attr_init(&attributes)
    unsafe pthread_attr_setdetachstate(&attributes, CInt(PTHREAD_CREATE_DETACHED))
    defer { unsafe pthread_attr_destroy(&attributes) }
    var thread = pthread_t()
    let code = unsafe pthread_create(&thread, &attributes, runThread, start)
    precondition(code == 0, "no thread can be started: \(systemErrorText(code))")
}

/// The C entry point of ``startThread(_:_:)``.
private func runThread(_ start: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let start = unsafe start else { return nil }
    let thread = unsafe Unmanaged<ThreadStart>.fromOpaque(start).takeRetainedValue()
    unsafe kiosk_name_thread(String(thread.name.utf8.prefix(15)) ?? "kiosk")
    thread.work()
    return nil
}

private final class ThreadStart: Sendable {
    let name: String
    let work: @Sendable () -> Void

    init(name: String, work: @escaping @Sendable () -> Void) {
        self.name = name
        self.work = work
    }
}
