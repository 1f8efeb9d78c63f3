import KioskCore
import Synchronization

/// The simulation's time: it moves only when ``advance(to:)`` is called.
final class SimulationClock: Sendable {
    /// Ends sleeps early.
    final class Signal: Sendable {}

    private struct Sleeper {
        let id: Int
        let deadline: Duration
        let signal: Signal?
        let continuation: CheckedContinuation<Void, any Error>
    }
    private struct State {
        var now = Duration.zero
        var nextID = 0
        var sleepers: [Sleeper] = []
        var cancelled: Set<Int> = []
    }
    private let state = Mutex(State())

    /// Since the simulation began.
    var now: Duration { state.withLock { $0.now } }

    /// When the next sleeper wakes; `nil` if nobody sleeps.
    var nextDeadline: Duration? { state.withLock { $0.sleepers.lazy.map(\.deadline).min() } }

    /// Sleeps until a time, a signal, or the task's cancellation.
    func sleep(until deadline: Duration, or signal: Signal? = nil) async throws {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let outcome: Result<Void, any Error>? = state.withLock { state in
                    if state.cancelled.remove(id) != nil { return .failure(CancellationError()) }
                    if deadline <= state.now { return .success(()) }
                    state.sleepers.append(
                        Sleeper(id: id, deadline: deadline, signal: signal, continuation: continuation))
                    return nil
                }
                if let outcome { continuation.resume(with: outcome) }
            }
        } onCancel: {
            let sleeper = state.withLock { state -> Sleeper? in
                guard let index = state.sleepers.firstIndex(where: { $0.id == id }) else {
                    state.cancelled.insert(id)
                    return nil
                }
                return state.sleepers.remove(at: index)
            }
            sleeper?.continuation.resume(throwing: CancellationError())
        }
        state.withLock { _ = $0.cancelled.remove(id) }
    }

    /// Wakes who waits for a signal.
    func send(_ signal: Signal) { wake { $0.signal === signal } }

    /// Moves the time and wakes whose deadline has come.
    func advance(to time: Duration) {
        state.withLock { $0.now = max($0.now, time) }
        wake { [now] in $0.deadline <= now }
    }

    private func wake(where isDue: (Sleeper) -> Bool) {
        let due = state.withLock { state in
            let due = state.sleepers.filter(isDue)
            state.sleepers.removeAll(where: isDue)
            return due
        }
        for sleeper in due { sleeper.continuation.resume() }
    }
}

/// A wall clock that can be wrong.
final class WallClock: Sendable {
    /// What a right clock showed when the simulation began.
    static let start = Timestamp(CivilDate(daysSinceEpoch: 21_921), hour: 0)

    private let error = Mutex<Int64>(0)

    /// By how many milliseconds it is ahead.
    var offset: Int64 {
        get { error.withLock { $0 } }
        set { error.withLock { $0 = newValue } }
    }

    func reading(at time: Duration) -> Timestamp {
        let right = WallClock.start.milliseconds + time.wholeMilliseconds
        return Timestamp(milliseconds: right + offset)
    }
}

/// The clock of a kiosk's process, which began at a boot.
struct BootClock: KioskClock {
    let clock: SimulationClock
    let wall: WallClock
    let bootedAt: Duration

    func now() -> Moment {
        let time = clock.now
        return Moment(uptime: time - bootedAt, wall: wall.reading(at: time))
    }

    func sleep(for duration: Duration) async throws {
        try await clock.sleep(until: clock.now + duration)
    }
}

extension Duration {
    var wholeMilliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
}
