import KioskCore
import Testing

@Suite struct StringTableTests {
    private let table = StringTable(
        vietnamese: Array("số = Số {số}, quầy {quầy}\nnửa = {còn\ntrơn = Một cửa".utf8),
        english: Array("số = Number {số}".utf8))

    @Test func `places are filled once, and what was filled in is none`() {
        #expect(table.text("số", in: .vietnamese, ["số": "A001", "quầy": "2"]) == "Số A001, quầy 2")
        #expect(table.text("số", in: .english, ["số": "{số}{quầy}"]) == "Number {số}{quầy}")
    }

    @Test func `what is not given or no place stays as it is`() {
        #expect(table.text("số", in: .vietnamese, ["số": ""]) == "Số , quầy {quầy}")
        #expect(table.text("nửa", in: .vietnamese, ["còn": "x"]) == "{còn")
        #expect(table.text("trơn", in: .english, ["x": "y"]) == "Một cửa")
        #expect(table.text("không", in: .english) == "⟨không⟩")
    }
}
