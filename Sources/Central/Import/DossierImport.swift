import CentralContract
import Foundation
import GRDB
public import KioskCore

/// Brings dossiers in from lines of the national package, one JSON object a line.
///
/// A bad line is reported and left out; the others go in. Lines without anything new make no change in the
/// feed, so the same file may be imported every night.
public struct DossierImport: Sendable {
    /// Lines in a transaction; few enough that a server on the same file never waits long.
    static let batchSize = 500

    private let database: CentralDatabase
    private let now: @Sendable () -> Timestamp

    public init(database: CentralDatabase, now: @escaping @Sendable () -> Timestamp) {
        self.database = database
        self.now = now
    }

    /// Reads a file to its end.
    ///
    /// - Parameters:
    ///   - remark: receives every line that cannot be used.
    ///   - progress: receives how much of the file is done, 0 to 1, after every batch.
    /// - Throws: If the file cannot be read or the database cannot be written; what went in before stays.
    public func run(
        file path: String, remark: (ImportRemark) -> Void, progress: (Double) -> Void = { _ in }
    ) throws -> ImportSummary {
        var reader = try LineReader(path: path)
        var summary = ImportSummary()
        var number = 0
        var batch: [DossierLine] = []
        while let line = try reader.next() {
            number += 1
            do throws(ImportFault) {
                guard let dossier = try read(line, isFirst: number == 1) else { continue }
                batch.append(dossier)
            } catch {
                summary.refused += 1
                remark(ImportRemark(place: "line \(number)", reason: error.description))
            }
            if batch.count == Self.batchSize {
                try store(&batch, &summary)
                progress(reader.fraction)
            }
        }
        try store(&batch, &summary)
        progress(1)
        return summary
    }

    private func read(_ line: LineReader.Line, isFirst: Bool) throws(ImportFault) -> DossierLine? {
        guard case .bytes(var bytes) = line else { throw .tooLong }
        if isFirst, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
        if bytes.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }) { return nil }
        return try DossierLine(bytes, at: now())
    }

    private func store(_ batch: inout [DossierLine], _ summary: inout ImportSummary) throws {
        let (changed, unchanged) = try database.pool.write { [batch] db in
            var changed = 0
            for line in batch where try put(line, in: db) { changed += 1 }
            return (changed, batch.count - changed)
        }
        summary.changed += changed
        summary.unchanged += unchanged
        batch.removeAll(keepingCapacity: true)
    }

    /// Whether the line changed something.
    private func put(_ line: DossierLine, in db: Database) throws -> Bool {
        let code = line.facts.code.text
        try db.cachedStatement(
            sql: """
                INSERT INTO dossier (code, procedure, received_at) VALUES (?, ?, ?)
                ON CONFLICT DO UPDATE SET procedure = excluded.procedure, received_at = excluded.received_at
                WHERE procedure <> excluded.procedure OR received_at IS NOT excluded.received_at
                """
        ).execute(arguments: [code, line.procedure, line.receivedAt?.milliseconds])
        if let known = try FeedLog.value(.dossier, code, in: db) {
            var facts = try StoredJSON.value(DossierFacts.self, known)
            // An older export must not undo a newer one.
            if line.isDated, line.facts.updatedAt < facts.updatedAt { return false }
            // For a source without dates, a later time alone is no change.
            if !line.isDated { facts.updatedAt = line.facts.updatedAt }
            if facts == line.facts { return false }
        }
        try FeedLog.put(.dossier, code, try StoredJSON.text(line.facts), in: db)
        return true
    }
}
