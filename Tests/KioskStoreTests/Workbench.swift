import CentralContract
import Foundation
import KioskCore
import Testing

@testable import KioskStore

/// A directory with a store in it, gone after the test.
final class Workbench: Sendable {
    static let identity = StoreIdentity(site: "MAU", kiosk: "K1", siteKey: Array(repeating: 7, count: 32))
    /// Monday, 5 January 2026, 08:15 in Vietnam.
    static let morning = Timestamp(milliseconds: 1_767_575_700_000)
    static let today = 2026_01_05

    let directory: URL
    var path: String { directory.appending(path: "kiosk.sqlite").path }

    init() throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "store-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: directory) }

    func open(now: Timestamp = morning) throws -> KioskStore { try openWithReport(now: now).0 }

    func openWithReport(now: Timestamp = morning) throws -> (KioskStore, OpeningReport) {
        try KioskStore.open(at: path, identity: Self.identity, now: now)
    }

    var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted() }
    }

    /// The bytes of the database file or its log.
    func bytes(_ suffix: String = "") throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(filePath: path + suffix)))
    }

    func write(_ bytes: some Sequence<UInt8>, _ suffix: String = "") throws {
        try Data(bytes).write(to: URL(filePath: path + suffix))
    }

    /// Puts a file and a log in the place of everything that is there.
    func restore(_ file: [UInt8], log: [UInt8]? = nil) throws {
        for name in try names { try FileManager.default.removeItem(at: directory.appending(path: name)) }
        try write(file)
        if let log { try write(log, "-wal") }
    }
}

extension ServiceField {
    static let civilStatus = ServiceField(
        id: "ho-tich", prefix: "A", name: "Hộ tịch", group: "Tư pháp – Hộ tịch", counters: ["1"], order: 1)
    static let land = ServiceField(
        id: "dat-dai", prefix: "B", name: "Đất đai", group: "Nông nghiệp – Môi trường",
        counters: ["2", "10"], order: 3)
    static let certification = ServiceField(
        id: "chung-thuc", prefix: "C", name: "Chứng thực", group: "Tư pháp – Hộ tịch", counters: ["1"],
        order: 2)
}

extension KioskStore {
    @discardableResult
    func take(
        _ touch: String, _ field: ServiceField = .civilStatus, at now: Timestamp = Workbench.morning,
        isPriority: Bool = false
    ) throws -> Ticket {
        try issue(TicketRequest(touch: touch, field: field, at: now, isPriority: isPriority))
    }

    /// Every event of the journal, oldest first.
    func events() throws -> [JournalEvent] {
        try pending(limit: 100_000)?.entries.map {
            try JSONDecoder().decode(JournalEvent.self, from: Data($0.event.utf8))
        } ?? []
    }

    /// Applies changes that follow on the position.
    @discardableResult
    func feed(_ items: [FeedItem], feed: String = "f1", isLatest: Bool = true) throws -> FeedPosition {
        let after = try feedPosition().cursor
        let changes = items.enumerated().map {
            FeedBatch.Change(sequence: after + Int64($0.offset) + 1, item: $0.element)
        }
        return try apply(
            FeedBatch(
                feed: feed, after: after, cursor: after + Int64(items.count), isLatest: isLatest,
                changes: changes),
            at: Workbench.morning)
    }
}
