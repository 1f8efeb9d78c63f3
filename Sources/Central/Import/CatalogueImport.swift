import CentralContract
import Foundation
import GRDB
import KioskCore

/// Replaces the catalogue: what is new or different becomes a change in the feed, what is missing a tombstone
/// (I-11).
///
/// The fields are imported all or not at all. A procedure that cannot be used is reported and keeps its old
/// version.
public struct CatalogueImport: Sendable {
    /// In bytes; four hundred procedures with everything take about six million.
    static let maxByteCount = 128 << 20

    private let database: CentralDatabase

    public init(database: CentralDatabase) { self.database = database }

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - remark: receives every procedure that cannot be used.
    ///   - gap: receives every procedure that lacks some of the eleven items (I-01); it is imported
    ///     nevertheless.
    /// - Throws: ``Refusal`` if the file as a whole cannot be used.
    public func run(
        file path: String, remark: (ImportRemark) -> Void, gap: (ImportRemark) -> Void
    ) throws -> ImportSummary {
        let source = try Self.read(path)
        let fields = try Self.fields(source.LinhVuc)
        let known = Set(fields.map(\.id))
        var procedures: [String: Procedure] = [:]
        var keep: Set<String> = []
        var summary = ImportSummary()
        for (index, entry) in source.ThuTuc.enumerated() {
            switch Self.procedure(entry, at: index, fields: known) {
            case .success(let procedure) where procedures[procedure.id] != nil:
                summary.refused += 1
                remark(
                    ImportRemark(place: procedure.id, reason: "stands more than once; the first was taken"))
            case .success(let procedure):
                procedures[procedure.id] = procedure
                if let missing = Self.gaps(procedure) { gap(missing) }
            case .failure(let refusal):
                summary.refused += 1
                if let code = refusal.code { keep.insert(code) }
                remark(refusal.remark)
            }
        }
        try database.pool.write { [procedures, keep] db in
            let texts = try fields.map { ($0.id, try StoredJSON.text($0)) }
            try Self.replace(
                .field, with: Dictionary(uniqueKeysWithValues: texts), keep: [], &summary, in: db)
            let rest = try procedures.mapValues { try StoredJSON.text($0) }
            try Self.replace(.procedure, with: rest, keep: keep, &summary, in: db)
        }
        return summary
    }

    /// Why a whole file cannot be used.
    public struct Refusal: Error, CustomStringConvertible {
        public let description: String
    }

    private static func read(_ path: String) throws -> NationalCatalogue {
        let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
        guard size <= maxByteCount else {
            throw Refusal(description: "The file is too large for a catalogue.")
        }
        do {
            return try JSONDecoder().decode(
                NationalCatalogue.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
        } catch let error as DecodingError {
            throw Refusal(description: "This is not a catalogue: \(ImportFault(error)).")
        }
    }

    private static func fields(_ sources: [NationalCatalogue.Field]) throws -> [ServiceField] {
        var ids: Set<String> = []
        var prefixes: Set<String> = []
        return try sources.enumerated().map { index, source in
            func refuse(_ key: String, _ expected: String) -> Refusal {
                Refusal(description: "LinhVuc \(index + 1): \(key) must be \(expected).")
            }
            guard IdentifierFormat.field.matches(source.MaLinhVuc), ids.insert(source.MaLinhVuc).inserted
            else {
                throw refuse("MaLinhVuc", "letters, digits and hyphens, and its own")
            }
            guard IdentifierFormat.prefix.matches(source.KyHieu), prefixes.insert(source.KyHieu).inserted
            else {
                throw refuse("KyHieu", "one or two letters A-Z, and its own")
            }
            guard !source.TenLinhVuc.isEmpty else { throw refuse("TenLinhVuc", "a name") }
            guard source.Quay.allSatisfy(IdentifierFormat.counter.matches) else {
                throw refuse("Quay", "a list of counters: digits and letters A-Z")
            }
            let minutes = source.PhutPhucVu
            guard minutes.map({ $0.count == 2 && 1 <= $0[0] && $0[0] <= $0[1] && $0[1] <= 480 }) ?? true
            else {
                throw refuse("PhutPhucVu", "two numbers of minutes, the lower first")
            }
            return ServiceField(
                id: source.MaLinhVuc, prefix: source.KyHieu, name: source.TenLinhVuc,
                englishName: source.TenTiengAnh, group: source.Nhom, englishGroup: source.NhomTiengAnh,
                counters: source.Quay, order: source.ThuTu,
                serviceMinutes: minutes.map { MinuteRange(shortest: $0[0], longest: $0[1]) })
        }
    }

    /// A procedure that cannot be used, and its code if that can be read.
    private struct ProcedureRefusal: Error {
        let code: String?
        let remark: ImportRemark
    }

    private static func procedure(
        _ entry: NationalCatalogue.Entry, at index: Int, fields: Set<String>
    ) -> Result<Procedure, ProcedureRefusal> {
        func refuse(_ code: String?, _ reason: String) -> Result<Procedure, ProcedureRefusal> {
            let code = code.flatMap { IdentifierFormat.procedure.matches($0) ? $0 : nil }
            let place = code ?? "ThuTuc \(index + 1)"
            return .failure(ProcedureRefusal(code: code, remark: ImportRemark(place: place, reason: reason)))
        }
        switch entry {
        case .invalid(let code, let reason): return refuse(code, reason)
        case .procedure(let source):
            guard IdentifierFormat.procedure.matches(source.MATTHC) else {
                return refuse(nil, "MATTHC must be a procedure code")
            }
            guard !source.TENTTHC.isEmpty else { return refuse(source.MATTHC, "TENTTHC must be a name") }
            guard let field = source.LINHVUCTHUCHIEN.first(where: { fields.contains($0.MALINHVUC) }) else {
                return refuse(source.MATTHC, "LINHVUCTHUCHIEN must name a field of this catalogue")
            }
            let synonyms = (source.TUKHOA ?? "").split(whereSeparator: { $0 == ";" || $0 == "," })
                .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
            let successor = source.MATTHCTHAYTHE.flatMap { IdentifierFormat.procedure.matches($0) ? $0 : nil }
            return .success(
                Procedure(
                    id: source.MATTHC, field: field.MALINHVUC, name: source.TENTTHC,
                    items: ProcedureText(source: source).items, synonyms: synonyms, supersededBy: successor))
        }
    }

    private static func gaps(_ procedure: Procedure) -> ImportRemark? {
        let missing = Set(2...11).subtracting(procedure.items.map(\.number)).sorted()
        guard !missing.isEmpty, procedure.supersededBy == nil else { return nil }
        let list = missing.map(String.init).joined(separator: ", ")
        return ImportRemark(place: procedure.id, reason: "lacks item \(list) of the eleven")
    }

    private static func replace(
        _ kind: FeedChange.Kind, with new: [String: String], keep: Set<String>,
        _ summary: inout ImportSummary,
        in db: Database
    ) throws {
        let old = try FeedLog.values(kind, in: db)
        for key in new.keys.sorted() {
            if old[key] == new[key] {
                summary.unchanged += 1
            } else {
                try FeedLog.put(kind, key, new[key], in: db)
                summary.changed += 1
            }
        }
        for key in old.keys.sorted() where new[key] == nil && !keep.contains(key) {
            try FeedLog.put(kind, key, nil, in: db)
            summary.removed += 1
        }
    }
}
