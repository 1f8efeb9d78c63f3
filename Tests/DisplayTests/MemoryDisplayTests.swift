import KioskCore
import Testing

@testable import Devices

@Suite("Display in memory")
struct MemoryDisplayTests {
    private let size = PixelSize(width: 6, height: 4)

    @Test func `it keeps the last picture and counts the frames`() throws {
        let display = MemoryDisplay(size: size)
        #expect(display.picture == Bitmap(size: size, filledWith: 0))
        #expect(display.presents == 0)
        try display.present(.pattern(size), damage: [PixelRect(size)])
        #expect(display.picture == .pattern(size))
        #expect(display.presents == 1)
    }

    @Test func `what was not said to have changed does not change`() throws {
        let display = MemoryDisplay(size: size)
        try display.present(.pattern(size), damage: [PixelRect(x: 4, y: 2, width: 10, height: 10), .zero])
        for y in 0..<4 {
            for x in 0..<6 {
                let isNew = x >= 4 && y >= 2
                #expect(display.picture[x, y] == (isNew ? Bitmap.pattern(size)[x, y] : 0))
            }
        }
    }

    @Test func `a picture of another size is refused`() {
        let display = MemoryDisplay(size: size)
        #expect(throws: DisplayFault.unusable("a picture of 1x1 for a panel of 6x4")) {
            try display.present(Bitmap(size: PixelSize(width: 1, height: 1)), damage: [])
        }
    }

    @Test func `auto takes memory where there is no panel, and fbdev insists`() throws {
        var settings = DisplaySettings(kind: .auto, device: "/dev/no-panel", memorySize: size)
        #expect(try openDisplay(settings) is MemoryDisplay)
        #expect(try openDisplay(settings).size == size)
        settings.kind = .fbdev
        #expect(throws: DisplayFault.self) { try openDisplay(settings) }
        settings.device = "/dev/null"
        settings.kind = .auto
        #expect(throws: DisplayFault.self) { try openDisplay(settings) }
    }
}
