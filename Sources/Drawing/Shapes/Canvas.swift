internal import CCairo
public import KioskCore

/// A colour without transparency, `0x00RRGGBB`.
public struct Color: Hashable, Sendable {
    public var rgb: UInt32

    public init(_ rgb: UInt32) { self.rgb = rgb }

    public static let black = Color(0x000000)
    public static let white = Color(0xFFFFFF)

    var red: Double { Double(rgb >> 16 & 0xFF) / 255 }
    var green: Double { Double(rgb >> 8 & 0xFF) / 255 }
    var blue: Double { Double(rgb & 0xFF) / 255 }
}

/// A surface to paint on; exists only inside `Bitmap.paint`.
@safe
public struct Canvas: ~Copyable {
    let cairo: OpaquePointer

    init(_ cairo: OpaquePointer) { unsafe self.cairo = cairo }

    deinit { unsafe cairo_destroy(cairo) }

    /// Fills a rectangle; with a radius its corners are round; with a slice only what lies in the slice.
    public func fill(_ rect: PixelRect, _ color: Color, radius: Int = 0, slice: PixelRect? = nil) {
        if let slice {
            unsafe cairo_save(cairo)
            trace(slice)
            unsafe cairo_clip(cairo)
        }
        use(color)
        let radius = min(radius, rect.width / 2, rect.height / 2)
        if radius > 0 {
            trace(rect.middle(top: radius, bottom: radius))
            trace(rect.edge(top: 0, height: radius, inset: radius))
            trace(rect.edge(top: rect.height - radius, height: radius, inset: radius))
            unsafe cairo_fill(cairo)
            corners(of: rect, radius, stroke: nil)
        } else {
            trace(rect)
            unsafe cairo_fill(cairo)
        }
        if slice != nil { unsafe cairo_restore(cairo) }
    }

    /// Draws a line of `width` along the inside of a rectangle's edge.
    public func stroke(_ rect: PixelRect, _ color: Color, width: Int, radius: Int = 0) {
        use(color)
        let width = min(width, rect.width / 2, rect.height / 2)
        let rounded = min(radius, rect.width / 2, rect.height / 2)
        // A corner tighter than the line is wide has no inner curve: it is drawn square.
        let radius = rounded >= width ? rounded : 0
        let corner = max(radius, width)
        trace(rect.edge(top: 0, height: width, inset: radius))
        trace(rect.edge(top: rect.height - width, height: width, inset: radius))
        var side = rect.middle(top: corner, bottom: corner)
        side.width = width
        trace(side)
        side.x = rect.maxX - width
        trace(side)
        unsafe cairo_fill(cairo)
        if radius > 0 { corners(of: rect, radius, stroke: width) }
    }

    /// Darkens what is there, as under a dialogue; 0 leaves it, 1 covers it.
    public func veil(_ rect: PixelRect, _ color: Color, opacity: Double) {
        unsafe cairo_set_source_rgba(cairo, color.red, color.green, color.blue, opacity)
        trace(rect)
        unsafe cairo_fill(cairo)
    }

    /// Paints a text with its top left corner at a point.
    public func text(_ text: TextSpec, at point: PixelPoint, _ color: Color, fonts: FontLibrary) {
        show(fonts.set(text, for: .screen), at: point, color)
    }

    func show(_ text: SetText, at point: PixelPoint, _ color: Color) {
        use(color)
        unsafe cairo_move_to(cairo, Double(point.x), Double(point.y + text.topRoom))
        unsafe pango_cairo_show_layout(cairo, text.layout)
    }

    func use(_ color: Color) {
        unsafe cairo_set_source_rgb(cairo, color.red, color.green, color.blue)
    }

    private func trace(_ rect: PixelRect) {
        guard !rect.isEmpty else { return }
        unsafe cairo_rectangle(
            cairo, Double(rect.x), Double(rect.y), Double(rect.width), Double(rect.height))
    }

    private func corners(of rect: PixelRect, _ radius: Int, stroke: Int?) {
        for corner in Mask.Corner.allCases {
            let isLeft = corner == .topLeft || corner == .bottomLeft
            let isTop = corner == .topLeft || corner == .topRight
            paint(
                Mask.Key(shape: .corner(corner, stroke: stroke), side: radius),
                x: isLeft ? rect.x : rect.maxX - radius, y: isTop ? rect.y : rect.maxY - radius)
        }
    }
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
        let clip = clip.intersection(PixelRect(size))
        guard !clip.isEmpty else { return }
        let (width, height) = (Int32(size.width), Int32(size.height))
        unsafe pixels.withUnsafeMutableBytes { bytes in
            let start = unsafe bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
            let surface = unsafe cairo_image_surface_create_for_data(
                start, CAIRO_FORMAT_RGB24, width, height, width * 4)
            defer { unsafe cairo_surface_destroy(surface) }
            if let cairo = unsafe cairo_create(surface) {
                let canvas = unsafe Canvas(cairo)
                unsafe cairo_rectangle(
                    cairo, Double(clip.x), Double(clip.y), Double(clip.width), Double(clip.height))
                unsafe cairo_clip(cairo)
                body(canvas)
            }
            unsafe cairo_surface_finish(surface)
        }
        clearUnusedBits(in: clip)
    }

    /// Cairo leaves the unused eighth of its pixels as it likes; ours is zero.
    private mutating func clearUnusedBits(in rect: PixelRect) {
        let width = size.width
        // Without a check of each pixel, several are cleared at once.
        unsafe pixels.withUnsafeMutableBufferPointer { pixels in
            for y in rect.y..<rect.maxY {
                for index in y * width + rect.x..<y * width + rect.maxX {
                    unsafe pixels[index] &= 0x00FF_FFFF
                }
            }
        }
    }
}
