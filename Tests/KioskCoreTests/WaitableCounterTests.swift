import KioskCore
import Testing

@Suite(.timeLimit(.minutes(1))) struct WaitableCounterTests {
    private let counter = WaitableCounter(5)

    /// Waits until a number of tasks wait for the counter.
    private func waiters(_ count: Int) async {
        while counter.waiterCount != count { await Task.yield() }
    }

    @Test func `a value that is passed already is not waited for`() async {
        await counter.wait(past: 4, for: .seconds(600))
        #expect(counter.waiterCount == 0)
    }

    @Test func `a waiter goes on waiting until its value is passed`() async {
        async let waiting: Void = counter.wait(past: 6, for: .seconds(600))
        await waiters(1)
        counter.increment()
        await waiters(1)
        counter.increment()
        await waiting
        #expect(counter.value == 7)
    }

    @Test func `one change resumes every waiter`() async {
        await withTaskGroup { group in
            for _ in 0..<20 { group.addTask { await counter.wait(past: 5, for: .seconds(600)) } }
            group.addTask {
                await waiters(20)
                counter.set(6)
            }
        }
        #expect(counter.waiterCount == 0)
    }

    @Test func `a wait ends with its time limit`() async {
        await counter.wait(past: 5, for: .milliseconds(10))
        #expect(counter.value == 5)
    }

    @Test func `closing ends every wait`() async {
        async let waiting: Void = counter.wait(past: 5, for: .seconds(600))
        await waiters(1)
        counter.close()
        await waiting
        await counter.wait(past: 5, for: .seconds(600))
    }

    @Test func `cancelling the task ends its wait`() async {
        let waiting = Task { await counter.wait(past: 5, for: .seconds(600)) }
        await waiters(1)
        waiting.cancel()
        await waiting.value
        #expect(counter.waiterCount == 0)
    }
}
