import Foundation
import Glibc
import KioskCore
import SystemPackage
import Testing

@testable import Devices

@Suite("Frame buffer")
struct FramebufferTests {
    private let picture = Bitmap.pattern(PixelSize(width: 7, height: 5))

    @Test(
        arguments: layouts,
        [PixelRect(x: 0, y: 0, width: 7, height: 5), PixelRect(x: 2, y: 1, width: 3, height: 2)])
    func `the part arrives in the panel's format, and no other byte changes`(
        _ layout: Layout, _ part: PixelRect
    ) throws {
        let geometry = layout.geometry(picture.size)
        let untouched = [UInt8](repeating: 0xA5, count: geometry.length)
        var memory = untouched
        memory.withUnsafeMutableBytes { bytes in
            var span = MutableRawSpan(_unsafeBytes: bytes)
            copy(part, of: picture, into: &span, geometry)
        }
        #expect(memory == reference(picture, part, geometry, over: untouched))
    }

    @Test(arguments: [
        PixelRect(x: -3, y: -3, width: 5, height: 5), PixelRect(x: 5, y: 3, width: 50, height: 50),
        PixelRect(x: 9, y: 9, width: 2, height: 2), .zero, PixelRect(x: 3, y: 3, width: -2, height: 1),
    ])
    func `damage that sticks out of the picture is cut`(_ part: PixelRect) throws {
        let geometry = layouts[0].geometry(picture.size)
        let untouched = [UInt8](repeating: 0, count: geometry.length)
        var memory = untouched
        memory.withUnsafeMutableBytes { bytes in
            var span = MutableRawSpan(_unsafeBytes: bytes)
            copy(part, of: picture, into: &span, geometry)
        }
        #expect(memory == reference(picture, part, geometry, over: untouched))
    }

    @Test(arguments: layouts)
    func `a display over a mapped file shows what was presented, damage by damage`(_ layout: Layout) throws {
        let geometry = layout.geometry(picture.size)
        let file = try PanelFile(bytes: geometry.length)
        let display = FramebufferDisplay(
            try FramebufferHandle(
                takingOver: FileDescriptor(rawValue: file.open()), geometry: geometry, named: file.path))
        let parts = [PixelRect(x: 0, y: 0, width: 2, height: 5), PixelRect(x: 6, y: 4, width: 1, height: 1)]
        try display.present(picture, damage: parts)
        var expected = [UInt8](repeating: 0, count: geometry.length)
        for part in parts { expected = reference(picture, part, geometry, over: expected) }
        #expect(try file.contents() == expected)
        #expect(display.size == picture.size)
    }

    @Test func `a picture of another size is refused`() throws {
        let geometry = layouts[0].geometry(picture.size)
        let file = try PanelFile(bytes: geometry.length)
        let display = FramebufferDisplay(
            try FramebufferHandle(
                takingOver: FileDescriptor(rawValue: file.open()), geometry: geometry, named: file.path))
        #expect(throws: DisplayFault.unusable("a picture of 1x1 for a panel of 7x5")) {
            try display.present(Bitmap(size: PixelSize(width: 1, height: 1)), damage: [])
        }
    }

    @Test(arguments: [
        ("/dev/no-panel", "there is no /dev/no-panel"), ("/dev/null", "/dev/null is not a frame buffer"),
    ])
    func `a device that cannot be opened says what to do`(_ device: String, _ words: String) throws {
        let fault = try #require(throws: DisplayFault.self) {
            try FramebufferDisplay(DisplaySettings(device: device))
        }
        guard case .unusable(let why) = fault else { return #expect(Bool(false), "\(fault)") }
        #expect(why.hasPrefix(words))
    }

    @Test func `a console that is none is refused, and nothing is left open`() throws {
        let fault = try #require(throws: DisplayFault.self) { try ConsoleHandle("/dev/null") }
        #expect(
            fault
                == .unusable(
                    "the console /dev/null cannot be kept quiet (Inappropriate ioctl for device): give it "
                        + "to the service "
                        + "with TTYPath="))
    }

    @Test(arguments: [
        (stride: 27, offset: 0, length: 1000), (stride: 28, offset: 900, length: 1000),
        (stride: 28, offset: -1, length: 1000), (stride: 28, offset: 0, length: 139),
        (stride: Int.max, offset: 0, length: 1000),
    ])
    func `a layout that reaches beyond its memory is refused`(stride: Int, offset: Int, length: Int) throws {
        let format = try #require(layouts[0].format)
        let geometry = FramebufferGeometry(
            size: picture.size, stride: stride, offset: offset, format: format, length: length)
        #expect(!geometry.isConsistent)
        let file = try PanelFile(bytes: 1000)
        #expect(throws: DisplayFault.self) {
            _ = try FramebufferHandle(
                takingOver: FileDescriptor(rawValue: file.open()), geometry: geometry, named: file.path)
        }
    }

    @Test func `colours that overlap or stick out of the pixel are no format`() {
        let eight = PixelFormat.Bits(offset: 0, length: 8)
        let high = PixelFormat.Bits(offset: 8, length: 8)
        #expect(PixelFormat(bytesPerPixel: 4, red: eight, green: eight, blue: high) == nil)
        #expect(
            PixelFormat(bytesPerPixel: 2, red: eight, green: high, blue: .init(offset: 16, length: 8)) == nil)
        #expect(
            PixelFormat(bytesPerPixel: 3, red: eight, green: high, blue: .init(offset: 16, length: 8)) == nil)
        #expect(
            PixelFormat(bytesPerPixel: 4, red: eight, green: high, blue: .init(offset: 40, length: 8)) == nil)
    }
}

