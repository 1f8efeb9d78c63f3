import CentralContract
import Crypto
import Foundation
import KioskCore

/// What tests send.
enum CentralSamples {
    static let catalogue = """
        {"GhiChu": "minh họa", "LinhVuc": [
        {"MaLinhVuc":"HT","TenLinhVuc":"Hộ tịch","KyHieu":"A","Nhom":"Tư pháp","Quay":["1","2","3","4","5","6","7","8"],"ThuTu":1,"PhutPhucVu":[6,12]},
        {"MaLinhVuc":"CT","TenLinhVuc":"Chứng thực","TenTiengAnh":"Certification","KyHieu":"B","Nhom":"Tư pháp","Quay":["9"],"ThuTu":2}],
        "ThuTuc": []}
        """

    static func dossier(
        _ code: String = "H08.99-251120-0001", status: String = "4", more: String = ""
    ) -> String {
        "{\"MaHoSo\":\"\(code)\",\"MaTTHC\":\"1.001193\",\"TrangThaiHoSo\":\(status),"
            + "\"NgayTiepNhan\":\"20251120081500\",\"NgayHenTra\":\"20271120170000\"\(more)}"
    }

    static func ticket(_ ordinal: Int, field: String = "HT", priority: Bool = false, kiosk: String = "k")
        -> Ticket
    {
        Ticket(
            id: "\(kiosk)-\(field)-\(ordinal)", series: Series(field: field, dayNumber: TestCentre.day),
            number: QueueNumber(prefix: field == "HT" ? "A" : "B", ordinal: ordinal), token: "KT1:TEST",
            issuedAt: TestCentre.now.advanced(bySeconds: Int64(ordinal - 1000)), isPriority: priority)
    }

    static func issued(_ ticket: Ticket) -> JournalEvent {
        JournalEvent(id: "issued-\(ticket.id)", kind: .ticketIssued, at: ticket.issuedAt, ticket: ticket)
    }

    /// A journal in the making, as a kiosk keeps it.
    struct Journal {
        let id: String
        private(set) var entries: [JournalEntry] = []

        init(_ id: String) { self.id = id }

        mutating func append(_ event: JournalEvent) throws {
            try append(text: String(decoding: JSONEncoder().encode(event), as: UTF8.self))
        }

        mutating func append(text: String) throws {
            let previous = entries.last?.hash ?? JournalEntry.genesis
            let sequence = Int64(entries.count + 1)
            entries.append(CentralSamples.entry(sequence, text, after: previous))
        }

        func upload(_ range: Range<Int>) -> JournalUpload {
            JournalUpload(journal: id, entries: Array(entries[range]))
        }

        var all: JournalUpload { upload(0..<entries.count) }
    }

    static func entry(_ sequence: Int64, _ event: String, after previous: String) -> JournalEntry {
        let text = JournalEntry.hashedText(previousHash: previous, sequence: sequence, event: event)
        let hash = SHA256.hash(data: Data(text.utf8)).map { String(format: "%02x", $0) }.joined()
        return JournalEntry(sequence: sequence, event: event, previousHash: previous, hash: hash)
    }
}
