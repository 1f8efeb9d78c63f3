internal import GRDB
public import KioskCore

extension KioskStore {
    /// Forgets what is older than the days to keep (domain.md 9.4: 30 to 90), but no unsent journal entry.
    ///
    /// The journal keeps the hash of the last entry it forgot, so that the chain still verifies.
    public func forget(before now: Timestamp, keepingDays: Int) throws(StoreFault) {
        let day = now.date.advanced(byDays: -keepingDays).number
        try writing { db in
            try db.run("DELETE FROM ticket WHERE day < ?", [day])
            try db.run("DELETE FROM series WHERE day < ?", [day])
            // Only a beginning of the chain may go: up to the last before the first that has to stay.
            guard
                let last = try db.row(
                    """
                    SELECT sequence, hash FROM journal
                    WHERE sequence <= (SELECT acknowledged FROM head) AND sequence <
                        coalesce((SELECT min(sequence) FROM journal WHERE day >= ?), 9223372036854775807)
                    ORDER BY sequence DESC LIMIT 1
                    """, [day])
            else { return }
            let sequence: Int64 = try last.value(0)
            try db.run("UPDATE head SET pruned = ?, pruned_hash = ?", [sequence, last.value(1) as String])
            try db.run("DELETE FROM journal WHERE sequence <= ?", [sequence])
        }
    }
}
