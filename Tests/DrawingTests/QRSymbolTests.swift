import Drawing
import KioskCore
import TestKit
import Testing

@Suite struct QRSymbolTests {
    static let token = "https://mau.dichvucong.gov.vn/q/7K3M9QX2F4TB"

    @Test(arguments: [3, 4, 5, 6, 8])
    func `another tool reads the symbol on the slip`(dotsPerModule: Int) throws {
        let fonts = try FontLibrary()
        var column = DotColumn(width: 576, fonts: fonts)
        column.text("PHIẾU SỐ THỨ TỰ", size: 32, isBold: true)
        #expect(column.qr(try QRSymbol(Self.token), dotsPerModule: dotsPerModule) == dotsPerModule)
        column.rule()
        #expect(try codes(on: column.bitmap().png()) == [Self.token])
    }

    @Test(arguments: [150, 240, 331])
    func `another tool reads the symbol on the screen`(side: Int) throws {
        let symbol = try QRSymbol(Self.token)
        var bitmap = Bitmap(size: PixelSize(width: 480, height: 480), filledWith: 0x0B3A6F)
        bitmap.paint(within: PixelRect(bitmap.size)) {
            $0.qr(symbol, in: PixelRect(x: 40, y: 50, width: side, height: side))
        }
        #expect(try codes(on: bitmap.png()) == [Self.token])
    }

    @Test func `bytes and Vietnamese text come back as they went in`() throws {
        let text = "Hộ tịch|H08.99-261105-0031"
        #expect(try codes(on: picture(of: QRSymbol(bytes: Array(text.utf8)))) == [text])
        #expect(try codes(on: picture(of: QRSymbol(text))) == [text])
    }

    @Test func `a symbol that cannot be made says why`() throws {
        #expect(throws: QRFault.empty) { try QRSymbol("") }
        #expect(throws: QRFault.empty) { try QRSymbol(bytes: []) }
        #expect(throws: QRFault.tooLong) { try QRSymbol(String(repeating: "a", count: 2332)) }
        #expect(try QRSymbol(String(repeating: "a", count: 2331)).version == 40)
    }

    @Test func `narrow paper makes smaller modules, and none below one dot`() throws {
        let fonts = try FontLibrary()
        let symbol = try QRSymbol(Self.token)
        var column = DotColumn(width: 100, fonts: fonts)
        #expect(column.qr(symbol, dotsPerModule: 6) == 100 / symbol.sideWithQuietZone)
        var strip = DotColumn(width: 20, fonts: fonts)
        #expect(strip.qr(symbol, dotsPerModule: 6) == 0)
        #expect(strip.height == 0)
    }

    private func picture(of symbol: QRSymbol) -> [UInt8] {
        let side = symbol.sideWithQuietZone * 5
        var dots = DotBitmap(width: side, height: side)
        dots.draw(symbol, x: 0, y: 0, dotsPerModule: 5)
        return dots.png()
    }
}
