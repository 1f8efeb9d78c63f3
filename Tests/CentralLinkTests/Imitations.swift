import CentralContract
import CentralLink
import Foundation
import Hummingbird
import KioskCore
import Synchronization

/// A clock whose pauses last a thousandth, and are written down.
final class HastyClock: Clock {
    typealias Instant = ContinuousClock.Instant

    private let slept = Mutex<[Duration]>([])

    var now: Instant { ContinuousClock.now }
    var minimumResolution: Duration { .nanoseconds(1) }
    var pauses: [Duration] { slept.withLock { $0 } }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        let pause = now.duration(to: deadline)
        slept.withLock { $0.append(pause) }
        try await Task.sleep(for: pause / 1000)
    }
}

/// The centre's end of feed and journal, in memory; what it does wrong is said by its switches.
final class Centre: Sendable {
    struct State {
        var feed = "f1"
        var changes: [FeedChange] = []
        var journal: [String: [JournalRecord]] = [:]
        var feedRequests: [String] = []
        var uploads = 0
        /// So many answers to uploads are lost after the entries are stored.
        var answersToLose = 0
        /// So many uploads are refused because the journal does not continue.
        var uploadsToRefuse = 0
        /// Pages longer than this many changes come as endless spaces.
        var longestPage = Int.max
    }

    let state = Mutex(State())

    func add(_ keys: [String]) {
        state.withLock { state in
            for key in keys {
                state.changes.append(
                    FeedChange(sequence: Int64(state.changes.count + 1), kind: .field, key: key))
            }
        }
    }

    func answer(_ request: Request) async throws -> Response {
        request.uri.path == "/v1/feed" ? try await feed(request) : try await journal(request)
    }

    private func feed(_ request: Request) async throws -> Response {
        let query = request.uri.queryParameters
        let after = Int(query["after"] ?? "") ?? 0
        let limit = Int(query["limit"] ?? "") ?? 0
        state.withLock { $0.feedRequests.append(request.uri.string) }
        let deadline = ContinuousClock.now + .seconds(Int(query["wait"] ?? "") ?? 0)
        while state.withLock({ $0.changes.count <= after && query["feed"].map(String.init) == $0.feed }),
            ContinuousClock.now < deadline
        {
            try await Task.sleep(for: .milliseconds(2))
        }
        return try state.withLock { state in
            let isOurs = query["feed"].map { String($0) == state.feed } ?? true
            let changes = state.changes.dropFirst(isOurs ? after : 0).prefix(limit)
            guard changes.count <= state.longestPage else {
                return .text(String(repeating: " ", count: 17 << 20))
            }
            let cursor = changes.last?.sequence ?? Int64(after)
            let remaining = Int64(state.changes.count) - cursor
            return try .json(
                FeedPage(
                    feed: state.feed, cursor: cursor, more: remaining > 0, remaining: remaining,
                    changes: Array(changes)))
        }
    }

    private func journal(_ request: Request) async throws -> Response {
        let body = try await request.body.collect(upTo: 1 << 20)
        let upload = try JSONDecoder().decode(JournalUpload.self, from: Data(body.readableBytesView))
        return try state.withLock { state in
            state.uploads += 1
            if state.uploadsToRefuse > 0 {
                state.uploadsToRefuse -= 1
                return try .json(
                    Problem(title: "The journal does not continue", status: 409), status: .conflict)
            }
            for entry in upload.entries
            where entry.sequence == (state.journal[upload.journal]?.count ?? 0) + 1 {
                state.journal[upload.journal, default: []].append(entry)
            }
            if state.answersToLose > 0 {
                state.answersToLose -= 1
                return .text("", status: .badGateway)
            }
            return try .json(JournalReceipt(acknowledged: Int64(state.journal[upload.journal]?.count ?? 0)))
        }
    }
}

/// The kiosk's end: a place in the feed, and a journal.
final class Kiosk: Sendable {
    struct State {
        var place = FeedPlace(feed: nil, cursor: 0)
        var keys: [String] = []
        var journal = "K1-a"
        var events: [String] = []
        var acknowledged = 0
        var restarts = 0
        /// So many pages cannot be applied.
        var pagesToFail = 0
    }

    struct DiskFull: Error {}

    let state = Mutex(State())

    var reader: FeedReader {
        FeedReader(
            place: { self.state.withLock { $0.place } },
            apply: { page, _ in
                try self.state.withLock { state in
                    if state.pagesToFail > 0 {
                        state.pagesToFail -= 1
                        throw DiskFull()
                    }
                    if let feed = state.place.feed, feed != page.feed {
                        state.keys = []
                        state.place = FeedPlace(feed: page.feed, cursor: 0)
                        return state.place
                    }
                    state.keys += page.changes.map(\.key)
                    state.place = FeedPlace(feed: page.feed, cursor: page.cursor)
                    return state.place
                }
            })
    }

    var source: JournalSource {
        JournalSource(
            pending: { limit in
                self.state.withLock { state in
                    let entries = state.events.enumerated().dropFirst(state.acknowledged).prefix(limit).map {
                        JournalRecord(
                            sequence: Int64($0.offset + 1), event: $0.element, previousHash: "", hash: "")
                    }
                    return entries.isEmpty ? nil : JournalUpload(journal: state.journal, entries: entries)
                }
            },
            acknowledge: { _, sequence in self.state.withLock { $0.acknowledged = Int(sequence) } },
            restart: {
                self.state.withLock { state in
                    state.restarts += 1
                    state.journal += "b"
                    state.acknowledged = 0
                }
            })
    }
}
