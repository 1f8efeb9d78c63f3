import KioskCore
import Synchronization

/// Runs the jobs of tasks and actors on the calling thread, one at a time, in an order that a seed decides.
///
/// Give it to tasks as `Task(executorPreference:)`; actors without an executor of their own follow. Actors
/// with one get a ``SerialLane``. Whatever leaves the executor (NIO, GRDB's asynchronous calls, Dispatch)
/// must not be used under it: its jobs would come back when they like.
final class SeededExecutor: TaskExecutor {
    private struct Job {
        let job: UnownedJob
        /// Jobs of one lane keep their order; `nil` for a job of no lane.
        let lane: SerialLane?
    }
    private struct State {
        var jobs: [Job] = []
        var random: SeededGenerator
    }
    private let state: Mutex<State>

    init(seed: UInt64) { state = Mutex(State(random: SeededGenerator(seed: seed))) }

    func enqueue(_ job: consuming ExecutorJob) { add(UnownedJob(job), lane: nil) }

    fileprivate func add(_ job: UnownedJob, lane: SerialLane?) {
        state.withLock { $0.jobs.append(Job(job: job, lane: lane)) }
    }

    var isIdle: Bool { state.withLock { $0.jobs.isEmpty } }

    /// Runs one of the jobs that are ready.
    ///
    /// - Returns: Whether there was one.
    func runOne() -> Bool {
        let next = state.withLock { state -> Job? in
            guard !state.jobs.isEmpty else { return nil }
            var index = Int.random(in: 0..<state.jobs.count, using: &state.random)
            if let lane = state.jobs[index].lane {
                index = state.jobs.firstIndex { $0.lane === lane } ?? index
            }
            return state.jobs.remove(at: index)
        }
        guard let next else { return false }
        if let lane = next.lane {
            next.job.runSynchronously(on: lane.asUnownedSerialExecutor())
        } else {
            next.job.runSynchronously(on: asUnownedTaskExecutor())
        }
        return true
    }
}

/// The executor of an actor whose jobs run on a ``SeededExecutor``, in the order in which they came.
final class SerialLane: SerialExecutor {
    private let executor: SeededExecutor

    init(on executor: SeededExecutor) { self.executor = executor }

    func enqueue(_ job: consuming ExecutorJob) { executor.add(UnownedJob(job), lane: self) }
}
