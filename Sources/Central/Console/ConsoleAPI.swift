import CentralContract
import Foundation
import GRDB
import HTTPTypes
import Hummingbird
import KioskCore
import NIOCore

/// The counter console: a page for staff and what it asks (`docs/api/openapi.yaml`, tag `console`).
struct ConsoleAPI: Sendable {
    let database: CentralDatabase
    let head: FeedHead
    let now: @Sendable () -> Timestamp
    /// Names beside `localhost` and plain addresses under which the page may be opened.
    let names: Set<String>

    func router() -> Router<BasicRequestContext> {
        let router = Router(context: BasicRequestContext.self)
        router.add(middleware: ProblemAnswers())
        router.add(middleware: SameSiteOnly(names: names))
        for file in PageFile.all {
            router.get(file.path) { _, _ in file.response }
            router.refuseOthers(file.path, than: [.get])
        }
        router.get("/v1/counters", use: counters)
        router.get("/v1/dispensers", use: dispensers)
        router.refuseOthers("/v1/dispensers", than: [.get])
        router.get("/v1/counters/:counter", use: view)
        router.post("/v1/counters/:counter/call-next", use: callNext)
        router.refuseOthers("/v1/counters", than: [.get])
        router.refuseOthers("/v1/counters/:counter", than: [.get])
        router.refuseOthers("/v1/counters/:counter/call-next", than: [.post])
        for action in CounterAction.allCases {
            let path = RouterPath(stringLiteral: "/v1/counters/:counter/\(action.rawValue)")
            router.post(path) { request, context in try await act(action, request, context) }
            router.refuseOthers(path, than: [.post])
        }
        return router
    }

    @Sendable private func counters(_ request: Request, _ context: BasicRequestContext) async throws
        -> Response
    {
        _ = try Query(request, names: [])
        let desk = CallDesk(now: now())
        return try .json(
            CounterList(counters: try await database.pool.read { db in try desk.counters(in: db) }))
    }

    @Sendable private func dispensers(_ request: Request, _ context: BasicRequestContext) async throws
        -> Response
    {
        _ = try Query(request, names: [])
        return try .json(
            DispenserList(dispensers: try await database.pool.read { db in try DispenserTable.all(in: db) }))
    }

    @Sendable private func view(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let query = try Query(request, names: ["after", "wait"])
        let after = try query.number("after", 0...JournalBody.highestSequence, usually: 0)
        let wait = try query.number("wait", 0...KioskAPI.longestWait, usually: 0)
        let counter = try counter(context)
        let seen = try await read(counter)
        guard wait > 0, seen.cursor == after else { return try .json(seen) }
        await head.wait(past: seen.cursor, for: .seconds(wait))
        return try .json(try await read(counter))
    }

    private func read(_ counter: String) async throws -> CounterView {
        let desk = CallDesk(now: now())
        return try await database.pool.read { db in try desk.view(of: counter, in: db) }
    }

    @Sendable private func callNext(_ request: Request, _ context: BasicRequestContext) async throws
        -> Response
    {
        let counter = try counter(context)
        _ = try await request.body(EmptyBody.self, upTo: 1024)
        let desk = CallDesk(now: now())
        return try .json(try await database.pool.write { db in try desk.callNext(at: counter, in: db) })
    }

    private func act(
        _ action: CounterAction, _ request: Request, _ context: BasicRequestContext
    ) async throws -> Response {
        let counter = try counter(context)
        let ticket = try await request.body(TicketBody.self, upTo: 1024).ticket
        let desk = CallDesk(now: now())
        return try .json(
            try await database.pool.write { db in try desk.act(action, on: ticket, at: counter, in: db) })
    }

    private func counter(_ context: BasicRequestContext) throws -> String {
        guard let counter = context.parameters.get("counter"), Shape.counter.matches(counter) else {
            throw Problem(
                title: "This is not a counter's id", status: 400, detail: "1 to 8 of A-Z and 0-9.")
        }
        return counter
    }
}

/// `{}`: there is nothing to say, but it must be said as JSON.
private struct EmptyBody: StrictBody {
    enum Keys: CodingKey, CaseIterable {}
    init(fields: KeyedDecodingContainer<Keys>) {}
}

/// Which ticket is meant.
private struct TicketBody: StrictBody {
    let ticket: String

    enum Keys: String, CodingKey, CaseIterable { case ticket }

    init(fields: KeyedDecodingContainer<Keys>) throws {
        ticket = try fields.decode(String.self, forKey: .ticket)
        guard Shape.kiosk.matches(ticket) else { throw fields.refusal(.ticket) }
    }
}
