import CentralContract
import Foundation
import KioskCore
import Testing

@testable import KioskStore

/// A directory with a store in it, gone after the test.
final class StoreFixture: Sendable {
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
    func issue(
        _ touch: String, _ field: ServiceField = .civilStatus, at now: Timestamp = StoreFixture.morning,
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

    /// Applies changes that follow the position.
    @discardableResult
    func feed(_ changes: [FeedChange], feed: String = "f1") throws -> FeedPosition {
        let after = try feedPosition().cursor
        var changes = changes
        for index in changes.indices { changes[index].sequence = after + Int64(index) + 1 }
        return try apply(
            FeedPage(
                feed: feed, cursor: after + Int64(changes.count), more: false, remaining: 0,
                changes: changes),
            after: after, at: StoreFixture.morning)
    }
}

extension FeedChange {
    static func dossier(_ facts: DossierFacts) -> FeedChange {
        FeedChange(sequence: 0, kind: .dossier, key: facts.code.text, dossier: facts)
    }

    static func procedure(_ procedure: Procedure) -> FeedChange {
        FeedChange(sequence: 0, kind: .procedure, key: procedure.id, procedure: procedure)
    }

    static func field(_ field: ServiceField, sequence: Int64 = 0) -> FeedChange {
        FeedChange(sequence: sequence, kind: .field, key: field.id, field: field)
    }

    static func ticket(_ ticket: Ticket) -> FeedChange {
        FeedChange(sequence: 0, kind: .ticket, key: ticket.id, ticket: ticket)
    }

    static func dispenser(_ state: DispenserState) -> FeedChange {
        FeedChange(sequence: 0, kind: .dispenser, key: state.kiosk, dispenser: state)
    }

    static func removed(_ kind: Kind, _ key: String, sequence: Int64 = 0) -> FeedChange {
        FeedChange(sequence: sequence, kind: kind, key: key)
    }
}
