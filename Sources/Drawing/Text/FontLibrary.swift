internal import CCairo

/// Why text cannot be drawn.
public enum FontFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// A file of the typeface is not there or not a font; install `fonts-noto-core`.
    case unreadable(path: String)

    public var description: String {
        switch self {
        case .unreadable(let path): "cannot read the font \(path); install the package fonts-noto-core"
        }
    }
}

/// What the text is drawn for.
enum Medium: Hashable, Sendable { case screen, dots }

/// The one typeface, Noto Sans regular and bold, and the texts set in it.
///
/// Only these two files are opened: fontconfig never looks at the fonts of the system, which keeps the
/// start short and the picture the same on every machine. Not safe for concurrent use.
@safe
public final class FontLibrary {
    public static let debianFolder = "/usr/share/fonts/truetype/noto"

    private let map: UnsafeMutablePointer<PangoFontMap>
    private let screen: OpaquePointer
    private let dots: OpaquePointer
    /// What texts measure is asked many times a frame and takes little; what Pango makes of one takes some
    /// 10 KB, and is needed once more when it is painted first.
    private var extents = RecentCache<TextKey, TextExtent>(capacity: 600)
    private var balancedWidths = RecentCache<TextKey, Int>(capacity: 200)
    private var shapedTexts = RecentCache<TextKey, ShapedText>(capacity: 50)
    /// At most 2 MiB: ten or more screens.
    private var paintedTexts = RecentCache<TextSpec, PaintedText>(capacity: 1 << 20) { $0.mask.byteCount }
    /// At most 256 KiB: what is the same on every slip.
    private var paintedDots = RecentCache<TextSpec, PaintedText>(capacity: 128 << 10) { $0.mask.byteCount }

    private struct TextKey: Hashable {
        var text: TextSpec
        var medium: Medium
    }

    /// Opens `NotoSans-Regular.ttf` and `NotoSans-Bold.ttf` of a folder.
    public init(folder: String = FontLibrary.debianFolder) throws(FontFault) {
        let config = unsafe FcConfigCreate()
        defer { unsafe FcConfigDestroy(config) }
        for face in ["Regular", "Bold"] {
            let path = "\(folder)/NotoSans-\(face).ttf"
            guard unsafe FcConfigAppFontAddFile(config, path) != 0 else { throw .unreadable(path: path) }
        }
        // Otherwise Pango would have the system's configuration and all its fonts read, on a thread of its
        // own.
        unsafe FcConfigSetCurrent(config)
        unsafe map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT)
        unsafe pango_fc_font_map_set_config(OpaquePointer(map), config)
        unsafe screen = Self.context(
            of: map, antialias: CAIRO_ANTIALIAS_GRAY, hinting: CAIRO_HINT_STYLE_SLIGHT)
        unsafe dots = Self.context(of: map, antialias: CAIRO_ANTIALIAS_NONE, hinting: CAIRO_HINT_STYLE_FULL)
    }

    deinit {
        shapedTexts.removeAll()
        unsafe g_object_unref(UnsafeMutableRawPointer(screen))
        unsafe g_object_unref(UnsafeMutableRawPointer(dots))
        unsafe g_object_unref(map)
    }

    /// The space a text takes.
    public func measure(_ text: TextSpec) -> TextExtent { measure(text, for: .screen) }

    func measure(_ text: TextSpec, for medium: Medium) -> TextExtent {
        extents.value(for: TextKey(text: text, medium: medium)) { shaped(text, for: medium).extent }
    }

    /// The text as it is painted.
    func painted(_ text: TextSpec, for medium: Medium) -> PaintedText {
        switch medium {
        case .screen: paintedTexts.value(for: text) { shaped(text, for: .screen).painted() }
        case .dots: paintedDots.value(for: text) { shaped(text, for: .dots).painted() }
        }
    }

    /// The largest size up to `text.size` at which every run stays on one line of `width`.
    public func sizeFitting(_ text: TextSpec, width: Int) -> Int {
        sizeFitting(text, width: width, for: .screen)
    }

    func sizeFitting(_ text: TextSpec, width: Int, for medium: Medium) -> Int {
        var single = text
        single.width = nil
        while single.size > 12 {
            let extent = measure(single, for: medium)
            if extent.width <= width { break }
            single.size = min(single.size - 1, max(12, single.size * width / extent.width))
        }
        return single.size
    }

    /// The same text with its lines about equally long: as narrow as it can be without another line.
    ///
    /// For titles and short explanations of up to four lines; others are returned as they are.
    public func balanced(_ text: TextSpec) -> TextSpec { balanced(text, for: .screen) }

    func balanced(_ text: TextSpec, for medium: Medium) -> TextSpec {
        guard let width = text.width, text.lineLimit == nil else { return text }
        let lines = measure(text, for: medium).lines
        guard (2...4).contains(lines), !text.runs.contains(where: { $0.text.contains("\n") }) else {
            return text
        }
        var copy = text
        copy.width = balancedWidths.value(for: TextKey(text: text, medium: medium)) {
            narrowest(text, lines: lines, upTo: width, medium)
        }
        return copy
    }

    private func narrowest(_ text: TextSpec, lines: Int, upTo width: Int, _ medium: Medium) -> Int {
        var trial = text
        var (tooNarrow, enough) = (width / 2, width)
        while enough - tooNarrow > max(4, text.size / 4) {
            let middle = (tooNarrow + enough) / 2
            trial.width = middle
            let extent = unsafe ShapedText(trial, in: medium == .screen ? screen : dots).extent
            if extent.lines == lines, extent.width <= middle { enough = middle } else { tooNarrow = middle }
        }
        return enough
    }

    func shaped(_ text: TextSpec, for medium: Medium) -> ShapedText {
        shapedTexts.value(for: TextKey(text: text, medium: medium)) {
            unsafe ShapedText(text, in: medium == .screen ? screen : dots)
        }
    }

    private static func context(
        of map: UnsafeMutablePointer<PangoFontMap>, antialias: cairo_antialias_t, hinting: cairo_hint_style_t
    ) -> OpaquePointer {
        guard let context = unsafe pango_font_map_create_context(map) else {
            preconditionFailure("Pango gives a context or ends the process")
        }
        let options = unsafe cairo_font_options_create()
        defer { unsafe cairo_font_options_destroy(options) }
        unsafe cairo_font_options_set_antialias(options, antialias)
        unsafe cairo_font_options_set_hint_style(options, hinting)
        unsafe cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_ON)
        unsafe pango_cairo_context_set_font_options(context, options)
        unsafe pango_context_set_language(context, pango_language_from_string("vi"))
        unsafe pango_context_set_base_dir(context, PANGO_DIRECTION_LTR)
        return unsafe context
    }
}
