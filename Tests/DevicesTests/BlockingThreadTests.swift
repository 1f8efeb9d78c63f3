import Glibc
import Testing

@testable import Devices

@Suite struct BlockingThreadTests {
    /// An actor on a thread of its own.
    private actor Notebook {
        private let thread: BlockingThread
        nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }
        private(set) var entries: [Int] = []

        init(_ thread: BlockingThread) { self.thread = thread }

        func write(_ number: Int) { entries.append(number) }

        var threadID: pthread_t { pthread_self() }
    }

    /// The names of this process's threads.
    private static func threadNames() throws -> [String] {
        let folder = try #require(opendir("/proc/self/task"))
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let id = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard let file = fopen("/proc/self/task/\(id)/comm", "r") else { continue }
            defer { fclose(file) }
            var line = [UInt8](repeating: 0, count: 64)
            let count = fread(&line, 1, line.count, file)
            names.append(String(decoding: line.prefix(count).prefix { $0 != 0x0A }, as: UTF8.self))
        }
        return names
    }

    @Test func `an actor's jobs run one after the other on one thread, in the order of their calls`() async {
        let notebook = Notebook(BlockingThread("notebook"))
        for number in 0..<1_000 { await notebook.write(number) }
        #expect(await notebook.entries == Array(0..<1_000))
        let first = await notebook.threadID
        #expect(await notebook.threadID == first)
        #expect(first != callingThread())
    }

    @Test func `calls from many tasks at once are all carried out`() async {
        let notebook = Notebook(BlockingThread("many-tasks"))
        await withTaskGroup { group in
            for number in 0..<500 { group.addTask { await notebook.write(number) } }
        }
        #expect(await notebook.entries.sorted() == Array(0..<500))
    }

    @Test func `a thread has its name, and ends when the executor is released`() async throws {
        do {
            let notebook = Notebook(BlockingThread("a-name-longer-than-fifteen-bytes"))
            await notebook.write(1)
            #expect(try Self.threadNames().contains("a-name-longer-t"))
        }
        let deadline = ContinuousClock.now + .seconds(5)
        while try Self.threadNames().contains("a-name-longer-t"), ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(5))
        }
        #expect(try !Self.threadNames().contains("a-name-longer-t"))
    }

    @Test func `what waits in line comes out in the order in which it came in`() {
        var line = FirstInFirstOut<Int>()
        #expect(line.popFirst() == nil)
        line.append(1)
        line.append(2)
        #expect(line.popFirst() == 1)
        line.append(3)
        #expect(line.popFirst() == 2)
        #expect(line.popFirst() == 3)
        #expect(line.isEmpty)
    }
}

private func callingThread() -> pthread_t { pthread_self() }
