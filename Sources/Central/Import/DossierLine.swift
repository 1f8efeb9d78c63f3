import Foundation
import KioskCore

/// One dossier of the national package (domain.md 3.3): only what this centre needs of it.
///
/// Names, identity numbers, addresses and telephone numbers are not even read.
struct DossierLine {
    var facts: DossierFacts
    /// *Mã TTHC.*
    var procedure: String
    var receivedAt: Timestamp?
    /// Whether the source gives the time of the last change.
    var isDated: Bool

    /// Reads a line; the fault names the key and what was expected, never the value.
    init(_ line: Data, at now: Timestamp) throws(ImportFault) {
        let source: Source
        do {
            source = try JSONDecoder().decode(Source.self, from: line)
        } catch let error as DecodingError {
            throw ImportFault(error)
        } catch {
            throw .notAnObject
        }
        let code = try Self.code(source.MaHoSo, today: now.date)
        guard IdentifierFormat.procedure.matches(source.MaTTHC) else {
            throw .value("MaTTHC", "a procedure code")
        }
        guard let number = source.TrangThaiHoSo.number, let status = DossierStatus(rawValue: number) else {
            throw .value("TrangThaiHoSo", "a whole number from 1 to 10")
        }
        let (step, steps) = try Self.steps(source, status)
        let results = try Self.results(source.DanhSachGiayToKetQua ?? [], today: now.date)
        if let wording = source.TinhTrangNguon, !Self.isWording(wording) {
            throw .value("TinhTrangNguon", "at most 200 characters on one line")
        }
        facts = DossierFacts(
            code: code, status: status,
            sourceWording: source.TinhTrangNguon.flatMap { $0.isEmpty ? nil : $0 },
            step: step, stepCount: steps, dueAt: try Self.time("NgayHenTra", source.NgayHenTra),
            resultCount: results.count, revokedResults: results.revoked, updatedAt: now)
        let updatedAt = try Self.time("NgayCapNhat", source.NgayCapNhat)
        isDated = updatedAt != nil
        if let updatedAt { facts.updatedAt = min(updatedAt, now) }
        procedure = source.MaTTHC
        receivedAt = try Self.time("NgayTiepNhan", source.NgayTiepNhan)
    }

    private struct Source: Decodable {
        var MaHoSo: String
        var MaTTHC: String
        var TrangThaiHoSo: NumberOrText
        var NgayTiepNhan: String?
        var NgayHenTra: String?
        var NgayCapNhat: String?
        var BuocHienTai: Int?
        var TongSoBuoc: Int?
        var TinhTrangNguon: String?
        var DanhSachGiayToKetQua: [Result]?

        struct Result: Decodable {
            var MaKetQua: String?
            var NgayHuyHieuLuc: String?
        }
    }

    private static func code(_ text: String, today: CivilDate) throws(ImportFault) -> DossierCode {
        do {
            return try DossierCode(parsing: text, today: today)
        } catch {
            switch error {
            case .impossibleDate: throw .value("MaHoSo", "a code with a real date")
            case .futureDate: throw .value("MaHoSo", "a code whose date has come")
            case .empty, .tooLong, .unknownShape:
                // A source may have codes of its own make; what it calls a dossier code is one.
                guard let code = DossierCode(opaque: text) else { throw .value("MaHoSo", "a dossier code") }
                return code
            }
        }
    }

    /// Step n of m; if the source does not count them, one of the five usual steps.
    private static func steps(_ source: Source, _ status: DossierStatus) throws(ImportFault) -> (Int, Int) {
        guard source.BuocHienTai != nil || source.TongSoBuoc != nil else { return (status.usualStep, 5) }
        guard let steps = source.TongSoBuoc, (1...99).contains(steps) else {
            throw .value("TongSoBuoc", "a whole number from 1 to 99")
        }
        guard let step = source.BuocHienTai, (1...steps).contains(step) else {
            throw .value("BuocHienTai", "a whole number from 1 to TongSoBuoc")
        }
        return (step, steps)
    }

    private static func results(
        _ results: [Source.Result], today: CivilDate
    ) throws(ImportFault) -> (count: Int, revoked: [Int]) {
        guard results.count <= 99 else { throw .value("DanhSachGiayToKetQua", "at most 99 results") }
        var revoked: Set<Int> = []
        var count = results.count
        for (index, result) in results.enumerated() {
            // The code contains the number of the result; a result without a code counts by its place.
            let code = result.MaKetQua.flatMap { try? ResultCode(parsing: $0, today: today) }
            let ordinal = code?.ordinal ?? index + 1
            count = max(count, ordinal)
            if try time("NgayHuyHieuLuc", result.NgayHuyHieuLuc) != nil { revoked.insert(ordinal) }
        }
        return (count, revoked.sorted())
    }

    /// `yyyyMMddHHmmss` in Vietnam; `nil` if empty.
    private static func time(_ key: String, _ text: String?) throws(ImportFault) -> Timestamp? {
        guard let text, !text.isEmpty else { return nil }
        guard text.utf8.count == 14, text.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(text),
            let date = CivilDate(number: number / 1_000_000), number / 10_000 % 100 < 24,
            number / 100 % 100 < 60, number % 100 < 60
        else { throw .value(key, "a time as yyyyMMddHHmmss") }
        return Timestamp(
            date, hour: number / 10_000 % 100, minute: number / 100 % 100, second: number % 100)
    }

    /// It will be drawn on a screen: short, and nothing that moves the cursor or turns the text around.
    private static func isWording(_ text: String) -> Bool {
        text.unicodeScalars.count <= 200
            && text.unicodeScalars.allSatisfy { scalar in
                switch scalar.properties.generalCategory {
                case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned,
                    .privateUse:
                    false
                default: true
                }
            }
    }
}

/// A number that some sources write in quotes.
struct NumberOrText: Decodable {
    let number: Int?

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        number = try (try? container.decode(Int.self)) ?? Int(container.decode(String.self))
    }
}

extension DossierStatus {
    /// The usual step of five: sent, accepted, in process, finished, returned.
    fileprivate var usualStep: Int {
        switch self {
        case .registered, .notAccepted: 1
        case .accepted: 2
        case .processing, .supplementRequired, .paymentRequired, .withdrawalRequested, .stopped: 3
        case .finished: 4
        case .returned: 5
        }
    }
}
