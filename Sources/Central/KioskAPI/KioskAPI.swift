import CentralContract
import Foundation
import GRDB
import Hummingbird
import KioskCore
import Logging

/// The API for kiosks, over mutual TLS (`docs/api/openapi.yaml`, tag `kiosk`).
struct KioskAPI: Sendable {
    /// Seconds that a feed request may be held open.
    static let maxWait: Int64 = 25

    let database: CentralDatabase
    let head: WaitableCounter
    let now: @Sendable () -> Timestamp

    func router() -> Router<KioskContext> {
        let router = Router(context: KioskContext.self)
        router.add(middleware: ProblemMiddleware())
        router.add(middleware: KioskIdentity())
        router.get("/v1/health") { _, _ in Response.json(text: "{\"status\":\"ok\"}") }
        router.get("/v1/feed", use: feed)
        router.post("/v1/journal", use: journal)
        router.get("/v1/dossiers/:code", use: dossier)
        router.refuseOtherMethods("/v1/health", than: [.get])
        router.refuseOtherMethods("/v1/feed", than: [.get])
        router.refuseOtherMethods("/v1/journal", than: [.post])
        router.refuseOtherMethods("/v1/dossiers/:code", than: [.get])
        return router
    }

    @Sendable private func feed(_ request: Request, _ context: KioskContext) async throws -> Response {
        let query = try RequestQuery(request, names: ["feed", "after", "limit", "wait"])
        let requestedFeed = try query.text("feed", .feed)
        let after = try query.number("after", 0...JournalBody.maxSequence, default: 0)
        let limit = Int(try query.number("limit", 1...1000, default: 500))
        let wait = try query.number("wait", 0...Self.maxWait, default: 0)

        try await recordContact(of: context.kiosk)
        let page = try await page(of: requestedFeed, after: after, limit: limit)
        guard page.count == 0, wait > 0 else { return .json(text: page.json(at: now())) }
        await head.wait(past: page.cursor, for: .seconds(wait))
        return .json(text: try await self.page(of: requestedFeed, after: after, limit: limit).json(at: now()))
    }

    /// A kiosk that polls is reachable; written only if the last contact is old, so that polls stay reads.
    private func recordContact(of kiosk: String) async throws {
        let now = now()
        let isOld = try await database.pool.read { db in
            try DispenserTable.isContactOld(kiosk, at: now, in: db)
        }
        guard isOld else { return }
        try await database.pool.write { db in try DispenserTable.recordContact(of: kiosk, at: now, in: db) }
    }

    /// A cursor of another feed has no meaning here: such a kiosk reads this feed from the beginning.
    private func page(of feed: String?, after: Int64, limit: Int) async throws -> FeedPageText {
        try await database.pool.read { db in
            let isOurs = try feed == nil || feed == FeedLog.identity(in: db)
            let page = try FeedLog.page(after: isOurs ? after : 0, limit: limit, in: db)
            guard page.cursor <= page.head else {
                throw Problem(
                    title: "This feed has not come so far", status: 409,
                    detail:
                        "If a backup was restored here, give the feed a new identity: kiosk-central renew-feed."
                )
            }
            return page
        }
    }

    @Sendable private func journal(_ request: Request, _ context: KioskContext) async throws -> Response {
        let upload = try await request.body(JournalBody.self, upTo: JournalBody.maxByteCount).upload
        let intake = JournalIntake(kiosk: context.kiosk, journal: upload.journal, now: now())
        let outcome = try await database.pool.write { db in try intake.append(upload.entries, in: db) }
        switch outcome {
        case .accepted(let receipt): return try .json(receipt)
        case .refused(let problem):
            context.logger.warning("A journal does not continue", metadata: ["kiosk": "\(context.kiosk)"])
            throw problem
        }
    }

    @Sendable private func dossier(_ request: Request, _ context: KioskContext) async throws -> Response {
        // A BHXH code holds slashes, which come percent-encoded.
        guard let code = context.parameters.get("code")?.removingPercentEncoding,
            IdentifierFormat.dossierCode.matches(code)
        else {
            throw Problem(
                title: "This is not the shape of a dossier code", status: 400,
                detail: "4 to 64 of A-Z, 0-9, point, hyphen and slash, in canonical form.")
        }
        let facts = try await database.pool.read { db in try FeedLog.value(.dossier, code, in: db) }
        guard let facts else { throw Problem(title: "There is no such dossier here", status: 404) }
        return .json(text: facts)
    }
}
