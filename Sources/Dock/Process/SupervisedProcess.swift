public import Foundation
import Synchronization

/// A child process that ends when this one does.
///
/// Its standard input is a pipe that only this process holds: however this process ends, the kernel closes
/// it, and a child that reads its end stops (``ParentWatch``). A parent-death signal would not do: the kernel
/// sends that when the *thread* that started the child ends, and pool threads come and go.
public final class SupervisedProcess: Sendable {
    private let process = Process()
    private let lifeline = Pipe()
    private let exit: AsyncStream<Void>

    /// - Parameter log: Where its output goes.
    public init(_ executable: URL, _ arguments: [String], log: FileHandle) throws {
        let (exit, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        self.exit = exit
        process.executableURL = executable
        process.arguments = arguments
        process.standardInput = lifeline
        process.standardOutput = log
        process.standardError = log
        process.terminationHandler = { _ in continuation.finish() }
        try process.run()
    }

    public var isRunning: Bool { process.isRunning }

    /// Sends SIGKILL.
    public func kill() { signal(SIGKILL) }

    /// Sends SIGTERM, and SIGKILL after the limit.
    public func terminate(within limit: Duration) async {
        signal(SIGTERM)
        await waitUntilExit(within: limit)
        kill()
        await waitUntilExit(within: limit)
    }

    /// Closes its standard input, and waits until it has ended by itself.
    public func release(within limit: Duration) async {
        try? lifeline.fileHandleForWriting.close()
        await waitUntilExit(within: limit)
    }

    /// Returns when it has ended, or when the waiting task is cancelled; for one waiter.
    public func waitUntilExit() async { for await _ in exit {} }

    /// Returns when it has ended or when the time is up, whichever comes first, even in a cancelled task.
    public func waitUntilExit(within limit: Duration) async {
        let clock = ContinuousClock()
        let deadline = clock.now.advanced(by: limit)
        while isRunning, clock.now < deadline {
            // A task of its own, because this one may be cancelled and a child must still be waited for.
            await Task { try? await clock.sleep(for: DockTimes.pollInterval) }.value
        }
    }

    private func signal(_ number: Int32) {
        if isRunning { Foundation.kill(process.processIdentifier, number) }
    }
}

/// Ends this process when its parent has ended.
public enum ParentWatch {
    /// Watches standard input, which the parent holds open (``SupervisedProcess``).
    public static func begin() {
        // A thread of its own: it must notice even when every task of this process is stuck.
        Thread.detachNewThread {
            while !FileHandle.standardInput.availableData.isEmpty {}
            _exit(0)
        }
    }
}
