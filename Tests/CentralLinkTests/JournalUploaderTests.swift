import CentralContract
import CentralLink
import KioskCore
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(20))) struct JournalUploaderTests {
    let centre = InMemoryCentre()
    let kiosk = InMemoryKiosk()
    let clock = FastClock()
    let monitor = LinkMonitor()

    /// Runs an uploader for as long as the body does, which requests uploads.
    private func uploading(
        _ body: @escaping @Sendable (_ requestUpload: @Sendable () -> Void) async throws -> Void
    ) async throws {
        let (requests, request) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        try await withLink(handling: centre.handle) { link in
            let uploader = JournalUploader(
                client: link, source: kiosk, requests: requests, monitor: monitor, clock: clock,
                random: .alwaysLargest)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await uploader.run() }
                try await body { request.yield() }
                group.cancelAll()
                // Returns only because a cancelled uploader ends.
                try await group.waitForAll()
            }
        }
    }

    private func add(_ count: Int) {
        kiosk.state.withLock { state in
            for _ in 0..<count { state.events.append("{\"at\":\(state.events.count)}") }
        }
    }

    private var stored: [String] {
        centre.state.withLock { state in (state.journal["K1-a"] ?? []).map(\.event) }
    }

    private func drained(_ count: Int) async throws {
        try await eventually { [kiosk] in kiosk.state.withLock { $0.acknowledged == count } }
    }

    @Test func `what is pending at the start is uploaded in batches, in order`() async throws {
        add(450)
        try await uploading { [self] _ in try await drained(450) }
        #expect(stored == kiosk.state.withLock { $0.events })
        #expect(centre.state.withLock { $0.uploads } == 3)
    }

    @Test func `it sleeps until an upload is requested`() async throws {
        try await uploading { [self] requestUpload in
            add(1)
            requestUpload()
            try await drained(1)
            add(2)
            requestUpload()
            try await drained(3)
        }
        #expect(stored.count == 3)
        #expect(clock.pauses.isEmpty)
    }

    @Test func `a response lost after the entries were stored loses nothing`() async throws {
        add(5)
        centre.state.withLock { $0.answersToLose = 3 }
        try await uploading { [self] _ in try await drained(5) }
        #expect(stored == kiosk.state.withLock { $0.events })
        #expect(centre.state.withLock { $0.uploads } == 4)
        #expect(clock.pauses.count == 3)
    }

    @Test func `a journal that the centre refuses continues in a new one`() async throws {
        add(4)
        centre.state.withLock { $0.uploadsToRefuse = 1 }
        try await uploading { [self] _ in try await drained(4) }
        #expect(kiosk.state.withLock { $0.restarts } == 1)
        #expect(centre.state.withLock { $0.journal["K1-ab"]?.count } == 4)
    }

    @Test func `it ends when the requests end`() async throws {
        let (requests, request) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        add(2)
        request.finish()
        try await withLink(handling: centre.handle) { link in
            await JournalUploader(
                client: link, source: kiosk, requests: requests, monitor: monitor, clock: clock,
                random: .alwaysLargest
            ).run()
        }
        #expect(stored.count == 2)
    }
}
