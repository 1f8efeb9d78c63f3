import KioskCore
import Testing

@Suite struct TicketTokenTests {
    private let token = TicketToken(
        site: "H08.99", day: 20_251_120, prefix: "A", ordinal: 18, mac: "0F1E2D3C4B5A")

    @Test func `a token is read as it was written`() {
        #expect(token.isWellFormed)
        #expect(token.text == "KT1:H08.99:20251120:A:18:0F1E2D3C4B5A")
        #expect(TicketToken(parsing: token.text) == token)
        #expect(token.number.description == "A018")
    }

    @Test func `it is made of QR alphanumeric characters only`() {
        let alphabet = Set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")
        #expect(token.text.allSatisfy(alphabet.contains))
    }

    @Test func `it counts on its own day only`() {
        #expect(token.isValid(on: day(2025, 11, 20)))
        #expect(!token.isValid(on: day(2025, 11, 21)))
        #expect(!token.isValid(on: day(2025, 11, 19)))
    }

    @Test(
        arguments: [
            "", "KT1:", "KT2:H08:20251120:A:18:0F1E2D3C", "kt1:H08:20251120:A:18:0F1E2D3C",
            "KT1:h08:20251120:A:18:0F1E2D3C", "KT1::20251120:A:18:0F1E2D3C", "KT1:H08:20250230:A:18:0F1E2D3C",
            "KT1:H08:020251120:A:18:0F1E2D3C", "KT1:H08:20251120:A:018:0F1E2D3C",
            "KT1:H08:20251120:A:0:0F1E2D3C",
            "KT1:H08:20251120:A:-1:0F1E2D3C", "KT1:H08:20251120:A:100000:0F1E2D3C",
            "KT1:H08:20251120:Đ:1:0F1E2D3C",
            "KT1:H08:20251120:ABCDE:1:0F1E2D3C", "KT1:H08:20251120:A:1:0F1E2D3",
            "KT1:H08:20251120:A:1:0f1e2d3c",
            "KT1:H08:20251120:A:1:0F1E2D3C:", "KT1:H08:20251120:A:1:0F1E2D3C ",
            "KT1:H08:20251120:A:99999999999999999:A",
        ])
    func `a token that was altered is none`(text: String) {
        #expect(TicketToken(parsing: text) == nil)
    }
}
