import KioskCore
import SystemPackage
import Testing

@testable import Devices

@Suite("Turned copy")
struct RotatedCopyTests {
    static let sizes = [
        PixelSize(width: 1, height: 1), PixelSize(width: 7, height: 5), PixelSize(width: 33, height: 32),
        PixelSize(width: 65, height: 97), PixelSize(width: 131, height: 150),
    ]

    /// Parts at every edge, inside, whole, empty, and sticking out.
    static func parts(of size: PixelSize) -> [PixelRect] {
        let (width, height) = (size.width, size.height)
        return [
            PixelRect(size), PixelRect(x: width - 1, y: height - 1, width: 1, height: 1),
            PixelRect(x: width / 3, y: height / 4, width: width / 2 + 1, height: height / 3 + 1),
            PixelRect(x: -2, y: -3, width: width, height: height), .zero,
            PixelRect(x: width / 2, y: 0, width: 1000, height: 1),
        ]
    }

    @Test(arguments: Rotation.allCases, sizes)
    func `every part lands where plain arithmetic puts it, and nothing else changes`(
        _ rotation: Rotation, _ size: PixelSize
    ) {
        let picture = Bitmap.pattern(size)
        for layout in layouts {
            let geometry = layout.geometry(rotation.turned(size))
            let untouched = [UInt8](repeating: 0xA5, count: geometry.length)
            for part in Self.parts(of: size) {
                var memory = untouched
                memory.withUnsafeMutableBytes { bytes in
                    var span = MutableRawSpan(_unsafeBytes: bytes)
                    copy(part, of: picture, into: &span, geometry, turned: rotation)
                }
                let (turned, covered) = Self.turn(picture, part, rotation)
                #expect(memory == reference(turned, covered, geometry, over: untouched), "\(layout) \(part)")
            }
        }
    }

    @Test(arguments: [Rotation.quarter, .threeQuarters], [0, 4, 20, 64])
    func `random parts of odd pictures are turned exactly, wherever rows begin in the cache`(
        _ rotation: Rotation, _ padding: Int
    ) {
        var random = SeededGenerator(seed: UInt64(padding + 1))
        for size in [PixelSize(width: 97, height: 131), PixelSize(width: 160, height: 112)] {
            let picture = Bitmap.pattern(size)
            let panel = rotation.turned(size)
            let geometry = Layout(
                "XRGB8888", bytes: 4, red: (16, 8), green: (8, 8), blue: (0, 8), padding: padding,
                offset: padding
            ).geometry(panel)
            let untouched = [UInt8](repeating: 0xA5, count: geometry.length)
            for _ in 0..<40 {
                let part = PixelRect(
                    x: Int.random(in: -5..<size.width, using: &random),
                    y: Int.random(in: -5..<size.height, using: &random),
                    width: Int.random(in: 1...size.width, using: &random),
                    height: Int.random(in: 1...size.height, using: &random))
                var memory = untouched
                memory.withUnsafeMutableBytes { bytes in
                    var span = MutableRawSpan(_unsafeBytes: bytes)
                    copy(part, of: picture, into: &span, geometry, turned: rotation)
                }
                let (turned, covered) = Self.turn(picture, part, rotation)
                #expect(memory == reference(turned, covered, geometry, over: untouched), "\(part)")
            }
        }
    }

    @Test(arguments: Rotation.allCases)
    func `a turned frame buffer shows damage after damage`(_ rotation: Rotation) throws {
        let size = PixelSize(width: 40, height: 70)
        let geometry = layouts[1].geometry(rotation.turned(size))
        let file = try PanelFile(bytes: geometry.length)
        let display = FramebufferDisplay(
            try FramebufferHandle(
                takingOver: FileDescriptor(rawValue: file.open()), geometry: geometry, named: file.path),
            rotation: rotation)
        #expect(display.size == size)
        let picture = Bitmap.pattern(size)
        let parts = Self.parts(of: size).dropFirst()
        try display.present(picture, damage: Array(parts))
        var expected = [UInt8](repeating: 0, count: geometry.length)
        for part in parts {
            let (turned, covered) = Self.turn(picture, part, rotation)
            expected = reference(turned, covered, geometry, over: expected)
        }
        #expect(try file.contents() == expected)
    }

    @Test(arguments: Rotation.allCases)
    func `a place on the panel is the place in the picture that is shown there`(_ rotation: Rotation) {
        let picture = PixelSize(width: 5, height: 3)
        let panel = rotation.turned(picture)
        var seen: Set<PixelPoint> = []
        for y in 0..<picture.height {
            for x in 0..<picture.width {
                let place = rotation.panelPoint(of: PixelPoint(x: x, y: y), picture: picture)
                #expect(PixelRect(panel).contains(place))
                #expect(rotation.picturePoint(of: place, picture: picture) == PixelPoint(x: x, y: y))
                seen.insert(place)
            }
        }
        #expect(seen.count == panel.width * panel.height)
    }

    @Test(arguments: [(Rotation.none, 0, 0), (.quarter, 2, 0), (.half, 4, 2), (.threeQuarters, 0, 4)])
    func `the picture's top left goes round the panel's corners clockwise`(
        _ rotation: Rotation, _ x: Int, _ y: Int
    ) {
        let corner = rotation.panelPoint(of: PixelPoint(x: 0, y: 0), picture: PixelSize(width: 5, height: 3))
        #expect(corner == PixelPoint(x: x, y: y))
    }

    /// Turns a whole picture and a part of it, a quarter at a time, by building every quarter anew.
    static func turn(_ picture: Bitmap, _ part: PixelRect, _ rotation: Rotation) -> (Bitmap, PixelRect) {
        var (picture, part) = (picture, part.intersection(PixelRect(picture.size)))
        for _ in 0..<rotation.rawValue / 90 {
            let (width, height) = (picture.size.width, picture.size.height)
            var next = Bitmap(size: PixelSize(width: height, height: width))
            for y in 0..<height {
                for x in 0..<width { next[height - 1 - y, x] = picture[x, y] }
            }
            part =
                part.isEmpty
                ? .zero : PixelRect(x: height - part.maxY, y: part.x, width: part.height, height: part.width)
            picture = next
        }
        return (picture, part)
    }
}
