import KioskCore
import KioskStore

/// Finding procedures while somebody types.
struct Search {
    private static let rounds = 15

    let bench: Bench

    init(_ bench: Bench) { self.bench = bench }

    func findings() throws -> [Finding] {
        let store = try Centre.store(in: try bench.folder("search"))
        try Centre.fill(store, procedures: 2_000)
        var samples = Samples()
        var slowest = (text: "", time: 0.0)
        for round in 0..<Self.rounds + 1 {
            for text in InventedProcedures.typed {
                for length in 1...text.count {
                    let typed = String(text.prefix(length))
                    let (_, time) = try timed { try store.searchProcedures(typed, limit: 30) }
                    guard round > 0 else { continue }
                    samples.add(time)
                    if !time.isDisturbed, time.duration.milliseconds > slowest.time {
                        slowest = (typed, time.duration.milliseconds)
                    }
                }
            }
        }
        try store.close()
        return [
            Finding(
                "search", "search as you type over 2,000 procedures", samples,
                note:
                    "every key of \(InventedProcedures.typed.count) texts, with and without marks; slowest: "
                    + "\"\(slowest.text)\"")
        ]
    }
}
