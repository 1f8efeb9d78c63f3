internal import GRDB
public import KioskCore

extension KioskStore {
    /// What was last known of the roll in the printer; a new supply before anything was.
    public func paperSupply() throws(StoreFault) -> PaperSupply {
        try reading { db in
            guard let row = try db.row("SELECT body FROM paper") else { return PaperSupply() }
            return try JSONText.decode(PaperSupply.self, from: row.value(0))
        }
    }

    public func keep(_ supply: PaperSupply) throws(StoreFault) {
        try writing { db in
            try db.run("INSERT OR REPLACE INTO paper (only, body) VALUES (1, ?)", [JSONText.encode(supply)])
        }
    }

    /// The slips that this kiosk printed, by day `yyyyMMdd` and hour of the day; days without any are
    /// missing.
    public func slipsByHour(on days: ClosedRange<Int>) throws(StoreFault) -> [Int: [Int]] {
        try reading { db in
            // Vietnam's day begins seven hours before that of UTC, and never shifts.
            let rows = try db.rows(
                """
                SELECT day, (issued_at / 3600000 + 7) % 24, count(*) FROM ticket
                WHERE is_own AND day BETWEEN ? AND ? AND print_state IN ('sent', 'confirmed')
                GROUP BY 1, 2
                """, [days.lowerBound, days.upperBound])
            var slips: [Int: [Int]] = [:]
            for row in rows {
                let (day, hour, count): (Int, Int, Int) = (
                    try row.value(0), try row.value(1), try row.value(2)
                )
                guard (0..<SlipDemand.hours).contains(hour) else { throw StoreFault.corrupt }
                slips[day, default: Array(repeating: 0, count: SlipDemand.hours)][hour] = count
            }
            return slips
        }
    }

    /// The centre's dispensers as the feed last described them, this one among them.
    public func dispensers() throws(StoreFault) -> [DispenserState] {
        try reading(DispenserRow.all)
    }
}

/// A dispenser as a row.
enum DispenserRow {
    static func all(in db: Database) throws -> [DispenserState] {
        try db.rows("SELECT body FROM dispenser ORDER BY kiosk").map {
            try JSONText.decode(DispenserState.self, from: $0.value(0))
        }
    }

    static func upsert(_ state: DispenserState, into db: Database) throws {
        try db.run(
            "INSERT OR REPLACE INTO dispenser (kiosk, body) VALUES (?, ?)",
            [state.kiosk, JSONText.encode(state)])
    }
}
