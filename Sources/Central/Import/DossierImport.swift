import CentralContract
import Foundation
import GRDB
public import KioskCore

/// Brings dossiers in from lines of the national package, one JSON object a line.
///
/// A bad line is told and left out; the others go in. Lines that say nothing new make no change in the feed, so the
/// same file may come every night.
public struct DossierImport: Sendable {
    /// How many lines share a transaction; few enough that a server on the same file never waits long.
    static let batch = 500

    private let database: CentralDatabase
    private let now: @Sendable () -> Timestamp

    public init(database: CentralDatabase, now: @escaping @Sendable () -> Timestamp) {
        self.database = database
        self.now = now
    }

    /// Reads a file to its end.
    ///
    /// - Parameters:
    ///   - remark: is told every line that cannot be used.
    ///   - progress: is told how much of the file is done, 0 to 1, after every batch.
    /// - Throws: when the file cannot be read or the database cannot be written; what went in before stays.
    public func run(
        file path: String, remark: (ImportRemark) -> Void, progress: (Double) -> Void = { _ in }
    ) throws -> ImportTally {
        var reader = try LineReader(path: path)
        var tally = ImportTally()
        var number = 0
        var batch: [DossierLine] = []
        while let line = try reader.next() {
            number += 1
            do throws(DossierLine.Fault) {
                guard let dossier = try read(line, isFirst: number == 1) else { continue }
                batch.append(dossier)
            } catch {
                tally.refused += 1
                remark(ImportRemark(place: "line \(number)", reason: error.description))
            }
            if batch.count == Self.batch {
                try store(&batch, &tally)
                progress(reader.fraction)
            }
        }
        try store(&batch, &tally)
        progress(1)
        return tally
    }

    private func read(_ line: LineReader.Line, isFirst: Bool) throws(DossierLine.Fault) -> DossierLine? {
        guard case .bytes(var bytes) = line else { throw .tooLong }
        if isFirst, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
        if bytes.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }) { return nil }
        return try DossierLine(bytes, at: now())
    }

    private func store(_ batch: inout [DossierLine], _ tally: inout ImportTally) throws {
        let (changed, unchanged) = try database.pool.write { [batch] db in
            var changed = 0
            for line in batch where try put(line, in: db) { changed += 1 }
            return (changed, batch.count - changed)
        }
        tally.changed += changed
        tally.unchanged += unchanged
        batch.removeAll(keepingCapacity: true)
    }

    /// Whether the line said something new.
    private func put(_ line: DossierLine, in db: Database) throws -> Bool {
        let code = line.facts.code.text
        try db.cachedStatement(
            sql: """
                INSERT INTO dossier (code, procedure, received_at) VALUES (?, ?, ?)
                ON CONFLICT DO UPDATE SET procedure = excluded.procedure, received_at = excluded.received_at
                WHERE procedure <> excluded.procedure OR received_at IS NOT excluded.received_at
                """
        ).execute(arguments: [code, line.procedure, line.receivedAt?.milliseconds])
        if let known = try FeedTable.value(.dossier, code, in: db) {
            var facts = try StoredJSON.value(DossierFacts.self, known)
            // An older export must not take back what a newer one said.
            if line.isDated, line.facts.updatedAt < facts.updatedAt { return false }
            // A source that gives no dates says nothing new by saying it later.
            if !line.isDated { facts.updatedAt = line.facts.updatedAt }
            if facts == line.facts { return false }
        }
        try FeedTable.put(.dossier, code, try StoredJSON.text(line.facts), in: db)
        return true
    }
}
