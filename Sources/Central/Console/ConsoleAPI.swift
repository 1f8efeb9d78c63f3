import CentralContract
import Foundation
import GRDB
import HTTPTypes
import Hummingbird
import KioskCore
import NIOCore

/// The counter console: a page for staff and the API behind it (`docs/api/openapi.yaml`, tag `console`).
struct ConsoleAPI: Sendable {
    let database: CentralDatabase
    let head: WaitableCounter
    let now: @Sendable () -> Timestamp
    /// Host names, beside `localhost` and plain addresses, under which the page may be opened.
    let hostNames: Set<String>

    func router() -> Router<BasicRequestContext> {
        let router = Router(context: BasicRequestContext.self)
        router.add(middleware: ProblemMiddleware())
        router.add(middleware: SameOriginMiddleware(hostNames: hostNames))
        for file in ConsolePage.files {
            router.get(file.path) { _, _ in file.response }
            router.refuseOtherMethods(file.path, than: [.get])
        }
        router.get("/v1/counters", use: counters)
        router.get("/v1/dispensers", use: dispensers)
        router.refuseOtherMethods("/v1/dispensers", than: [.get])
        router.get("/v1/counters/:counter", use: overview)
        router.post("/v1/counters/:counter/call-next", use: callNext)
        router.refuseOtherMethods("/v1/counters", than: [.get])
        router.refuseOtherMethods("/v1/counters/:counter", than: [.get])
        router.refuseOtherMethods("/v1/counters/:counter/call-next", than: [.post])
        for action in CounterAction.allCases {
            let path = RouterPath(stringLiteral: "/v1/counters/:counter/\(action.rawValue)")
            router.post(path) { request, context in try await perform(action, request, context) }
            router.refuseOtherMethods(path, than: [.post])
        }
        return router
    }

    @Sendable private func counters(_ request: Request, _ context: BasicRequestContext) async throws
        -> Response
    {
        _ = try RequestQuery(request, names: [])
        let service = CounterService(now: now())
        return try .json(
            CounterList(counters: try await database.pool.read { db in try service.counters(in: db) }))
    }

    @Sendable private func dispensers(_ request: Request, _ context: BasicRequestContext) async throws
        -> Response
    {
        _ = try RequestQuery(request, names: [])
        return try .json(
            DispenserList(dispensers: try await database.pool.read { db in try DispenserTable.all(in: db) }))
    }

    @Sendable private func overview(_ request: Request, _ context: BasicRequestContext) async throws
        -> Response
    {
        let query = try RequestQuery(request, names: ["after", "wait"])
        let after = try query.number("after", 0...JournalBody.maxSequence, default: 0)
        let wait = try query.number("wait", 0...KioskAPI.maxWait, default: 0)
        let counter = try counter(context)
        let seen = try await read(counter)
        guard wait > 0, seen.cursor == after else { return try .json(seen) }
        await head.wait(past: seen.cursor, for: .seconds(wait))
        return try .json(try await read(counter))
    }

    private func read(_ counter: String) async throws -> CounterOverview {
        let service = CounterService(now: now())
        return try await database.pool.read { db in try service.overview(of: counter, in: db) }
    }

    @Sendable private func callNext(_ request: Request, _ context: BasicRequestContext) async throws
        -> Response
    {
        let counter = try counter(context)
        _ = try await request.body(EmptyBody.self, upTo: 1024)
        let service = CounterService(now: now())
        return try .json(try await database.pool.write { db in try service.callNext(at: counter, in: db) })
    }

    private func perform(
        _ action: CounterAction, _ request: Request, _ context: BasicRequestContext
    ) async throws -> Response {
        let counter = try counter(context)
        let ticket = try await request.body(TicketBody.self, upTo: 1024).ticket
        let service = CounterService(now: now())
        return try .json(
            try await database.pool.write { db in try service.perform(action, on: ticket, at: counter, in: db)
            })
    }

    private func counter(_ context: BasicRequestContext) throws -> String {
        guard let counter = context.parameters.get("counter"), IdentifierFormat.counter.matches(counter)
        else {
            throw Problem(
                title: "This is not a counter's id", status: 400, detail: "1 to 8 of A-Z and 0-9.")
        }
        return counter
    }
}

/// `{}`: no arguments, but they must be sent as JSON.
private struct EmptyBody: StrictBody {
    enum Keys: CodingKey, CaseIterable {}
    init(fields: KeyedDecodingContainer<Keys>) {}
}

/// The ticket that an action is for.
private struct TicketBody: StrictBody {
    let ticket: String

    enum Keys: String, CodingKey, CaseIterable { case ticket }

    init(fields: KeyedDecodingContainer<Keys>) throws {
        ticket = try fields.decode(String.self, forKey: .ticket)
        guard IdentifierFormat.kiosk.matches(ticket) else { throw fields.invalidValue(.ticket) }
    }
}
