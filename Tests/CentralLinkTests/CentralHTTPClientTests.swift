import CentralContract
import CentralLink
import Foundation
import Hummingbird
import KioskCore
import Synchronization
import Testing

@Suite struct CentralHTTPClientTests {
    private static let code = DossierCode(canonical: "H08.99-251120-0001")
    private static let facts = DossierFacts(
        code: code, status: .processing, step: 2, stepCount: 4, updatedAt: Timestamp(milliseconds: 5))

    private func page(_ changes: [FeedChange], cursor: Int64, remaining: Int64 = 0) -> FeedPage {
        FeedPage(feed: "f1", cursor: cursor, more: false, remaining: remaining, changes: changes)
    }

    private func fault(
        timeouts: LinkTimeouts = .patient,
        handling handle: @escaping @Sendable (Request) async throws -> Response,
        _ call: @escaping @Sendable (CentralHTTPClient) async throws -> Void
    ) async throws -> LinkFault? {
        try await withLink(timeouts: timeouts, handling: handle) { link in
            do {
                try await call(link)
                return nil
            } catch let fault as LinkFault {
                return fault
            }
        }
    }

    @Test func `a page of the feed is requested and read as the contract says`() async throws {
        let changes = [
            FeedChange(sequence: 8, kind: .dossier, key: Self.code.text, dossier: Self.facts),
            FeedChange(
                sequence: 9, kind: .procedure, key: "1.001193",
                procedure: Procedure(id: "1.001193", field: "HT", name: "Đăng ký khai sinh", items: [])),
            FeedChange(
                sequence: 10, kind: .field, key: "HT",
                field: ServiceField(
                    id: "HT", prefix: "A", name: "Hộ tịch", group: "Tư pháp", counters: ["1"], order: 1)),
            FeedChange(
                sequence: 11, kind: .ticket, key: "t1",
                ticket: Ticket(
                    id: "t1", series: Series(field: "HT", dayNumber: 2026_11_20),
                    number: QueueNumber(prefix: "A", ordinal: 1), token: "KT1",
                    issuedAt: Timestamp(milliseconds: 5), isPriority: false, isAfterCutOff: false)),
            FeedChange(
                sequence: 12, kind: .dispenser, key: "dispenser-2",
                dispenser: DispenserState(
                    kiosk: "dispenser-2",
                    report: DispenserReport(place: Place(name: "Sảnh A"), condition: .ready, paper: nil),
                    reportedAt: Timestamp(milliseconds: 5), isReachable: true)),
        ]
        #expect(Set(changes.map(\.kind)) == Set(FeedChange.Kind.allCases), "every kind is understood")
        let expected = page(changes, cursor: 12)
        let uris = Mutex<[String]>([])
        let found = try await withLink { request in
            uris.withLock { $0.append(request.uri.string) }
            return try .json(expected)
        } _: {
            try await $0.feed(after: 7, feed: "f 1", limit: 100, wait: 3)
        }
        #expect(found == expected)
        #expect(uris.withLock { $0 } == ["/v1/feed?after=7&limit=100&wait=3&feed=f%201"])
    }

    @Test func `the journal is uploaded unchanged and the receipt is returned`() async throws {
        let upload = JournalUpload(
            journal: "K1-a",
            entries: [JournalEntry(sequence: 1, event: "{\"at\":1}", previousHash: "0", hash: "1")])
        let received = Mutex<JournalUpload?>(nil)
        let receipt = try await withLink { request in
            let body = try await request.body.collect(upTo: 1 << 20)
            let upload = try JSONDecoder().decode(JournalUpload.self, from: Data(body.readableBytesView))
            received.withLock { $0 = upload }
            return try .json(JournalReceipt(acknowledged: 1))
        } _: {
            try await $0.upload(upload)
        }
        #expect(receipt.acknowledged == 1)
        #expect(received.withLock { $0 } == upload)
    }

    @Test func `a dossier is found by its code, also one with slashes, or not found`() async throws {
        let slashed = DossierCode(canonical: "00042/2026/99906")
        var other = Self.facts
        other.code = slashed
        let answer = other
        let found = try await withLink { request in
            request.uri.path == "/v1/dossiers/00042%2F2026%2F99906"
                ? try .json(answer) : try .json(Problem(title: "none", status: 404), status: .notFound)
        } _: {
            (try await $0.dossier(slashed), try await $0.dossier(Self.code))
        }
        #expect(found.0 == answer)
        #expect(found.1 == nil)
    }

    @Test func `a server of another authority is refused`() async throws {
        try await withServer { _ in
            .text("{}")
        } _: { port in
            let settings = try TestCertificates.shared.get().link(to: port, authority: "stranger")
            try await closing(CentralHTTPClient(settings)) { link in
                await #expect(throws: LinkFault.refusedCertificate) { try await link.sendNothing() }
            }
        }
    }

