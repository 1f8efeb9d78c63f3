internal import CCairo
internal import KioskCore

/// A text set by Pango: lines broken, glyphs chosen and placed.
@safe
final class ShapedText {
    let extent: TextExtent
    private let layout: OpaquePointer
    /// Space over the first line: hinting may lift the marks of "Ẫ" by a pixel above the font's own line.
    private let topMargin: Int

    init(_ text: TextSpec, in context: OpaquePointer) {
        guard let layout = unsafe pango_layout_new(context) else {
            preconditionFailure("Pango gives a layout or ends the process")
        }
        unsafe self.layout = layout
        unsafe Self.configure(layout, text)
        topMargin = (text.size + 23) / 24
        extent = unsafe Self.extent(of: layout, topMargin: topMargin)
    }

    deinit { unsafe g_object_unref(UnsafeMutableRawPointer(layout)) }

    /// The text as it is painted.
    func painted() -> PaintedText {
        let ink = extent.ink
        let mask = unsafe Mask(width: ink.width, height: ink.height) { cairo in
            unsafe cairo_move_to(cairo, Double(-ink.x), Double(topMargin - ink.y))
            unsafe pango_cairo_show_layout(cairo, layout)
        }
        return PaintedText(mask: mask, origin: PixelPoint(x: ink.x, y: ink.y))
    }

    private static func configure(_ layout: OpaquePointer, _ text: TextSpec) {
        let font = unsafe pango_font_description_new()
        defer { unsafe pango_font_description_free(font) }
        unsafe pango_font_description_set_family_static(font, "Noto Sans")
        unsafe pango_font_description_set_absolute_size(font, Double(text.size) * Double(PANGO_SCALE))
        unsafe pango_layout_set_font_description(layout, font)
        unsafe pango_layout_set_auto_dir(layout, 0)
        if let width = text.width {
            unsafe pango_layout_set_width(layout, Int32(clamping: max(1, width)) &* PANGO_SCALE)
            unsafe pango_layout_set_wrap(layout, PANGO_WRAP_WORD)
        }
        if let limit = text.lineLimit {
            unsafe pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END)
            unsafe pango_layout_set_height(layout, Int32(-limit))
        }
        let alignment: PangoAlignment =
            switch text.alignment {
            case .leading: PANGO_ALIGN_LEFT
            case .centre: PANGO_ALIGN_CENTER
            case .trailing: PANGO_ALIGN_RIGHT
            }
        unsafe pango_layout_set_alignment(layout, alignment)
        unsafe setRuns(text.runs, on: layout)
        guard let width = text.width else { return }
        // Only a word that is wider than a line is broken inside: left to choose, Pango breaks others too.
        var whole = PangoRectangle()
        unsafe pango_layout_get_pixel_extents(layout, nil, &whole)
        if whole.width > Int32(clamping: width) {
            unsafe pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR)
        }
    }

    private static func setRuns(_ runs: [TextSpec.Run], on layout: OpaquePointer) {
        let attributes = unsafe pango_attr_list_new()
        // Vietnamese words are single syllables: a hyphen inside one would be wrong wherever it stood.
        unsafe pango_attr_list_insert(attributes, pango_attr_insert_hyphens_new(0))
        defer { unsafe pango_attr_list_unref(attributes) }
        var whole = ""
        for run in runs {
            let start = whole.utf8.count
            // A dot or a dash between words stays with those before it: no line begins with one.
            whole += sanitised(run.text).replacing(" ·", with: "\u{A0}·").replacing(" –", with: "\u{A0}–")
            guard run.isBold, let bold = unsafe pango_attr_weight_new(PANGO_WEIGHT_BOLD) else { continue }
            unsafe bold.pointee.start_index = UInt32(clamping: start)
            unsafe bold.pointee.end_index = UInt32(clamping: whole.utf8.count)
            unsafe pango_attr_list_insert(attributes, bold)
        }
        unsafe pango_layout_set_text(layout, whole, Int32(clamping: whole.utf8.count))
        unsafe pango_layout_set_attributes(layout, attributes)
    }

    private static func extent(of layout: OpaquePointer, topMargin: Int) -> TextExtent {
        var ink = PangoRectangle()
        var logical = PangoRectangle()
        unsafe pango_layout_get_pixel_extents(layout, &ink, &logical)
        return unsafe TextExtent(
            width: Int(logical.width), height: Int(logical.height) + topMargin,
            lines: Int(pango_layout_get_line_count(layout)),
            baseline: Int(pango_layout_get_baseline(layout) / PANGO_SCALE) + topMargin,
            missing: Int(pango_layout_get_unknown_glyphs_count(layout)),
            ink: PixelRect(
                x: Int(ink.x) - 1, y: Int(ink.y) + topMargin - 1, width: Int(ink.width) + 2,
                height: Int(ink.height) + 2))
    }
}

/// What a set text paints: ready to be blended any number of times, wherever it stands.
struct PaintedText: Sendable {
    var mask: Mask
    /// The corner of the mask, from the top left of the text.
    var origin: PixelPoint
}
