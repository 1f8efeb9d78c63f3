import Foundation
import NIOHTTP1
import Testing

/// What the centre knows, asked the way a counter asks.
struct CentreClient: Sendable {
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
