import Drawing
import KioskCore
import Testing

@Suite struct VietnameseTextTests {
    let fonts: FontLibrary

    init() throws { fonts = try FontLibrary() }

    @Test func `there are 134 letters`() {
        #expect(Set(VietnameseLetters.all).count == 134)
    }

    @Test(arguments: [28, 36, 60], [false, true])
    func `every letter is drawn inside its line`(size: Int, isBold: Bool) {
        for letter in VietnameseLetters.all {
            let spec = TextSpec(letter, size: size, isBold: isBold)
            let extent = fonts.measure(spec)
            #expect(extent.missing == 0, "no glyph for \(letter)")
            #expect(Double(extent.height) >= 1.35 * Double(size))
            let margin = 8
            var bitmap = Bitmap(
                size: PixelSize(width: extent.width + 2 * margin, height: extent.height + 2 * margin))
            bitmap.paint(within: PixelRect(bitmap.size)) { canvas in
                canvas.text(spec, at: PixelPoint(x: margin, y: margin), .black, fonts: fonts)
            }
            let rows = bitmap.inkedRows
            #expect(!rows.isEmpty, "\(letter) left no ink")
            #expect(rows.lowerBound >= margin && rows.upperBound <= margin + extent.height, "\(letter)")
        }
    }

    @Test(arguments: [22, 32])
    func `every letter is printed inside its line`(size: Int) {
        for letter in VietnameseLetters.all {
            var column = DotColumn(width: 80, fonts: fonts)
            column.gap(8)
            let top = column.height
            column.text(letter, size: size)
            let bottom = column.height
            column.gap(size)
            let picture = column.bitmap()
            let rows = (0..<picture.height).filter { y in (0..<picture.width).contains { picture[$0, y] } }
            #expect(rows.first.map { $0 >= top } == true, "\(letter)")
            #expect(rows.last.map { $0 < bottom } == true, "\(letter)")
        }
    }

    @Test func `composed and decomposed writing look the same`() {
        let composed = "Căn cước, định danh điện tử"
        let decomposed = composed.unicodeScalars.reduce(into: "") { $0.unicodeScalars.append($1) }
            .replacing("ă", with: "a\u{306}").replacing("ị", with: "i\u{323}").replacing(
                "ệ", with: "e\u{323}\u{302}")
        #expect(Array(sanitised(decomposed).unicodeScalars) == Array(composed.unicodeScalars))
        #expect(
            fonts.measure(TextSpec(decomposed, size: 36)) == fonts.measure(TextSpec(composed, size: 36)))
    }

    @Test(arguments: [false, true])
    func `all figures have one width`(isBold: Bool) {
        let widths = (0...9).map {
            fonts.measure(TextSpec(String(repeating: "\($0)", count: 20), size: 52, isBold: isBold)).width
        }
        #expect(Set(widths).count == 1)
    }
}

extension Bitmap {
    /// From the first to after the last row with anything dark.
    var inkedRows: Range<Int> {
        let rows = (0..<size.height).filter { y in (0..<size.width).contains { self[$0, y] != 0xFF_FFFF } }
        guard let first = rows.first, let last = rows.last else { return 0..<0 }
        return first..<last + 1
    }
}