/// A panel's layout that the tests go through.
struct Layout: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var format: PixelFormat?
    /// Bytes behind each row and before the first one.
    var padding = 0
    var offset = 0

    init(
        _ name: String, bytes: Int, red: (Int, Int), green: (Int, Int), blue: (Int, Int),
        alpha: (Int, Int) = (0, 0),
        padding: Int = 0, offset: Int = 0
    ) {
        testDescription = name
        format = PixelFormat(
            bytesPerPixel: bytes, red: .init(offset: red.0, length: red.1),
            green: .init(offset: green.0, length: green.1), blue: .init(offset: blue.0, length: blue.1),
            alpha: .init(offset: alpha.0, length: alpha.1))
        self.padding = padding
        self.offset = offset
    }

    func geometry(_ size: PixelSize) -> FramebufferGeometry {
        guard let format else { preconditionFailure("\(testDescription) is no format") }
        let stride = size.width * format.bytesPerPixel + padding
        return FramebufferGeometry(
            size: size, stride: stride, offset: offset, format: format,
            length: offset + stride * size.height + 3)
    }
}

let layouts = [
    Layout("XRGB8888", bytes: 4, red: (16, 8), green: (8, 8), blue: (0, 8)),
    Layout("XRGB8888, padded", bytes: 4, red: (16, 8), green: (8, 8), blue: (0, 8), padding: 12, offset: 40),
    Layout("ARGB8888", bytes: 4, red: (16, 8), green: (8, 8), blue: (0, 8), alpha: (24, 8)),
    Layout("XBGR8888, odd padding", bytes: 4, red: (0, 8), green: (8, 8), blue: (16, 8), padding: 1),
    Layout("RGBA8888", bytes: 4, red: (24, 8), green: (16, 8), blue: (8, 8), alpha: (0, 8)),
    Layout("RGB565", bytes: 2, red: (11, 5), green: (5, 6), blue: (0, 5)),
    Layout("RGB565, padded", bytes: 2, red: (11, 5), green: (5, 6), blue: (0, 5), padding: 6, offset: 2),
    Layout("BGR565, odd padding", bytes: 2, red: (0, 5), green: (5, 6), blue: (11, 5), padding: 3, offset: 1),
    Layout("ARGB1555", bytes: 2, red: (10, 5), green: (5, 5), blue: (0, 5), alpha: (15, 1)),
]

/// The same result by slow, plain arithmetic: pixel by pixel, byte by byte.
func reference(
    _ picture: Bitmap, _ part: PixelRect, _ geometry: FramebufferGeometry, over memory: [UInt8]
) -> [UInt8] {
    var memory = memory
    let format = geometry.format
    for y in 0..<picture.size.height {
        for x in 0..<picture.size.width where part.contains(PixelPoint(x: x, y: y)) {
            let pixel = Int(picture[x, y])
            var value = 0
            for (bits, eight) in [
                (format.red, pixel / 65_536 % 256), (format.green, pixel / 256 % 256),
                (format.blue, pixel % 256),
                (format.alpha, 255),
            ] {
                // The value on a scale of 2^length steps, moved up by multiplication.
                let steps = 1 << bits.length
                value += eight * steps / 256 * (1 << bits.offset)
            }
            for byte in 0..<format.bytesPerPixel {
                memory[geometry.offset + y * geometry.stride + x * format.bytesPerPixel + byte] =
                    UInt8(value >> (8 * byte) & 255)
            }
        }
    }
    return memory
}

extension Bitmap {
    /// Every channel of every pixel differs from its neighbours'.
    static func pattern(_ size: PixelSize) -> Bitmap {
        var picture = Bitmap(size: size)
        for index in picture.pixels.indices {
            picture.pixels[index] = UInt32(truncatingIfNeeded: index &* 0x9E37_79B1) & 0x00FF_FFFF
        }
        return picture
    }
}

/// A file in place of a panel's memory.
final class PanelFile {
    let path: String

    init(bytes: Int) throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "panel-\(UUID().uuidString)")
        try Data(count: bytes).write(to: url)
        path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func open() throws -> CInt {
        let descriptor = Glibc.open(path, O_RDWR | O_CLOEXEC)
        try #require(descriptor >= 0)
        return descriptor
    }

    func contents() throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: path))) }
}
