import CentralContract
import Devices
import Foundation
import KioskCore
import KioskStore

/// Applying the feed until the store has two million dossiers, against bare inserts; then looking them up,
/// and issuing tickets while all of it is verified.
struct Feed {
    private static let dossiers = 2_000_000
    private static let page = 500
    private static let lookups = 20_000
    private static let tickets = 500

    let bench: Bench

    init(_ bench: Bench) { self.bench = bench }

    func findings() async throws -> [Finding] {
        let folder = try bench.folder("feed")
        let store = try Centre.store(in: folder)
        let bare = try BareSQLite(
            path: folder.appending(path: "bare.sqlite").path, schema: Self.schema, insert: Self.insert)
        let (ours, theirs, growth) = try fill(store, bare)
        let (found, absent) = try lookUp(in: store)
        try store.close()
        let (alone, during) = try await issueTickets(in: folder)
        let (rate, bareRate) = (Self.rate(ours), Self.rate(theirs))
        return [
            Finding(
                "lookup", "dossier lookup among 2,000,000", found,
                note: "at random, in one process, file in the page cache"),
            Finding("lookup-absent", "… of one that is not there", absent),
            Finding(
                "feed-rate", "applying the feed", rate, "dossiers/s",
                to: Bare("bare prepared inserts", bareRate), goal: .atLeast(0.7),
                note: "pages of \(Self.page); the same columns and commits, page by page in turns"),
            Finding("feed-rate-bare", "… bare prepared inserts", bareRate, "dossiers/s"),
            Finding(
                "ticket-maintenance", "ticket while 2,000,000 dossiers are verified", during,
                to: Bare("ticket without maintenance", alone), goal: .atMost(1.2),
                note: "through the ledger, as the kiosk does from 30 s after its start"),
            Finding(
                "feed-memory", "… growth of memory meanwhile", growth, "MiB", goal: .atMost(4),
                note: "resident, the highest of the last 1,800,000 against the first 200,000"),
        ]
    }

    private static func rate(_ time: Duration) -> Double { Double(dossiers) / (time / .seconds(1)) }

    private func fill(_ store: KioskStore, _ bare: BareSQLite) throws
        -> (ours: Duration, bare: Duration, growth: Double)
    {
        var (ours, theirs) = (Duration.zero, Duration.zero)
        var (early, peak) = (0.0, 0.0)
        for start in stride(from: 0, to: Self.dossiers, by: Self.page) {
            let facts = (start..<start + Self.page).map(Centre.dossier)
            let page = FeedPage(
                feed: "bench", cursor: Int64(start + Self.page), more: true, remaining: 1,
                changes: facts.enumerated().map {
                    FeedChange(
                        sequence: Int64(start + $0 + 1), kind: .dossier, key: $1.code.text, dossier: $1)
                })
            ours += try timed { try store.apply(page, after: Int64(start), at: Centre.morning) }.1.duration
            let rows = facts.map(Self.row)
            theirs += try timed { try bare.insert(rows) }.1.duration
            let memory = ProcessReading.ownMemory()
            if start < Self.dossiers / 10 { early = max(early, memory) } else { peak = max(peak, memory) }
        }
        return (ours, theirs, max(0, peak - early))
    }

    /// Tickets before and while the whole store is verified in the background.
    private func issueTickets(in folder: URL) async throws -> (alone: Samples, during: Samples) {
        let ledger = Ledger(
            path: folder.appending(path: "kiosk.sqlite").path, identity: Centre.identity,
            writer: BlockingThread("store-writer"), reader: BlockingThread("store-reader"))
        func issue(from first: Int) async throws -> Samples {
            var samples = Samples()
            for next in first..<first + Self.tickets {
                let request = Centre.ticket(next)
                let (_, time) = try await timed {
                    try await ledger.write(now: Centre.morning) { store throws(StoreFault) in
                        try store.issue(request)
                    }
                }
                samples.add(time)
                try await Task.sleep(for: .milliseconds(5))
            }
            return samples
        }
        _ = try await issue(from: 0)
        let alone = try await issue(from: Self.tickets)
        let verification = Task {
            try await ledger.verify(now: Centre.morning) { try? await Task.sleep(for: .milliseconds(10)) }
        }
        let during = try await issue(from: 2 * Self.tickets)
        verification.cancel()
        try await verification.value
        return (alone, during)
    }

    private func lookUp(in store: KioskStore) throws -> (found: Samples, absent: Samples) {
        var generator = SeededGenerator(seed: 8)
        var (found, absent) = (Samples(), Samples())
        for round in 0..<Self.lookups + 1_000 {
            let code = Centre.code(Int.random(in: 0..<Self.dossiers, using: &generator))
            let (dossier, time) = try timed { try store.dossier(code) }
            guard dossier?.facts.code == code else { throw BenchFault("a dossier is missing") }
            let other = Centre.code(Self.dossiers + round)
            let (nothing, otherTime) = try timed { try store.dossier(other) }
            guard nothing == nil else { throw BenchFault("a dossier is there that was never fed") }
            guard round >= 1_000 else { continue }
            found.add(time)
            absent.add(otherTime)
        }
        return (found, absent)
    }

    private static let schema = """
        CREATE TABLE dossier (
            code TEXT PRIMARY KEY NOT NULL, status INTEGER NOT NULL, wording TEXT,
            step INTEGER NOT NULL, step_count INTEGER NOT NULL, due_at INTEGER,
            result_count INTEGER NOT NULL, revoked TEXT,
            updated_at INTEGER NOT NULL, fetched_at INTEGER NOT NULL,
            is_fed INTEGER NOT NULL) WITHOUT ROWID;
        """
    private static let insert = "INSERT INTO dossier VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"

    private static func row(_ facts: DossierFacts) -> [BareSQLite.Value] {
        [
            .text(facts.code.text), .integer(Int64(facts.status.rawValue)),
            facts.sourceWording.map { .text($0) } ?? .null, .integer(Int64(facts.step)),
            .integer(Int64(facts.stepCount)), facts.dueAt.map { .integer($0.milliseconds) } ?? .null,
            .integer(Int64(facts.resultCount)), .null, .integer(facts.updatedAt.milliseconds),
            .integer(Centre.morning.milliseconds), .integer(1),
        ]
    }
}
