internal import Glibc

/// A value that threads share, and whose changes they can wait for: a mutex with a condition variable.
///
/// Unchecked because the mutex guards the value, and the two C objects never move.
@safe final class Monitor<Value>: @unchecked Sendable {
    /// What a waiting thread makes of the value that it finds.
    enum Decision<Outcome> {
        case done(Outcome)
        /// Look again after the next change, or when ``monotonicNow()`` reaches the deadline.
        case wait(until: Duration?)
    }

    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var value: Value

    init(_ value: sending Value) {
        self.value = value
        unsafe pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        unsafe pthread_condattr_init(&attributes)
        unsafe pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        unsafe pthread_cond_init(changed, &attributes)
        unsafe pthread_condattr_destroy(&attributes)
    }

    deinit {
        unsafe pthread_cond_destroy(changed)
        unsafe pthread_mutex_destroy(mutex)
        unsafe changed.deallocate()
        unsafe mutex.deallocate()
    }

    /// Reads or changes the value; whoever waits for the change has to be woken.
    func withLock<Outcome>(_ body: (inout Value) -> Outcome) -> Outcome {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        return body(&value)
    }

    /// Changes the value and wakes one waiting thread.
    func change<Outcome>(_ body: (inout Value) -> Outcome) -> Outcome {
        defer { wakeOne() }
        return withLock(body)
    }

    func wakeOne() { unsafe pthread_cond_signal(changed) }

    func wakeAll() { unsafe pthread_cond_broadcast(changed) }

    /// Blocks the calling thread until the value is as it wants it.
    func wait<Outcome>(_ body: (inout Value) -> Decision<Outcome>) -> Outcome {
        withLock { value in
            while true {
                switch body(&value) {
                case .done(let outcome): return outcome
                case .wait(until: nil): unsafe pthread_cond_wait(changed, mutex)
                case .wait(until: let deadline?):
                    var time = timespec(deadline)
                    unsafe pthread_cond_timedwait(changed, mutex, &time)
                }
            }
        }
    }
}

/// What waits for its turn, first in, first out.
struct FirstInFirstOut<Element> {
    private var incoming: [Element] = []
    /// In reverse.
    private var outgoing: [Element] = []

    var isEmpty: Bool { incoming.isEmpty && outgoing.isEmpty }

    mutating func append(_ element: Element) { incoming.append(element) }

    mutating func popFirst() -> Element? {
        if outgoing.isEmpty {
            outgoing = incoming.reversed()
            incoming.removeAll(keepingCapacity: true)
        }
        return outgoing.popLast()
    }
}

extension timespec {
    /// - Parameter duration: Not negative.
    init(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        self.init(tv_sec: Int(seconds), tv_nsec: Int(attoseconds / 1_000_000_000))
    }
}
