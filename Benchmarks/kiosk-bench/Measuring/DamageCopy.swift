import Devices
import Glibc
import KioskCore

/// From the picture that was presented to the memory that a panel shows, as the driver of a panel does it.
///
/// The memory is plain, as the dumb buffers of most cards are; two in turn, as with page flips.
struct DamageCopy {
    private static let size = PixelSize(width: 1080, height: 1920)
    private static let frame = PixelRect(size)
    /// A tile of the home screen.
    private static let tile = PixelRect(x: 48, y: 709, width: 476, height: 264)
    private static let rounds = 300

    init(_ bench: Bench) {}

    func findings() throws -> [Finding] {
        let tile = try measure(Self.tile)
        let frame = try measure(Self.frame)
        return [
            copying("copy-tile", "a tile's damage copied for the panel", .none, tile, goal: 1.1),
            adding("copy-tile-adds", tile),
            copying("copy-frame", "a whole frame copied for the panel", .none, frame, goal: 1.1),
            copying("copy-frame-90", "… turned by 90°", .quarter, frame),
            copying("copy-frame-180", "… turned by 180°", .half, frame),
            copying("copy-frame-270", "… turned by 270°", .threeQuarters, frame),
            adding("copy-frame-adds", frame),
        ]
    }

    private func copying(
        _ key: String, _ what: String, _ rotation: Rotation, _ times: Times, goal: Double? = nil
    ) -> Finding {
        let samples = times.copies[rotation] ?? Samples()
        let size = "\(times.part.width) × \(times.part.height)"
        let pixel =
            samples.count > 0
            ? ", " + written(samples.median * 1e6 / Double(times.part.area), "ns") + " a pixel" : ""
        return Finding(
            key, what, samples, to: Bare("memcpy", times.plain), goal: goal.map { .atMost($0) },
            note: size + pixel)
    }

    /// What a panel's driver does for a frame against what the display in memory does and one plain copy.
    private func adding(_ key: String, _ times: Times) -> Finding {
        Finding(
            key, "… all that the driver does", times.driver,
            to: Bare("memory display and memcpy", times.memory.median + times.plain.median),
            goal: .atMost(1.1), note: "the panel's path adds at most its copy")
    }

    private struct Times {
        let part: PixelRect
        /// The driver's copy into the panel's memory.
        var copies: [Rotation: Samples] = [:]
        /// The same bytes by memcpy.
        var plain = Samples()
        /// All that the driver does with a frame that is not turned.
        var driver = Samples()
        /// All that the display in memory does.
        var memory = Samples()
    }

    private func measure(_ part: PixelRect) throws -> Times {
        let display = MemoryDisplay(size: Self.size)
        var shadow = ShadowPicture(size: Self.size)
        shadow.restart(buffers: 2)
        for buffer in 0..<2 { _ = shadow.takeDamage(of: buffer) }
        let panels = [try PanelMemory(Self.size), try PanelMemory(Self.size)]
        var times = Times(part: part)
        var picture = Bitmap(size: Self.size, filledWith: 0x00FF_FFFF)
        for round in 0..<Self.rounds + 20 {
            if round == 20 { times = Times(part: part) }
            picture[part.x + round % part.width, part.y] = UInt32(round)
            let (panel, buffer) = (panels[round % 2], round % 2)
            let memory = {
                times.memory.add(try timed { try display.present(picture, damage: [part]) }.1)
            }
            let driver = {
                let time = timed {
                    shadow.update([part], from: picture)
                    for part in shadow.takeDamage(of: buffer) { panel.copy(part, of: shadow.picture) }
                }.1
                times.driver.add(time)
            }
            let plain = { times.plain.add(timed { panel.copyPlainly(part, of: shadow.picture) }.1) }
            let copies = Rotation.allCases.map { rotation in
                {
                    let time = timed { panel.copy(part, of: shadow.picture, turned: rotation) }.1
                    times.copies[rotation, default: Samples()].add(time)
                }
            }
            // A later step finds the pixels in the cache: every other round goes the other way.
            let steps = [memory, driver, plain] + copies
            for step in round % 4 < 2 ? steps : steps.reversed() { try step() }
        }
        return times
    }
}

/// Memory as a graphics card lends it, for a panel that stands or lies.
private final class PanelMemory {
    private let size: PixelSize
    private let format: PixelFormat
    private let memory: UnsafeMutableRawPointer
    private var length: Int { size.width * size.height * 4 }

    init(_ size: PixelSize) throws {
        self.size = size
        let protection = PROT_READ | PROT_WRITE
        let length = size.width * size.height * 4
        guard let format = PixelFormat.usual,
            let memory = mmap(nil, length, protection, MAP_SHARED | MAP_ANONYMOUS, -1, 0),
            memory != MAP_FAILED
        else { throw BenchFault("no memory for a panel") }
        self.format = format
        self.memory = memory
    }

    deinit { munmap(memory, length) }

    func copy(_ part: PixelRect, of picture: Bitmap, turned rotation: Rotation = .none) {
        let size = rotation.turned(size)
        let geometry = FramebufferGeometry(
            size: size, stride: size.width * 4, format: format, length: length)
        var span = MutableRawSpan(_unsafeStart: memory, byteCount: length)
        Devices.copy(part, of: picture, into: &span, geometry, turned: rotation)
    }

    /// The same bytes as `copy`, not turned; whole rows at once.
    func copyPlainly(_ part: PixelRect, of picture: Bitmap) {
        let isWhole = part.width == size.width
        let (rows, bytes) = isWhole ? (1, part.area * 4) : (part.height, part.width * 4)
        picture.pixels.withUnsafeBytes { pixels in
            guard let source = pixels.baseAddress else { return }
            for row in 0..<rows {
                let start = ((part.y + row) * size.width + part.x) * 4
                memcpy(memory + start, source + start, bytes)
            }
        }
    }
}

extension PixelFormat {
    /// XRGB8888.
    fileprivate static let usual = PixelFormat(
        bytesPerPixel: 4, red: Bits(offset: 16, length: 8), green: Bits(offset: 8, length: 8),
        blue: Bits(offset: 0, length: 8))
}
