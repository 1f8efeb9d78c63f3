import Dock
import KioskCore
import Testing

@Suite struct `The mark of a reprint` {
    private func slip(barRows: Int, inset: Int = 0) -> DotBitmap {
        var dots = DotBitmap(width: 576, height: 400)
        for y in 40..<(40 + barRows) {
            for x in inset..<(576 - inset) where !(200..<376).contains(x) || y % 3 == 0 { dots[x, y] = true }
        }
        return dots
    }

    @Test func `a bar from edge to edge with letters in it is one`() {
        #expect(slip(barRows: 30).hasReprintMark)
        #expect(slip(barRows: 64).hasReprintMark)
    }

    @Test func `a rule, a box and a blank slip are none`() {
        #expect(!slip(barRows: 29).hasReprintMark)
        #expect(!slip(barRows: 64, inset: 24).hasReprintMark)
        #expect(!DotBitmap(width: 576, height: 400).hasReprintMark)
        #expect(!DotBitmap(width: 8, height: 400).hasReprintMark)
    }
}
