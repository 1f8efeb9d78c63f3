import Drawing
import KioskCore
import Testing

@Suite struct DotColumnTests {
    let fonts: FontLibrary

    init() throws { fonts = try FontLibrary() }

    @Test(arguments: [22, 23, 24, 28, 36], [false, true])
    func `stems are at least two dots wide`(size: Int, isBold: Bool) {
        var column = DotColumn(width: 384, fonts: fonts)
        column.text("H I l i L T", size: size, isBold: isBold)
        let picture = column.bitmap()
        // The rows around the middle of the capitals cross only stems, and the bar of the H.
        let rows = (0..<picture.height).filter { y in (0..<picture.width).contains { picture[$0, y] } }
        guard let top = rows.first, let bottom = rows.last else { return #expect(Bool(false)) }
        for y in [top + (bottom - top) * 2 / 5, top + (bottom - top) * 3 / 4] {
            let runs = picture.runs(inRow: y)
            #expect(runs.count >= 6)
            #expect(runs.allSatisfy { $0 >= 2 }, "row \(y): \(runs)")
        }
    }

    @Test(arguments: [576, 384])
    func `the number is as large as the paper allows`(width: Int) {
        var column = DotColumn(width: width, fonts: fonts)
        column.number("A018", size: 400)
        let picture = column.bitmap()
        let inked = (0..<width).filter { x in (0..<picture.height).contains { picture[x, $0] } }
        #expect(inked.first.map { $0 >= 16 - 2 } == true)
        #expect(inked.last.map { $0 < width - 16 + 2 } == true)
        #expect(inked.count > width * 3 / 4)
    }

    @Test func `a row breaks when name and value do not fit side by side`() {
        var short = DotColumn(width: 576, fonts: fonts)
        short.row("Trước quý khách", "5 người", size: 28)
        var long = DotColumn(width: 384, fonts: fonts)
        long.row("Trước quý khách", "A012, A013, A014 và 12 người nữa", size: 28)
        #expect(long.height >= 2 * short.height)
    }

    @Test func `a rule is dashed black and white`() {
        var column = DotColumn(width: 384, fonts: fonts)
        column.rule(dash: 8, thickness: 3, padding: 10)
        #expect(column.height == 23)
        let picture = column.bitmap()
        #expect(Set(picture.runs(inRow: 11)) == [8])
        #expect(picture.runs(inRow: 9).isEmpty)
        #expect(picture.runs(inRow: 13).isEmpty)
    }

    @Test func `an empty strip has no rows`() {
        #expect(DotColumn(width: 384, fonts: fonts).bitmap().height == 0)
    }
}

extension DotBitmap {
    /// The lengths of the black runs of a row.
    func runs(inRow y: Int) -> [Int] {
        var runs: [Int] = []
        var length = 0
        for x in 0..<width {
            if self[x, y] {
                length += 1
            } else if length > 0 {
                runs.append(length)
                length = 0
            }
        }
        return length > 0 ? runs + [length] : runs
    }
}