    @Test func `a server with another name is refused`() async throws {
        try await withServer { _ in
            .text("{}")
        } _: { port in
            let settings = try TestCertificates.shared.get().link(to: port, host: "127.0.0.1")
            try await closing(CentralHTTPClient(settings)) { link in
                await #expect(throws: LinkFault.refusedCertificate) { try await link.sendNothing() }
            }
        }
    }

    @Test func `a kiosk of another authority is unauthorised`() async throws {
        try await withServer { _ in
            .text("{}")
        } _: { port in
            let settings = try TestCertificates.shared.get().link(to: port, kiosk: "stranger-kiosk")
            try await closing(CentralHTTPClient(settings)) { link in
                await #expect(throws: LinkFault.unauthorised) { try await link.sendNothing() }
            }
        }
    }

    @Test func `a port without a listener is unreachable`() async throws {
        let port = try await withServer { _ in
            .text("{}")
        } _: {
            $0
        }
        try await closing(CentralHTTPClient(TestCertificates.shared.get().link(to: port))) { link in
            await #expect(throws: LinkFault.unreachable) { try await link.sendNothing() }
        }
    }

    @Test func `a response that does not come in time is given up`() async throws {
        let timeouts = LinkTimeouts(request: .milliseconds(200))
        let found = try await fault(timeouts: timeouts) { _ in
            try await Task.sleep(for: .seconds(60))
            return .text("{}")
        } _: { link in
            try await link.sendNothing()
        }
        #expect(found == .timedOut)
    }

    @Test func `a body that drips is given up too`() async throws {
        let timeouts = LinkTimeouts(lookup: .milliseconds(300))
        let found = try await fault(timeouts: timeouts) { _ in
            Response(
                status: .ok,
                body: ResponseBody { writer in
                    for _ in 0..<600 {
                        try await writer.write(ByteBuffer(string: " "))
                        try await Task.sleep(for: .milliseconds(100))
                    }
                    try await writer.finish(nil)
                })
        } _: { link in
            _ = try await link.dossier(Self.code)
        }
        #expect(found == .timedOut)
    }

    @Test(arguments: ["", "<html>", "{}", "[]", "{\"feed\":\"f1\"", "{\"acknowledged\":-1}", "null", "\u{0}"])
    func `a response that does not follow the contract is invalid`(text: String) async throws {
        let upload = JournalUpload(journal: "K1-a", entries: [])
        for call in [
            { link in _ = try await link.feed(after: 0, feed: nil, limit: 10, wait: 0) },
            { link in _ = try await link.upload(upload) },
            { link in _ = try await link.dossier(Self.code) },
        ] as [@Sendable (CentralHTTPClient) async throws -> Void] {
            #expect(try await fault(handling: { _ in .text(text) }, call) == .invalidResponse)
        }
    }

    @Test func `a page out of order, too long, or with the wrong value is invalid`() async throws {
        let gone = FeedChange(sequence: 8, kind: .field, key: "a")
        var behind = gone
        behind.sequence = 3
        var mismatched = gone
        mismatched.dossier = Self.facts
        for bad in [
            page([gone, gone], cursor: 8), page([behind], cursor: 8), page([gone], cursor: 7),
            page([mismatched], cursor: 8), page([], cursor: 9), page([gone], cursor: 8, remaining: -1),
        ] {
            let found = try await fault(handling: { _ in try .json(bad) }) { link in
                _ = try await link.feed(after: 7, feed: "f1", limit: 1, wait: 0)
            }
            #expect(found == .invalidResponse)
        }
    }

    @Test func `changes of unknown kinds from a newer centre are ignored`() async throws {
        let page = """
            {"feed":"f1","cursor":9,"more":false,"remaining":0,"changes":[
             {"sequence":7,"kind":"lift","key":"l1","lift":{"floor":2}},
             {"sequence":8,"kind":"field","key":"a"},{"sequence":9,"kind":"lift","key":"l2"}]}
            """
        let found = try await withLink { _ in
            .text(page)
        } _: {
            try await $0.feed(after: 6, feed: "f1", limit: 3, wait: 0)
        }
        #expect(found.changes == [FeedChange(sequence: 8, kind: .field, key: "a")])
        #expect(found.cursor == 9 && found.unknownChanges == 2)
        // They count, all the same, and move the cursor.
        let fault = try await fault(handling: { _ in .text(page) }) { link in
            _ = try await link.feed(after: 6, feed: "f1", limit: 2, wait: 0)
        }
        #expect(fault == .invalidResponse)
        let standing = """
            {"feed":"f1","cursor":6,"more":true,"remaining":1,"changes":[{"sequence":7,"kind":"lift"}]}
            """
        let standstill = try await self.fault(handling: { _ in .text(standing) }) { link in
            _ = try await link.feed(after: 6, feed: "f1", limit: 2, wait: 0)
        }
        #expect(standstill == .invalidResponse)
    }

