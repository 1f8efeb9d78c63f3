import Devices
import KioskCore
import Testing

@Suite("The arrow of a mouse on the bench")
struct CursorDisplayTests {
    private let size = PixelSize(width: 120, height: 80)

    private func picture(_ color: UInt32) -> Bitmap { Bitmap(size: size, filledWith: color) }

    @Test func `without a mouse the picture is as it was presented`() throws {
        let memory = MemoryDisplay(size: size)
        let display = CursorDisplay(over: memory)
        try display.present(picture(0x123456), damage: [PixelRect(size)])
        #expect(memory.picture == picture(0x123456))
    }

    @Test func `the arrow has its tip at the place, and leaves nothing where it was`() throws {
        let memory = MemoryDisplay(size: size)
        let display = CursorDisplay(over: memory)
        try display.present(picture(0x123456), damage: [PixelRect(size)])
        display.point(at: PixelPoint(x: 10, y: 20))
        #expect(memory.picture[10, 20] == 0xFFFFFF)
        #expect(memory.picture[9, 20] == 0x123456)
        #expect(memory.picture != picture(0x123456))
        display.point(at: PixelPoint(x: 70, y: 5))
        #expect(memory.picture[10, 20] == 0x123456)
        #expect(memory.picture[70, 5] == 0xFFFFFF)
        display.point(at: nil)
        #expect(memory.picture == picture(0x123456))
    }

    @Test func `what is painted under the arrow stays under it`() throws {
        let memory = MemoryDisplay(size: size)
        let display = CursorDisplay(over: memory)
        try display.present(picture(1), damage: [PixelRect(size)])
        display.point(at: PixelPoint(x: 10, y: 20))
        let arrow = memory.picture
        try display.present(picture(2), damage: [PixelRect(x: 0, y: 0, width: 60, height: 60)])
        #expect(memory.picture[10, 20] == 0xFFFFFF)
        #expect(memory.picture[9, 20] == 2)
        #expect(memory.picture[100, 70] == 1, "only the damage was copied")
        #expect(memory.picture[12, 30] == arrow[12, 30])
        display.point(at: nil)
        #expect(memory.picture[10, 20] == 2)
    }

    @Test(arguments: [(119, 79), (0, 0), (118, 0), (0, 79)])
    func `at the edges it is cut off`(_ x: Int, _ y: Int) throws {
        let memory = MemoryDisplay(size: size)
        let display = CursorDisplay(over: memory)
        display.point(at: PixelPoint(x: x, y: y))
        #expect(memory.picture[x, y] == 0xFFFFFF)
    }
}
