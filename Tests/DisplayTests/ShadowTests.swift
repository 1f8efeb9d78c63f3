import KioskCore
import Testing

@testable import Devices

@Suite("Shadow picture and damage")
struct ShadowTests {
    private let size = PixelSize(width: 50, height: 40)

    @Test func `two buffers that take turns both come to hold the picture`() {
        var shadow = ShadowPicture(size: size)
        shadow.restart(buffers: 2)
        var buffers = [Bitmap(size: size, filledWith: 1), Bitmap(size: size, filledWith: 2)]
        var frame = Bitmap(size: size)
        var random = SeededGenerator(seed: 3)
        for turn in 0..<200 {
            var damage: [PixelRect] = []
            for _ in 0..<Int.random(in: 0...20, using: &random) {
                let part = PixelRect(
                    x: Int.random(in: -5..<50, using: &random), y: Int.random(in: -5..<40, using: &random),
                    width: Int.random(in: 0...20, using: &random),
                    height: Int.random(in: 0...20, using: &random))
                damage.append(part)
                let inside = part.intersection(PixelRect(size))
                for y in inside.y..<inside.maxY {
                    for x in inside.x..<inside.maxX { frame[x, y] = UInt32(turn) }
                }
            }
            shadow.update(damage, from: frame)
            let back = turn % 2
            for part in shadow.takeDamage(of: back) { buffers[back].copy(part, from: shadow.picture) }
            #expect(!shadow.isStale(back))
            if turn > 0 { #expect(buffers[back] == shadow.picture) }
        }
    }

    @Test func `only what was said to have changed is taken over`() {
        var shadow = ShadowPicture(size: size)
        shadow.update([PixelRect(x: 3, y: 4, width: 2, height: 1)], from: .pattern(size))
        var expected = Bitmap(size: size, filledWith: 0)
        expected[3, 4] = Bitmap.pattern(size)[3, 4]
        expected[4, 4] = Bitmap.pattern(size)[4, 4]
        #expect(shadow.picture == expected)
    }

    @Test func `damage inside damage adds nothing, and damage around damage takes its place`() {
        var list = DamageList()
        let small = PixelRect(x: 2, y: 2, width: 2, height: 2)
        let large = PixelRect(x: 0, y: 0, width: 9, height: 9)
        list.add(small)
        list.add(.zero)
        list.add(large)
        list.add(small)
        #expect(list.parts == [large])
        #expect(list.take() == [large])
        #expect(list.isEmpty)
    }

    @Test func `much scattered damage becomes one rectangle around all`() {
        var list = DamageList()
        for index in 0...DamageList.limit { list.add(PixelRect(x: index * 2, y: index, width: 1, height: 1)) }
        #expect(list.parts == [PixelRect(x: 0, y: 0, width: 33, height: 17)])
    }
}
