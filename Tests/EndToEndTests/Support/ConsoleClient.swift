import Foundation
import NIOHTTP1
import Testing

/// The central system through its counter console.
struct ConsoleClient: Sendable {
    private struct List: Decodable {
        struct Counter: Decodable { let id: String }
        let counters: [Counter]
    }

    struct Ticket: Decodable, Sendable, Hashable {
        let id: String
        let number: String
    }

    private struct Counter: Decodable {
        struct Field: Decodable { let waiting: [Ticket] }
        let fields: [Field]
    }

    private let dock: DockClient
    private let base: String

    init(_ dock: DockClient) async throws {
        self.dock = dock
        var console = try #require(try await dock.about().console)
        while console.hasSuffix("/") { console.removeLast() }
        base = console
    }

    /// What the centre knows of a dispenser's printer, and of where it stands.
    func dispenser(_ kiosk: String) async throws -> (condition: String, place: String?)? {
        let data = try await dock.data(.GET, base + "/v1/dispensers")
        let all = try JSONDecoder().decode(Dispensers.self, from: data).dispensers
        return all.first { $0.kiosk == kiosk }.map { ($0.report.condition, $0.report.place?.name) }
    }

    private struct Dispensers: Decodable {
        struct One: Decodable {
            struct Report: Decodable {
                struct Place: Decodable { let name: String }
                let condition: String
                let place: Place?
            }
            let kiosk: String
            let report: Report
        }
        let dispensers: [One]
    }

    /// Everybody who waits, at whatever counter.
    func waiting() async throws -> Set<Ticket> {
        let list = try JSONDecoder().decode(List.self, from: try await dock.data(.GET, base + "/v1/counters"))
        var tickets: Set<Ticket> = []
        for counter in list.counters {
            let data = try await dock.data(.GET, base + "/v1/counters/\(counter.id)")
            let fields = try JSONDecoder().decode(Counter.self, from: data).fields
            for field in fields {
                #expect(Set(field.waiting.map(\.id)).count == field.waiting.count, "a ticket is there twice")
                tickets.formUnion(field.waiting)
            }
        }
        return tickets
    }
}
