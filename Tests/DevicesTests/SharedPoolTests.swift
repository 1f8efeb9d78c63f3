import Testing

@testable import Devices

@Suite struct SharedPoolTests {
    private static let pool: SharedPool = {
        let pool = SharedPool(threads: 2)
        pool.start()
        return pool
    }()

    @Test func `tasks, groups and actors that ask for nothing run on it to their end`() async {
        actor Counter {
            private(set) var count = 0
            func increment() { count += 1 }
        }
        let counter = Counter()
        let task = Task(executorPreference: Self.pool) {
            await withTaskGroup { group in
                for _ in 0..<200 { group.addTask { await counter.increment() } }
            }
        }
        await task.value
        #expect(await counter.count == 200)
    }

    @Test func `a task that sleeps there wakes after its time, and soon after`() async {
        let task = Task(executorPreference: Self.pool) {
            await withTaskGroup(of: (Int, Duration).self) { group in
                for milliseconds in [120, 40, 80, 0] {
                    group.addTask {
                        let begin = ContinuousClock.now
                        try? await Task.sleep(for: .milliseconds(milliseconds))
                        return (milliseconds, ContinuousClock.now - begin)
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
        }
        let slept = await task.value
        #expect(slept.map(\.0) == [0, 40, 80, 120])
        for (milliseconds, duration) in slept {
            #expect(duration >= .milliseconds(milliseconds))
            #expect(duration < .seconds(5))
        }
    }

    @Test func `timers are due in the order of their times, equal ones in the order they came in`() {
        var timers = TimerList<Int>()
        let areFirst = [(1, 3), (2, 5), (3, 3), (4, 1)].map { element, seconds in
            timers.add(element, due: .seconds(seconds))
        }
        #expect(areFirst == [true, false, false, true])
        #expect(timers.nextDue == .seconds(1))
        let removed = [.milliseconds(999), .seconds(3), .seconds(60)].map { timers.removeDue(at: $0) }
        #expect(removed == [[], [4, 1, 3], [2]])
        #expect(timers.isEmpty)
    }
}
