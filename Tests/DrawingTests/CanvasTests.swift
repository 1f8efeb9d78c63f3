import CCairo
import KioskCore
import Testing

@testable import Drawing

@Suite struct CanvasTests {
    @Test func `nothing outside the clip changes`() {
        var bitmap = Bitmap(size: PixelSize(width: 40, height: 30))
        let clip = PixelRect(x: 5, y: 6, width: 10, height: 7)
        bitmap.paint(within: clip) { $0.fill(PixelRect(x: 0, y: 0, width: 40, height: 30), Color(0x0B3A6F)) }
        for y in 0..<30 {
            for x in 0..<40 {
                #expect(bitmap[x, y] == (clip.contains(PixelPoint(x: x, y: y)) ? 0x0B3A6F : 0xFFFFFF))
            }
        }
    }

    @Test func `a clip beyond the picture is cut to it`() {
        var bitmap = Bitmap(size: PixelSize(width: 4, height: 4))
        bitmap.paint(within: PixelRect(x: -10, y: 2, width: 100, height: 100)) {
            $0.fill(PixelRect(x: -10, y: -10, width: 100, height: 100), .black)
        }
        #expect(bitmap[0, 1] == 0xFFFFFF)
        #expect(bitmap[3, 3] == 0)
    }

    @Test func `round corners leave the corner pixel`() {
        var bitmap = Bitmap(size: PixelSize(width: 60, height: 60))
        bitmap.paint(within: PixelRect(bitmap.size)) { $0.fill(PixelRect(bitmap0: 60), .black, radius: 24) }
        #expect(bitmap[0, 0] == 0xFFFFFF)
        #expect(bitmap[30, 0] == 0)
        #expect(bitmap[30, 30] == 0)
    }

    @Test func `a slice fills only its part`() {
        var bitmap = Bitmap(size: PixelSize(width: 60, height: 60))
        bitmap.paint(within: PixelRect(bitmap.size)) {
            $0.fill(
                PixelRect(bitmap0: 60), .black, radius: 20,
                slice: PixelRect(x: 0, y: 0, width: 16, height: 60))
        }
        #expect(bitmap[8, 30] == 0)
        #expect(bitmap[16, 30] == 0xFFFFFF)
        #expect(bitmap[0, 0] == 0xFFFFFF)
    }

    @Test func `the unused eighth of a pixel stays zero`() throws {
        let fonts = try FontLibrary()
        var bitmap = Bitmap(size: PixelSize(width: 300, height: 80))
        bitmap.paint(within: PixelRect(bitmap.size)) {
            $0.text(TextSpec("Ễ ợ 018", size: 50), at: PixelPoint(x: 3, y: 3), Color(0x14202E), fonts: fonts)
            $0.dim(PixelRect(x: 0, y: 0, width: 40, height: 40), .black, opacity: 0.6)
        }
        #expect(bitmap.pixels.allSatisfy { $0 <= 0xFF_FFFF })
        #expect(bitmap.pixels.contains { $0 != 0xFF_FFFF })
    }

    @Test(arguments: [1, 3, 7, 40])
    func `painted piece by piece it is the same picture`(step: Int) throws {
        let fonts = try FontLibrary()
        var whole = Bitmap(size: PixelSize(width: 420, height: 60), filledWith: 0xE7EEF7)
        var pieces = whole
        func draw(_ canvas: borrowing Canvas) {
            canvas.fill(PixelRect(x: 4, y: 3, width: 400, height: 50), Color(0xFDF0DC), radius: 17)
            canvas.stroke(
                PixelRect(x: 4, y: 3, width: 400, height: 50), Color(0x0B3A6F), width: 4, radius: 17)
            // A gap of more than 255 pixels and a bar of more than 127.
            canvas.text(
                TextSpec("Ễợ————————" + String(repeating: " ", count: 40) + "Ậ", size: 24, isBold: true),
                at: PixelPoint(x: -3, y: 9), Color(0xB3261E), fonts: fonts)
            canvas.picture(.emblem, in: PixelRect(x: 300, y: 5, width: 44, height: 44), Color(0x17663D))
            canvas.dim(PixelRect(x: 100, y: 20, width: 300, height: 30), .black, opacity: 0.6)
        }
        whole.paint(within: PixelRect(whole.size)) { draw($0) }
        for y in stride(from: 0, to: 60, by: step) {
            for x in stride(from: 0, to: 420, by: step + 4) {
                pieces.paint(within: PixelRect(x: x, y: y, width: step + 4, height: step)) { draw($0) }
            }
        }
        #expect(whole == pieces)
    }

    @Test func `a mask has what was drawn, in runs of any length`() {
        let widths = [0, 1, 5, 8, 126, 127, 128, 255, 256, 300, 511, 700]
        let mask = unsafe Mask(width: 1500, height: widths.count) { cairo in
            for (row, width) in widths.enumerated() {
                unsafe cairo_rectangle(cairo, Double(width), Double(row), Double(width) + 0.5, 1)
            }
            unsafe cairo_fill(cairo)
        }
        for (row, width) in widths.enumerated() {
            var covered: [Int: UInt8] = [:]
            let part = PixelRect(x: 0, y: row, width: 1500, height: 1)
            unsafe mask.forEachRun(in: part) { _, column, count, coverage in
                for index in 0..<count { covered[column + index] = unsafe coverage?[index] ?? 255 }
            }
            #expect(Set(covered.keys) == Set(width..<2 * width + 1))
            #expect(covered.filter { $0.value == 255 }.count == width)
        }
    }

    @Test func `what is kept stays within its bounds`() {
        var cache = RecentCache<Int, Int>(capacity: 100) { $0 }
        for key in 0..<1_000 { #expect(cache.value(for: key) { key % 7 } == key % 7) }
        #expect(cache.cost <= 2 * (100 + 6))
        #expect(cache.value(for: 999) { -1 } == 999 % 7)
    }

    @Test(arguments: Pictogram.allCases)
    func `every pictogram is read and stays near its grid`(pictogram: Pictogram) {
        #expect(PictogramPath(pictogram.lines) != nil)
        #expect(PictogramPath(pictogram.filledShape) != nil)
        var bitmap = Bitmap(size: PixelSize(width: 144, height: 144))
        bitmap.paint(within: PixelRect(bitmap.size)) {
            $0.picture(pictogram, in: PixelRect(x: 24, y: 24, width: 96, height: 96), .black)
        }
        let inked = (0..<144 * 144).filter { bitmap.pixels[$0] != 0xFF_FFFF }
        #expect(inked.count > 200)
        #expect(inked.allSatisfy { (24..<120).contains($0 % 144) && (24..<120).contains($0 / 144) })
    }

    @Test(arguments: [
        ("M1 2L3 4", 2), ("M1 2h3v4z", 4), ("M0 0l-.9-4.8 1 2", 3), ("O12 12 10 R2 2 4 4 1", 2),
        ("M0 0C1 1 2 2 3 3S4 4 5 5", 3), ("", 0),
    ])
    func `the notation of paths`(text: String, steps: Int) {
        #expect(PictogramPath(text)?.steps.count == steps)
    }

    @Test(arguments: ["M", "M1", "Q1 2 3 4 5 6", "M1 2 3", "L1 2 x", "C1 2 3", "12 3", "M1 2;L3 4"])
    func `a wrong notation is refused`(text: String) {
        #expect(PictogramPath(text) == nil)
    }
}

extension PixelRect {
    fileprivate init(bitmap0 side: Int) { self.init(x: 0, y: 0, width: side, height: side) }
}
