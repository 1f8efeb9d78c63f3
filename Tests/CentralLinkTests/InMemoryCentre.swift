import CentralContract
import CentralLink
import Foundation
import Hummingbird
import KioskCore
import Synchronization

/// A clock whose sleeps take a thousandth of their time, and are recorded.
final class FastClock: KioskClock {
    private let slept = Mutex<[Duration]>([])
    private let start = ContinuousClock.now

    var pauses: [Duration] { slept.withLock { $0 } }

    func now() -> Moment {
        Moment(uptime: ContinuousClock.now - start, wall: Timestamp(milliseconds: 1_780_000_000_000))
    }

    func sleep(for duration: Duration) async throws {
        slept.withLock { $0.append(duration) }
        try await Task.sleep(for: duration / 1000)
    }
}

extension RandomSource {
    private struct Largest: RandomNumberGenerator {
        mutating func next() -> UInt64 { .max }
    }

    /// Fractions just below 1, so that delays are as long as they can be.
    static var alwaysLargest: RandomSource { RandomSource(Largest()) }
}

/// The centre's end of feed and journal, in memory; what it does wrong is said by its switches.
final class InMemoryCentre: Sendable {
    struct State {
        var feed = "f1"
        var changes: [FeedChange] = []
        var journal: [String: [JournalEntry]] = [:]
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

    func handle(_ request: Request) async throws -> Response {
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

/// The kiosk's end: a position in the feed, and a journal.
final class InMemoryKiosk: FeedConsumer, JournalSource {
    struct State {
        var position = FeedPosition(feed: nil, cursor: 0)
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

    func position() async throws -> FeedPosition { state.withLock { $0.position } }

    func apply(_ page: FeedPage, after cursor: Int64) async throws -> FeedPosition {
        try state.withLock { state in
            if state.pagesToFail > 0 {
                state.pagesToFail -= 1
                throw DiskFull()
            }
            if let feed = state.position.feed, feed != page.feed {
                state.keys = []
                state.position = FeedPosition(feed: page.feed, cursor: 0)
                return state.position
            }
            state.keys += page.changes.map(\.key)
            state.position = FeedPosition(feed: page.feed, cursor: page.cursor)
            return state.position
        }
    }

    func pending(limit: Int) async throws -> JournalUpload? {
        state.withLock { state in
            let entries = state.events.enumerated().dropFirst(state.acknowledged).prefix(limit).map {
                JournalEntry(
                    sequence: Int64($0.offset + 1), event: $0.element, previousHash: "", hash: "")
            }
            return entries.isEmpty ? nil : JournalUpload(journal: state.journal, entries: entries)
        }
    }

    func acknowledge(_ journal: String, upTo sequence: Int64) async throws {
        state.withLock { $0.acknowledged = Int(sequence) }
    }

    func beginNewJournal() async throws {
        state.withLock { state in
            state.restarts += 1
            state.journal += "b"
            state.acknowledged = 0
        }
    }
}
