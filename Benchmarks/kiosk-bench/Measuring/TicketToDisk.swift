import Foundation
import KioskCore
import KioskStore

/// From the touch to a number that a power cut cannot take, against the least that SQLite asks for a commit.
struct TicketToDisk {
    private static let rounds = 60
    private static let perRound = 20
    private static let token = "KT1:MC99:20260105:A:18:ABCDEFGHJK"

    let bench: Bench

    init(_ bench: Bench) { self.bench = bench }

    func findings() throws -> [Finding] {
        let folder = try bench.folder("ticket")
        let store = try Centre.store(in: folder)
        try Centre.fill(store)
        let bare = try BareSQLite(
            path: folder.appending(path: "bare.sqlite").path,
            schema: "CREATE TABLE ticket (id TEXT PRIMARY KEY, at INTEGER, body TEXT) WITHOUT ROWID",
            insert: "INSERT INTO ticket (id, at, body) VALUES (?, ?, ?)")
        var (ours, theirs) = (Samples(), Samples())
        var next = 0
        // In turns, so that both meet the disk in the same state.
        for round in 0..<Self.rounds + 2 {
            for _ in 0..<Self.perRound {
                next += 1
                let request = Centre.ticket(next)
                let row: [BareSQLite.Value] = [
                    .text(request.touch), .integer(request.at.milliseconds), .text(Self.token),
                ]
                // The second one finds the disk as the first one left it.
                let isFirst = next.isMultiple(of: 2)
                let early = isFirst ? try timed { try store.issue(request) }.1 : nil
                let (_, bareTime) = try timed { try bare.insert([row]) }
                let time = try early ?? timed { try store.issue(request) }.1
                guard round >= 2 else { continue }
                ours.add(time)
                theirs.add(bareTime)
            }
        }
        try store.close()
        return [
            Finding(
                "ticket", "touch to durable ticket", ours, to: Bare("bare commit", theirs),
                goal: .atMost(1.2),
                note: "number, ticket, series, journal entry: one transaction, synchronous = FULL"),
            Finding("ticket-bare", "… a bare SQLite commit", theirs, note: "one prepared insert, in turns"),
        ]
    }
}
