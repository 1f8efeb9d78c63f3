import Testing

@testable import Drawing

@Suite struct TextSettingTests {
    let fonts: FontLibrary

    init() throws { fonts = try FontLibrary() }

    @Test func `a folder without the typeface says which file is missing`() {
        #expect(throws: FontFault.unreadable(path: "/nowhere/NotoSans-Regular.ttf")) {
            try FontLibrary(folder: "/nowhere")
        }
    }

    @Test(arguments: [60, 220], [120, 404, 900])
    func `long names wrap within their width`(length: Int, width: Int) {
        let words =
            "Thực hiện thủ tục đăng ký biện pháp bảo đảm bằng quyền sử dụng đất, tài sản gắn liền với đất "
        let text = String(String(repeating: words, count: 3).prefix(length))
        let extent = fonts.measure(TextSpec(text, size: 40, isBold: true, width: width))
        #expect(extent.width <= width)
        #expect(extent.lines > 1)
        #expect(Double(extent.height) >= 1.35 * 40 * Double(extent.lines))
    }

    @Test func `a word wider than the line is broken`() {
        let extent = fonts.measure(TextSpec(String(repeating: "W", count: 80), size: 36, width: 300))
        #expect(extent.width <= 300)
        #expect(extent.lines > 5)
    }

    @Test func `only a text that asks for it is cut short`() {
        let text = String(repeating: "một cửa ", count: 40)
        #expect(fonts.measure(TextSpec(text, size: 36, width: 400)).lines > 10)
        #expect(fonts.measure(TextSpec(text, size: 36, width: 400, lineLimit: 2)).lines == 2)
    }

    @Test(arguments: [("A018", 984), ("K1234", 984), ("A018", 200), ("AB12345", 360)])
    func `a number shrinks to its width`(number: String, width: Int) {
        let spec = TextSpec(number, size: 300, isBold: true)
        let size = fonts.sizeFitting(spec, width: width)
        #expect(size <= 300)
        #expect(fonts.measure(TextSpec(number, size: size, isBold: true)).width <= width)
        if size < 300 {
            #expect(fonts.measure(TextSpec(number, size: size + 4, isBold: true)).width > width)
        }
    }

    @Test func `balancing makes lines shorter, never more`() {
        let spec = TextSpec("Cách sử dụng, bưu chính công ích", size: 28, width: 420)
        let balanced = fonts.balanced(spec)
        #expect(fonts.measure(spec).lines == 2)
        #expect(fonts.measure(balanced).lines == 2)
        #expect((balanced.width ?? 0) < 420)
        #expect(fonts.measure(balanced).width <= balanced.width ?? 0)
    }

    @Test(arguments: [
        ("a\u{202E}b", "ab"), ("a\u{0007}b", "a b"), ("a\tb", "a b"), ("a\nb", "a\nb"), ("a\u{0}b", "a b"),
        ("\u{05D0}1", "\u{FFFD}1"), ("x\u{200B}\u{FEFF}y", "xy"), ("\u{2066}123\u{2069}", "123"),
        ("e\u{0302}\u{0301}", "ế"),
        ("o\u{0301}\u{0301}\u{0301}\u{0301}\u{0301}", "ó\u{0301}\u{0301}\u{0301}"),
        ("Hộ tịch · 5–9", "Hộ tịch · 5–9"), ("", ""),
    ])
    func `what steers the drawing is taken out`(hostile: String, harmless: String) {
        #expect(Array(sanitised(hostile).unicodeScalars) == Array(harmless.unicodeScalars))
    }

    @Test func `an endless text is cut`() {
        #expect(sanitised(String(repeating: "ớ", count: 100_000)).unicodeScalars.count == 4000)
        #expect(sanitised(String(repeating: "a", count: 100_000)).unicodeScalars.count == 4000)
    }

    @Test func `the cache forgets what was not used lately`() {
        var cache = RecentCache<Int, Int>(capacity: 10)
        for key in 0..<1000 {
            _ = cache.value(for: key) { key }
            // One that is asked for all the time stays.
            _ = cache.value(for: -1) { key }
            #expect(cache.cost <= 21)
        }
        #expect(cache.value(for: -1) { 1000 } == 0)
    }
}
