import CentralContract
import KioskCore
import Testing

@testable import KioskStore

@Suite struct CatalogueTests {
    let fixture: StoreFixture
    let store: KioskStore

    init() throws {
        fixture = try StoreFixture()
        store = try fixture.open()
        try store.feed([
            .field(.land), .field(.civilStatus), .field(.certification),
            .procedure(
                Procedure(
                    id: "1.001193", field: "ho-tich", name: "Đăng ký khai sinh",
                    items: [ProcedureItem(number: 2, text: "Trình tự")],
                    synonyms: ["giấy khai sinh", "con mới đẻ"])),
            .procedure(
                Procedure(
                    id: "1.004873", field: "ho-tich", name: "Cấp Giấy xác nhận tình trạng hôn nhân",
                    items: [], synonyms: ["độc thân"])),
            .procedure(
                Procedure(id: "1.000894", field: "ho-tich", name: "Đăng ký kết hôn", items: [])),
            .procedure(
                Procedure(
                    id: "2.000815", field: "chung-thuc",
                    name: "Chứng thực bản sao từ bản chính giấy tờ, văn bản", items: [], synonyms: ["sao y"])),
            .procedure(
                Procedure(
                    id: "2.000986", field: "ho-tich", name: "Liên thông khai sinh cũ", items: [],
                    supersededBy: "2.002621")),
            .procedure(
                Procedure(
                    id: "2.002621", field: "ho-tich", name: "Liên thông đăng ký khai sinh, cư trú, BHYT",
                    items: [])),
        ])
    }

    @Test(arguments: [
        ("dang ky khai sinh", ["1.001193", "2.002621"]),
        ("ĐĂNG KÝ KHAI SINH", ["1.001193", "2.002621"]),
        ("khai sinh", ["1.001193", "2.002621"]),
        ("đăng ký k", ["1.000894", "1.001193", "2.002621"]),
        ("doc than", ["1.004873"]),
        ("độc th", ["1.004873"]),
        ("con moi de", ["1.001193"]),
        ("sao y", ["2.000815"]),
        ("chính bản sao", ["2.000815"]),
        ("1.0011", ["1.001193"]),
        ("2.000986", ["2.002621"]),
        ("xây nhà", []),
        ("", []),
        ("  ...  ", []),
    ])
    func `procedures are found as people ask`(typed: String, expected: [String]) throws {
        #expect(try store.searchProcedures(typed).map(\.id) == expected)
    }

    @Test func `decomposed input finds the same as composed`() throws {
        let decomposed = "\u{0111}a\u{0306}ng ky\u{0301} ke\u{0302}\u{0301}t ho\u{0302}n"
        #expect(try store.searchProcedures(decomposed).map(\.id) == ["1.000894"])
    }

    @Test(arguments: [
        "\"", "'", "*", "a*", "\"a", "NEAR(a b)", "a OR", "OR", "AND NOT", "name:", "name : x", "(", ")",
        "^a", "-a",
        "a\u{0}b", "\u{202e}abc", "{name}", ";DROP TABLE procedure", "%", "_", "🙂",
        String(repeating: "a b ", count: 900),
    ])
    func `whatever is typed is only ever searched for`(typed: String) throws {
        _ = try store.searchProcedures(typed)
        #expect(try store.procedure("1.001193") != nil)
    }

    @Test func `names that begin with the text come before those that hold it, and synonyms last`() throws {
        try store.feed([
            .procedure(
                Procedure(id: "9.1", field: "x", name: "Việc khác", items: [], synonyms: ["cấp giấy"])),
            .procedure(Procedure(id: "9.2", field: "x", name: "Giấy phép được cấp", items: [])),
        ])
        #expect(try store.searchProcedures("cấp giấy").map(\.id) == ["1.004873", "9.2", "9.1"])
    }

    @Test func `a superseded code lands on its successor, and a circle on something`() throws {
        #expect(try store.procedure("2.000986")?.id == "2.002621")
        #expect(try store.procedure("1.001193")?.items.first?.text == "Trình tự")
        #expect(try store.procedure("0.0") == nil)
        try store.feed([
            .procedure(Procedure(id: "8.1", field: "x", name: "Vòng một", items: [], supersededBy: "8.2")),
            .procedure(Procedure(id: "8.2", field: "x", name: "Vòng hai", items: [], supersededBy: "8.1")),
        ])
        #expect(try store.procedure("8.1") != nil)
        #expect(try !store.searchProcedures("vong").isEmpty)
    }

    @Test func `a changed procedure is found by its new name only, a withdrawn one not at all`() throws {
        try store.feed([
            .procedure(Procedure(id: "1.000894", field: "ho-tich", name: "Ghi chú ly hôn", items: []))
        ])
        #expect(try store.searchProcedures("ket hon").map(\.id) == [])
        #expect(try store.searchProcedures("ly hon").map(\.id) == ["1.000894"])
        try store.feed([.removed(.procedure, "1.000894")])
        #expect(try store.searchProcedures("ly hon").isEmpty)
        #expect(try store.procedure("1.000894") == nil)
    }

    @Test func `fields come in their order`() throws {
        #expect(try store.fields().map(\.id) == ["ho-tich", "chung-thuc", "dat-dai"])
        #expect(try store.field("dat-dai") == .land)
        try store.feed([.removed(.field, "dat-dai")])
        #expect(try store.field("dat-dai") == nil)
    }

    @Test func `a field lists what is in force`() throws {
        #expect(
            try store.procedures(of: "ho-tich").map(\.id).sorted() == [
                "1.000894", "1.001193", "1.004873", "2.002621",
            ])
    }
}
