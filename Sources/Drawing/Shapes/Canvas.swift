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
            unsafe cairo_rectangle(
                cairo, Double(slice.x), Double(slice.y), Double(slice.width), Double(slice.height))
            unsafe cairo_clip(cairo)
        }
        use(color)
        trace(rect, radius: Double(radius), inset: 0)
        unsafe cairo_fill(cairo)
        if slice != nil { unsafe cairo_restore(cairo) }
    }

    /// Draws a line of `width` along the inside of a rectangle's edge.
    public func stroke(_ rect: PixelRect, _ color: Color, width: Int, radius: Int = 0) {
        use(color)
        unsafe cairo_set_line_width(cairo, Double(width))
        trace(rect, radius: Double(radius), inset: Double(width) / 2)
        unsafe cairo_stroke(cairo)
    }

    /// Darkens what is there, as under a dialogue; 0 leaves it, 1 covers it.
    public func veil(_ rect: PixelRect, _ color: Color, opacity: Double) {
        unsafe cairo_set_source_rgba(cairo, color.red, color.green, color.blue, opacity)
        trace(rect, radius: 0, inset: 0)
        unsafe cairo_fill(cairo)
    }

    /// Paints a text with its top left corner at a point.
    public func text(_ text: TextSpec, at point: PixelPoint, _ color: Color, fonts: FontLibrary) {
        show(fonts.set(text, for: .screen), at: point, color)
    }

    func show(_ text: SetText, at point: PixelPoint, _ color: Color) {
        use(color)
        unsafe cairo_move_to(cairo, Double(point.x), Double(point.y))
        unsafe pango_cairo_show_layout(cairo, text.layout)
    }

    func use(_ color: Color) {
        unsafe cairo_set_source_rgb(cairo, color.red, color.green, color.blue)
    }

    private func trace(_ rect: PixelRect, radius: Double, inset: Double) {
        let x = Double(rect.x) + inset
        let y = Double(rect.y) + inset
        let width = Double(rect.width) - 2 * inset
        let height = Double(rect.height) - 2 * inset
        trace(x: x, y: y, width: width, height: height, corner: min(radius - inset, width / 2, height / 2))
    }

    func trace(x: Double, y: Double, width: Double, height: Double, corner: Double) {
        guard corner > 0 else {
            unsafe cairo_rectangle(cairo, x, y, width, height)
            return
        }
        let quarter = Double.pi / 2
        unsafe cairo_new_sub_path(cairo)
        unsafe cairo_arc(cairo, x + width - corner, y + corner, corner, -quarter, 0)
        unsafe cairo_arc(cairo, x + width - corner, y + height - corner, corner, 0, quarter)
        unsafe cairo_arc(cairo, x + corner, y + height - corner, corner, quarter, 2 * quarter)
        unsafe cairo_arc(cairo, x + corner, y + corner, corner, 2 * quarter, 3 * quarter)
        unsafe cairo_close_path(cairo)
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
        var pixels = pixels.mutableSpan
        for y in rect.y..<rect.maxY {
            for index in y * width + rect.x..<y * width + rect.maxX { pixels[index] &= 0x00FF_FFFF }
        }
    }
}
