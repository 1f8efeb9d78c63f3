import CentralContract
import CentralLink
import KioskCore
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(20))) struct FeedFollowerTests {
    let centre = InMemoryCentre()
    let kiosk = InMemoryKiosk()
    let clock = FastClock()
    let monitor = LinkMonitor()

    /// Runs a follower for as long as the body does.
    private func following(_ link: CentralHTTPClient, _ body: @escaping @Sendable () async throws -> Void)
        async throws
    {
        let follower = FeedFollower(
            client: link, consumer: kiosk, monitor: monitor, clock: clock, random: .alwaysLargest)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await follower.run() }
            try await body()
            group.cancelAll()
            // Returns only because a cancelled follower ends.
            try await group.waitForAll()
        }
    }

    private func followed(_ body: @escaping @Sendable () async throws -> Void) async throws {
        try await withLink(handling: centre.handle) { link in try await following(link, body) }
    }

    private var keys: [String] { kiosk.state.withLock { $0.keys } }

    @Test func `everything is applied once and in order, page by page`() async throws {
        let all = (1...1234).map { "k\($0)" }
        centre.add(all)
        try await followed { [kiosk] in
            try await eventually { kiosk.state.withLock { $0.keys.count >= 1234 } }
        }
        #expect(keys == all)
    }

    @Test func `a long synchronisation reports its progress, then that the link is online`() async throws {
        centre.add((1...1500).map { "k\($0)" })
        let (monitor, listener) = (monitor, Listener())
        try await followed {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await listener.listen(to: monitor) }
                try await eventually { monitor.current.state == .online }
                group.cancelAll()
                try await group.waitForAll()
            }
        }
        let percents = listener.heard.withLock { $0 }.compactMap(\.percent)
        #expect(percents == percents.sorted())
        #expect(percents.allSatisfy { (0...99).contains($0) })
        #expect(monitor.current == LinkReport(state: .online))
    }

    /// Records the reports of the monitor.
    private final class Listener: Sendable {
        let heard = Mutex<[LinkReport]>([])

        func listen(to monitor: LinkMonitor) async {
            for await report in monitor.reports { heard.withLock { $0.append(report) } }
        }
    }

    @Test func `without changes only long polls are sent`() async throws {
        centre.add(["k1"])
        try await followed { [centre, kiosk, monitor] in
            try await eventually {
                monitor.current.state == .online && centre.state.withLock { $0.feedRequests.count == 2 }
            }
            centre.add(["k2"])
            try await eventually { kiosk.state.withLock { $0.keys.count == 2 } }
            try await eventually { centre.state.withLock { $0.feedRequests.count == 3 } }
        }
        let waits = centre.state.withLock { $0.feedRequests }.map { $0.contains("wait=25") }
        #expect(waits == [false, true, true])
    }

    @Test func `another feed is read from its beginning`() async throws {
        centre.add(["old1", "old2"])
        try await followed { [centre, kiosk] in
            try await eventually { kiosk.state.withLock { $0.keys.count == 2 } }
            centre.state.withLock { state in
                state.feed = "f2"
                state.changes = []
            }
            centre.add(["new1"])
            try await eventually { kiosk.state.withLock { $0.keys == ["new1"] } }
        }
        #expect(kiosk.state.withLock { $0.position } == FeedPosition(feed: "f2", cursor: 1))
    }

    @Test func `a centre that goes away and comes back is followed on`() async throws {
        centre.add(["k1"])
        let (centre, kiosk, monitor) = (centre, kiosk, monitor)
        // A first life of the centre gives the port; the follower then meets it dead, alive, dead and alive.
        let port = try await portOfItsOwn()
        try await closing(CentralHTTPClient(TestCertificates.shared.get().link(to: port))) { link in
            try await following(link) {
                try await eventually { monitor.current.state == .offline }
                try await withServerRestarted(on: port, handling: centre.handle) {
                    try await eventually { kiosk.state.withLock { $0.keys == ["k1"] } }
                    try await eventually { monitor.current.state == .online }
                }
                try await eventually { monitor.current.state == .offline }
                centre.add(["k2"])
                try await withServerRestarted(on: port, handling: centre.handle) {
                    try await eventually { kiosk.state.withLock { $0.keys == ["k1", "k2"] } }
                }
            }
        }
        #expect(clock.pauses.contains { $0 > .milliseconds(900) }, "it backed off")
    }

    /// A free port below those that the kernel hands to outgoing connections, so that nobody takes it between
    /// two lives of the centre.
    private func portOfItsOwn() async throws -> Int {
        for _ in 0..<50 {
            let candidate = Int.random(in: 20_000..<32_000)
            if let port = try? await withServer(port: candidate, handling: centre.handle, { $0 }) {
                return port
            }
        }
        throw NoFreePort()
    }

    private struct NoFreePort: Error {}

    @Test func `pages that are too long are requested in halves`() async throws {
        centre.add((1...400).map { "k\($0)" })
        centre.state.withLock { $0.longestPage = 130 }
        try await followed { [kiosk] in try await eventually { kiosk.state.withLock { $0.keys.count == 400 } }
        }
        #expect(keys == (1...400).map { "k\($0)" })
    }

    @Test func `a page that the store could not apply is requested again`() async throws {
        centre.add(["k1", "k2"])
        kiosk.state.withLock { $0.pagesToFail = 3 }
        try await followed { [kiosk] in try await eventually { kiosk.state.withLock { $0.keys.count == 2 } } }
        #expect(keys == ["k1", "k2"])
        #expect(clock.pauses.count >= 3)
    }
}
