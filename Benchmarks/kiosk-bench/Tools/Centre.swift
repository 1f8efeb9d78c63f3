import Appliance
import CentralContract
import Devices
import Foundation
import KioskCore
import KioskStore

/// An invented centre with as much in it as a benchmark needs.
enum Centre {
    /// Monday, 5 January 2026, 08:15 in Vietnam.
    static let morning = Timestamp(milliseconds: 1_767_575_700_000)
    static let siteKey = [UInt8](repeating: 7, count: 32)
    static let identity = StoreIdentity(site: "MC99", kiosk: "bench-1", siteKey: siteKey)
    static let site = SiteProfile(
        code: "MC99", name: "Trung tâm Phục vụ hành chính công",
        englishName: "Public Administrative Service Centre", unit: "Phường Mẫu",
        address: "1 đường Ví Dụ, phường Mẫu", phone: "0000 000 000", web: "dichvucong.example.vn",
        hotline: "1900 0000", agencyPrefix: "H08.99")

    static func configuration(state: URL, printer: PrinterSettings? = nil) -> KioskConfiguration {
        KioskConfiguration(
            kiosk: identity.kiosk, role: .dispenser, site: site, siteKey: siteKey, screen: ScreenSettings(),
            stateDirectory: state.path, printer: printer)
    }

    /// What a technician would have written for it.
    static func write(configurationTo folder: URL) throws -> URL {
        let file = folder.appending(path: "kiosk.yaml")
        let key = siteKey.map { String(format: "%02x", $0) }.joined()
        try key.write(to: folder.appending(path: "site.key"), atomically: true, encoding: .utf8)
        try """
        kiosk: \(identity.kiosk)
        role: dispenser
        site:
          code: \(site.code)
          name: \(site.name)
          englishName: \(site.englishName)
          unit: \(site.unit)
          address: \(site.address)
          phone: \(site.phone)
          web: \(site.web)
          hotline: \(site.hotline)
          agencyPrefix: \(site.agencyPrefix)
          keyFile: site.key
        screen: { display: memory, size: 1080x1920 }
        state: { directory: . }
        control: { socket: \(folder.appending(path: "control").path) }

        """.write(to: file, atomically: true, encoding: .utf8)
        return file
    }

    static func store(in folder: URL) throws -> KioskStore {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let path = folder.appending(path: "kiosk.sqlite").path
        return try KioskStore.open(at: path, identity: identity, now: morning).0
    }

    /// Applies a page of the feed that follows what the store has.
    static func feed(_ changes: [FeedChange], to store: KioskStore) throws {
        let position = try store.feedPosition()
        var changes = changes
        for index in changes.indices { changes[index].sequence = position.cursor + Int64(index) + 1 }
        _ = try store.apply(
            FeedPage(
                feed: "bench", cursor: position.cursor + Int64(changes.count), more: true, remaining: 1,
                changes: changes), after: position.cursor, at: morning)
    }

    /// Fields, procedures and dossiers, a page at a time.
    static func fill(_ store: KioskStore, procedures: Int = 0, dossiers: Int = 0) throws {
        try feed(fields.map { FeedChange(sequence: 0, kind: .field, key: $0.id, field: $0) }, to: store)
        for start in stride(from: 0, to: procedures, by: 500) {
            let page = (start..<min(start + 500, procedures)).map(InventedProcedures.procedure)
            try feed(
                page.map { FeedChange(sequence: 0, kind: .procedure, key: $0.id, procedure: $0) }, to: store)
        }
        for start in stride(from: 0, to: dossiers, by: 500) {
            let page = (start..<min(start + 500, dossiers)).map(dossier)
            try feed(
                page.map { FeedChange(sequence: 0, kind: .dossier, key: $0.code.text, dossier: $0) },
                to: store)
        }
    }

    /// Eight groups of three fields.
    static let fields: [ServiceField] = {
        let groups = [
            "Tư pháp – Hộ tịch", "Công an", "Đất đai – Nông nghiệp", "Kinh tế – Hạ tầng – Đô thị",
            "Văn hóa – Xã hội", "Lao động – Bảo hiểm xã hội", "Giáo dục – Đào tạo", "Trả kết quả – Hướng dẫn",
        ]
        let names = ["Hồ sơ mới", "Bổ sung hồ sơ theo yêu cầu", "Hướng dẫn, hỗ trợ nộp hồ sơ trực tuyến"]
        return groups.enumerated().flatMap { group, title in
            names.enumerated().map { index, name in
                let order = group * 3 + index
                return ServiceField(
                    id: "F\(order)", prefix: String(UnicodeScalar(UInt8(ascii: "A") + UInt8(order))),
                    name: "\(name) – \(title)", group: title, counters: ["\(group + 1)"], order: order,
                    serviceMinutes: MinuteRange(shortest: 5, longest: 12))
            }
        }
    }()

    /// Dossiers of a busy province, 2,740 a day.
    static func code(_ index: Int) -> DossierCode {
        let (day, ordinal) = index.quotientAndRemainder(dividingBy: 2_740)
        let (year, rest) = day.quotientAndRemainder(dividingBy: 336)
        let (month, date) = rest.quotientAndRemainder(dividingBy: 28)
        let number = [24 + year, month + 1, date + 1].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined()
        let digits = String(ordinal + 1)
        return DossierCode(
            canonical: "H08.99-\(number)-" + String(repeating: "0", count: 4 - digits.count) + digits)
    }

    static func dossier(_ index: Int) -> DossierFacts {
        DossierFacts(
            code: code(index), status: DossierStatus(rawValue: index % 10 + 1) ?? .processing,
            sourceWording: index.isMultiple(of: 3) ? "Đang chờ ý kiến của đơn vị phối hợp" : nil,
            step: index % 5 + 1, stepCount: 5,
            dueAt: morning.advanced(bySeconds: Int64(index % 30) * 86_400),
            updatedAt: morning.advanced(bySeconds: Int64(index % 100_000)))
    }

    static func ticket(_ ordinal: Int) -> TicketRequest {
        TicketRequest(
            touch: "bench-1-\(ordinal)", field: fields[ordinal % fields.count], at: morning)
    }
}