    @Test func `a page of another feed counts from that feed's beginning`() async throws {
        let new = FeedPage(
            feed: "f2", cursor: 1, more: true, remaining: 4,
            changes: [FeedChange(sequence: 1, kind: .field, key: "a")])
        let found = try await withLink { _ in
            try .json(new)
        } _: {
            try await $0.feed(after: 900, feed: "f1", limit: 10, wait: 0)
        }
        #expect(found == new)
    }

    @Test func `another dossier than the one asked for is invalid`() async throws {
        let found = try await fault(handling: { _ in try .json(Self.facts) }) { link in
            _ = try await link.dossier(DossierCode(canonical: "H08.99-251120-0002"))
        }
        #expect(found == .invalidResponse)
    }

    @Test(arguments: [true, false])
    func `a response longer than any valid one is not read to its end`(isAnnounced: Bool) async throws {
        let found = try await fault { _ in
            if isAnnounced { return .text(String(repeating: " ", count: 200_000)) }
            return Response(
                status: .ok,
                body: ResponseBody { writer in
                    while true { try await writer.write(ByteBuffer(repeating: 0x20, count: 10_000)) }
                })
        } _: { link in
            _ = try await link.dossier(Self.code)
        }
        #expect(found == .tooLarge)
    }

    @Test func `the centre's own problem is passed on without its details`() async throws {
        let problem = Problem(
            title: "The journal does not continue", status: 409, detail: "Entry 7: \(Self.code)")
        let found = try await fault(handling: { _ in try .json(problem, status: .conflict) }) { link in
            _ = try await link.upload(JournalUpload(journal: "a", entries: []))
        }
        #expect(found == .serverProblem(Problem(title: "The journal does not continue", status: 409)))
    }

    @Test(arguments: [400, 429, 500, 503, 302])
    func `no fault of a lookup contains the code`(status: Int) async throws {
        let problem = Problem(title: "No \(Self.code) here", status: status, detail: Self.code.text)
        let found = try await fault { _ in
            var response = try Response.json(problem, status: .init(code: status))
            response.headers[.location] = "https://localhost:1/\(Self.code)"
            return response
        } _: { link in
            _ = try await link.dossier(Self.code)
        }
        let shown = "\(try #require(found)) \(String(reflecting: found))"
        #expect(!shown.contains("251120"))
        guard case .serverProblem(let passed) = found else {
            Issue.record("\(shown)")
            return
        }
        #expect(passed.status == status)
    }

    @Test(arguments: [HTTPResponse.Status.unauthorized, .forbidden])
    func `a kiosk whose certificate is refused gets that as the fault`(status: HTTPResponse.Status)
        async throws
    {
        let found = try await fault(handling: { _ in .text("{}", status: status) }) { link in
            _ = try await link.dossier(Self.code)
        }
        #expect(found == .unauthorised)
    }

    @Test func `a call is given up when its task is cancelled`() async throws {
        let (asked, ask) = AsyncStream.makeStream(of: Void.self)
        let found = try await withLink { _ in
            ask.yield()
            try await Task.sleep(for: .seconds(60))
            return .text("{}")
        } _: { link in
            let call = Task { () -> LinkFault? in
                do { try await link.sendNothing() } catch { return error as? LinkFault }
                return nil
            }
            for await _ in asked { break }
            call.cancel()
            return await call.value
        }
        #expect(found == .cancelled)
    }

    @Test(arguments: [
        "http://localhost", "localhost", "", "https://", "ftp://localhost", "https://localhost/path",
    ])
    func `only a bare https address will do`(address: String) throws {
        var settings = try TestCertificates.shared.get().link(to: 1)
        settings.address = address
        let configuration = settings
        #expect(throws: LinkFault.misconfigured(.address)) { try CentralHTTPClient(configuration) }
    }

    @Test func `files that cannot be read are named`() throws {
        let good = try TestCertificates.shared.get().link(to: 1)
        for (setting, path) in [
            (.authority, \LinkConfiguration.authorityPath), (.certificate, \.certificatePath),
            (.key, \.keyPath),
        ] as [(LinkFault.Setting, WritableKeyPath<LinkConfiguration, String>)] {
            for name in ["/nonexistent.pem", "/dev/null"] {
                var bad = good
                bad[keyPath: path] = name
                let configuration = bad
                #expect(throws: LinkFault.misconfigured(setting)) { try CentralHTTPClient(configuration) }
            }
        }
    }
}

extension CentralHTTPClient {
    /// The shortest request: an upload of no entries.
    fileprivate func sendNothing() async throws(LinkFault) {
        _ = try await upload(JournalUpload(journal: "K1-a", entries: []))
    }
}
