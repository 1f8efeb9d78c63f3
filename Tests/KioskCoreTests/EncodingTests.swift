import Foundation
import KioskCore
import Testing

/// The JSON that the store keeps, the journal hashes and the link sends; a change breaks kiosks in the field.
@Suite struct EncodingTests {
    private let moment = at(day(2025, 11, 20), 15, 10)

    private func check<Value: Codable & Equatable>(_ value: Value, _ json: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        #expect(String(decoding: try encoder.encode(value), as: UTF8.self) == json)
        #expect(try JSONDecoder().decode(Value.self, from: Data(json.utf8)) == value)
    }

    private var ticket: Ticket {
        Ticket(
            id: "touch-1", series: Series(field: "ho-tich", day: moment.date),
            number: QueueNumber(prefix: "A", ordinal: 18), token: "KT1:H08.99:20251120:A:18:0F1E2D3C",
            issuedAt: moment, isPriority: true, isAfterCutOff: true)
    }

    private let ticketJSON = """
        {"id":"touch-1","isAfterCutOff":true,"isPriority":true,"issuedAt":1763626200000,\
        "number":{"ordinal":18,"prefix":"A"},"printState":"issued","reprints":0,\
        "series":{"day":20251120,"field":"ho-tich"},"state":"waiting",\
        "token":"KT1:H08.99:20251120:A:18:0F1E2D3C"}
        """

    @Test func `the JSON of a ticket stays`() throws { try check(ticket, ticketJSON) }

    @Test func `the JSON of dossier facts stays`() throws {
        let facts = DossierFacts(
            code: dossier, status: .processing, sourceWording: "Đang xử lý", step: 2, stepCount: 4,
            dueAt: moment,
            resultCount: 3, revokedResults: [2], updatedAt: moment)
        let json = """
            {"code":"H08.99-251120-0001","dueAt":1763626200000,"resultCount":3,"revokedResults":[2],\
            "sourceWording":"Đang xử lý","status":4,"step":2,"stepCount":4,"updatedAt":1763626200000}
            """
        try check(facts, json)
        let bare = """
            {"code":"00042/2026/99906","resultCount":0,"revokedResults":[],"status":1,"step":1,"stepCount":4,\
            "updatedAt":1763626200000}
            """
        let code = DossierCode(canonical: "00042/2026/99906")
        try check(
            DossierFacts(code: code, status: .registered, step: 1, stepCount: 4, updatedAt: moment), bare)
    }

    @Test func `the JSON of a journal event stays`() throws {
        let issued = JournalEvent(id: "e1", kind: .ticketIssued, at: moment, ticket: ticket)
        try check(issued, #"{"at":1763626200000,"id":"e1","kind":"ticketIssued","ticket":\#(ticketJSON)}"#)
        let printed = JournalEvent(
            id: "e2", kind: .ticketPrint, at: moment, ticketID: "touch-1", printState: .confirmed)
        try check(
            printed,
            """
            {"at":1763626200000,"id":"e2","kind":"ticketPrint","printState":"confirmed",\
            "ticketID":"touch-1"}
            """)
    }

    @Test func `the JSON of a field stays`() throws {
        let field = ServiceField(
            id: "ho-tich", prefix: "A", name: "Hộ tịch", englishName: "Civil status",
            group: "Tư pháp – Hộ tịch",
            counters: ["1", "2"], order: 1, serviceMinutes: MinuteRange(shortest: 5, longest: 12))
        try check(
            field,
            """
            {"counters":["1","2"],"englishName":"Civil status","group":"Tư pháp – Hộ tịch","id":"ho-tich",\
            "name":"Hộ tịch","order":1,"prefix":"A","serviceMinutes":{"least":5,"most":12}}
            """)
    }

    @Test func `the JSON of a procedure stays`() throws {
        let procedure = Procedure(
            id: "1.001193", field: "ho-tich", name: "Đăng ký khai sinh",
            items: [ProcedureItem(number: 2, text: "Nộp hồ sơ")], synonyms: ["giấy khai sinh"],
            supersededBy: "2.000001")
        try check(
            procedure,
            """
            {"field":"ho-tich","id":"1.001193","items":[{"number":2,"text":"Nộp hồ sơ"}],\
            "name":"Đăng ký khai sinh","supersededBy":"2.000001","synonyms":["giấy khai sinh"]}
            """)
    }

    @Test func `the words of the closed sets stay`() {
        #expect(DossierStatus.allCases.map(\.rawValue) == Array(1...10))
        #expect(
            TicketState.allCases.map(\.rawValue)
                == [
                    "waiting", "called", "serving", "served", "skipped", "noShow", "transferred", "cancelled",
                ])
        #expect(
            PrintState.allCases.map(\.rawValue) == ["issued", "submitted", "sent", "confirmed", "failed"])
        #expect(Satisfaction.allCases.map(\.rawValue) == ["verySatisfied", "satisfied", "notSatisfied"])
        #expect(
            JournalEvent.Kind.allCases.map(\.rawValue)
                == [
                    "ticketIssued", "ticketPrint", "ticketReprinted", "lookup", "rating", "started",
                    "storeReplaced", "dispenser",
                ])
        #expect(Language.allCases.map(\.rawValue) == ["vi", "en"])
    }

    @Test func `a status that does not exist is not read`() {
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(DossierStatus.self, from: Data("11".utf8))
        }
    }
}
