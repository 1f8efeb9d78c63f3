public import KioskCore
internal import Synchronization

/// A colour without transparency, `0x00RRGGBB`.
public struct Color: Hashable, Sendable {
    public var rgb: UInt32

    public init(_ rgb: UInt32) { self.rgb = rgb }

    public static let black = Color(0x000000)
    public static let white = Color(0xFFFFFF)
}

/// A picture to paint on; exists only inside `Bitmap.paint`.
///
/// Rectangles are filled row by row. Everything else (letters, pictograms, round corners) is drawn once by
/// Cairo as a mask, kept, and blended from then on. Both give the same pixels under every clip, which a
/// curve that the clip cuts would not: painting only the damage gives the same picture as painting all.
@safe
public struct Canvas: ~Copyable {
    private let pixels: UnsafeMutablePointer<UInt32>
    /// Pixels a row of the whole picture.
    private let width: Int
    /// Inside the picture; nothing outside it changes.
    private let clip: PixelRect

    fileprivate init(_ pixels: UnsafeMutablePointer<UInt32>, width: Int, clip: PixelRect) {
        unsafe self.pixels = pixels
        self.width = width
        self.clip = clip
    }

    /// Fills a rectangle; with a radius its corners are round; with a slice only what lies in the slice.
    public func fill(_ rect: PixelRect, _ color: Color, radius: Int = 0, slice: PixelRect? = nil) {
        let clip = slice?.intersection(clip) ?? clip
        let radius = min(radius, rect.width / 2, rect.height / 2)
        guard radius > 0 else { return fillRows(rect.intersection(clip), color) }
        fillRows(rect.middle(top: radius, bottom: radius).intersection(clip), color)
        fillRows(rect.edge(top: 0, height: radius, inset: radius).intersection(clip), color)
        fillRows(
            rect.edge(top: rect.height - radius, height: radius, inset: radius).intersection(clip), color)
        corners(of: rect, radius, stroke: nil, color, clip)
    }

    /// Draws a line of `width` along the inside of a rectangle's edge.
    public func stroke(_ rect: PixelRect, _ color: Color, width: Int, radius: Int = 0) {
        let width = min(width, rect.width / 2, rect.height / 2)
        let rounded = min(radius, rect.width / 2, rect.height / 2)
        // A corner tighter than the line is wide has no inner curve: it is drawn square.
        let radius = rounded >= width ? rounded : 0
        let corner = max(radius, width)
        fillRows(rect.edge(top: 0, height: width, inset: radius).intersection(clip), color)
        fillRows(
            rect.edge(top: rect.height - width, height: width, inset: radius).intersection(clip), color)
        var side = rect.middle(top: corner, bottom: corner)
        side.width = width
        fillRows(side.intersection(clip), color)
        side.x = rect.maxX - width
        fillRows(side.intersection(clip), color)
        if radius > 0 { corners(of: rect, radius, stroke: width, color, clip) }
    }

    /// Darkens what is there, as under a dialogue; 0 leaves it, 1 covers it.
    public func dim(_ rect: PixelRect, _ color: Color, opacity: Double) {
        let rect = rect.intersection(clip)
        let share = UInt32(min(255, max(0, opacity) * 256))
        for y in rect.y..<max(rect.y, rect.maxY) {
            let row = unsafe pixels + (y * width + rect.x)
            for x in 0..<rect.width { unsafe row[x] = blended(color.rgb, share, over: row[x]) }
        }
    }

    /// Paints a text with its top left corner at a point.
    public func text(_ text: TextSpec, at point: PixelPoint, _ color: Color, fonts: FontLibrary) {
        let painted = fonts.painted(text, for: .screen)
        blend(painted.mask, x: point.x + painted.origin.x, y: point.y + painted.origin.y, color, clip)
    }

    /// Draws a pictogram into the largest square in the middle of a rectangle.
    public func picture(_ pictogram: Pictogram, in rect: PixelRect, _ color: Color) {
        let side = min(rect.width, rect.height)
        guard side > 0 else { return }
        let mask = ShapeMasks.mask(.init(shape: .pictogram(pictogram), side: side))
        blend(
            mask, x: rect.x + (rect.width - side) / 2, y: rect.y + (rect.height - side) / 2, color, clip)
    }

    private func corners(
        of rect: PixelRect, _ radius: Int, stroke: Int?, _ color: Color, _ clip: PixelRect
    ) {
        for corner in ShapeMasks.Corner.allCases {
            let isLeft = corner == .topLeft || corner == .bottomLeft
            let isTop = corner == .topLeft || corner == .topRight
            let place = PixelRect(
                x: isLeft ? rect.x : rect.maxX - radius, y: isTop ? rect.y : rect.maxY - radius,
                width: radius, height: radius)
            guard !place.intersection(clip).isEmpty else { continue }
            let mask = ShapeMasks.mask(.init(shape: .corner(corner, stroke: stroke), side: radius))
            blend(mask, x: place.x, y: place.y, color, clip)
        }
    }

    /// Fills a rectangle that lies in the clip.
    private func fillRows(_ rect: PixelRect, _ color: Color) {
        guard !rect.isEmpty else { return }
        let first = unsafe pixels + (rect.y * width + rect.x)
        unsafe first.update(repeating: color.rgb, count: rect.width)
        // Copied, the first row makes the others faster than filling them anew.
        for row in 1..<max(1, rect.height) {
            unsafe (first + row * width).update(from: first, count: rect.width)
        }
    }

    /// Blends a colour over the existing pixels, with the coverage of the mask as opacity.
    private func blend(_ mask: borrowing Mask, x: Int, y: Int, _ color: Color, _ clip: PixelRect) {
        let part = PixelRect(x: x, y: y, width: mask.width, height: mask.height).intersection(clip)
        guard !part.isEmpty else { return }
        let rgb = color.rgb
        // Nearly everything stands on one colour.
        let background = unsafe pixels[part.y * width + part.x]
        let shadesOver = BlendTable.recent(rgb, over: background)
        let inMask = PixelRect(x: part.x - x, y: part.y - y, width: part.width, height: part.height)
        unsafe shadesOver.shades.withUnsafeBufferPointer { shades in
            unsafe mask.forEachRun(in: inMask) { row, column, count, coverage in
                let target = unsafe pixels + ((y + row) * width + x + column)
                guard let coverage = unsafe coverage else {
                    return unsafe target.update(repeating: rgb, count: count)
                }
                for index in 0..<count {
                    let (share, pixel) = unsafe (coverage[index], target[index])
                    unsafe target[index] =
                        pixel == background ? shades[Int(share)] : blended(rgb, UInt32(share), over: pixel)
                }
            }
        }
    }
}

/// A colour over another one, for every share of 255.
private struct BlendTable: Sendable {
    let shades: [UInt32]

    private init(_ color: UInt32, over background: UInt32) {
        shades = (0...255).map { blended(color, $0, over: background) }
    }

    /// Few colours are in use: at most 64 KiB.
    private static let tables = Mutex(RecentCache<UInt64, BlendTable>(capacity: 32))

    static func recent(_ color: UInt32, over background: UInt32) -> BlendTable {
        tables.withLock {
            $0.value(for: UInt64(color) << 32 | UInt64(background)) { BlendTable(color, over: background) }
        }
    }
}

/// One pixel of a colour over another one, with an opacity of `share` / 255; rounded as Cairo rounds.
@inline(__always)
private func blended(_ color: UInt32, _ share: UInt32, over background: UInt32) -> UInt32 {
    multiplied(color, by: share) + multiplied(background, by: 255 - share)
}

/// Every channel times `share` / 255, to the nearest; red and blue at once.
@inline(__always)
private func multiplied(_ color: UInt32, by share: UInt32) -> UInt32 {
    var redBlue = (color & 0xFF_00FF) &* share &+ 0x80_0080
    redBlue = ((redBlue &+ (redBlue >> 8 & 0xFF_00FF)) >> 8) & 0xFF_00FF
    var green = (color >> 8 & 0xFF) &* share &+ 0x80
    green = (green &+ green >> 8) >> 8
    return redBlue | green << 8
}

extension PixelRect {
    /// What is left without a strip at the top and one at the bottom.
    fileprivate func middle(top: Int, bottom: Int) -> PixelRect {
        PixelRect(x: x, y: y + top, width: width, height: height - top - bottom)
    }

    /// A strip across, `inset` shorter at both ends.
    fileprivate func edge(top: Int, height: Int, inset: Int) -> PixelRect {
        PixelRect(x: x + inset, y: y + top, width: width - 2 * inset, height: height)
    }
}

extension Bitmap {
    /// Paints within a rectangle; nothing outside it changes.
    public mutating func paint(within clip: PixelRect, _ body: (borrowing Canvas) -> Void) {
        let (clip, width) = (clip.intersection(PixelRect(size)), size.width)
        guard !clip.isEmpty else { return }
        unsafe pixels.withUnsafeMutableBufferPointer { pixels in
            guard let start = pixels.baseAddress else { return }
            body(unsafe Canvas(start, width: width, clip: clip))
        }
    }
}
