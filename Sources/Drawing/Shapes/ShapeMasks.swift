internal import CCairo
internal import KioskCore
internal import Synchronization

/// The masks of round corners and pictograms.
enum ShapeMasks {
    struct Key: Hashable {
        enum Shape: Hashable {
            case pictogram(Pictogram)
            /// A quarter of a disc, or of a ring with a line of `stroke`.
            case corner(Corner, stroke: Int?)
        }
        var shape: Shape
        var side: Int
    }

    enum Corner: CaseIterable, Hashable { case topLeft, topRight, bottomLeft, bottomRight }

    /// Any thread may draw, and few sizes are in use: at most 512 KiB.
    private static let recent = Mutex(RecentCache<Key, Mask>(capacity: 256 << 10) { $0.byteCount })

    static func mask(_ key: Key) -> Mask {
        recent.withLock { $0.value(for: key) { draw(key) } }
    }

    private static func draw(_ key: Key) -> Mask {
        unsafe Mask(width: key.side, height: key.side) { cairo in
            switch key.shape {
            case .pictogram(let pictogram):
                unsafe cairo_scale(cairo, Double(key.side) / 24, Double(key.side) / 24)
                unsafe draw(pictogram, on: cairo)
            case .corner(let corner, let stroke):
                unsafe draw(corner, side: key.side, stroke: stroke, on: cairo)
            }
        }
    }

    private static func draw(_ corner: Corner, side: Int, stroke: Int?, on cairo: OpaquePointer) {
        let radius = Double(side)
        let x = corner == .topLeft || corner == .bottomLeft ? radius : 0
        let y = corner == .topLeft || corner == .topRight ? radius : 0
        unsafe cairo_arc(cairo, x, y, radius, 0, 2 * .pi)
        if let stroke, Double(stroke) < radius {
            unsafe cairo_new_sub_path(cairo)
            unsafe cairo_arc_negative(cairo, x, y, radius - Double(stroke), 2 * .pi, 0)
        }
        unsafe cairo_fill(cairo)
    }
}

extension ShapeMasks {
    /// Draws on the 24 × 24 grid.
    static func draw(_ pictogram: Pictogram, on cairo: OpaquePointer) {
        guard let lines = PictogramPath(pictogram.lines), let filled = PictogramPath(pictogram.filledShape)
        else {
            return
        }
        unsafe cairo_set_line_width(cairo, 2)
        unsafe cairo_set_line_cap(cairo, CAIRO_LINE_CAP_ROUND)
        unsafe cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND)
        for step in filled.steps { unsafe trace(step, on: cairo) }
        unsafe cairo_fill(cairo)
        for step in lines.steps { unsafe trace(step, on: cairo) }
        unsafe cairo_stroke(cairo)
    }

    private static func trace(_ step: PictogramPath.Step, on cairo: OpaquePointer) {
        switch step {
        case .move(let point): unsafe cairo_move_to(cairo, point.x, point.y)
        case .line(let point): unsafe cairo_line_to(cairo, point.x, point.y)
        case .curve(let first, let second, let end):
            unsafe cairo_curve_to(cairo, first.x, first.y, second.x, second.y, end.x, end.y)
        case .circle(let centre, let radius):
            unsafe cairo_new_sub_path(cairo)
            unsafe cairo_arc(cairo, centre.x, centre.y, radius, 0, 2 * .pi)
            unsafe cairo_close_path(cairo)
        case .roundedRect(let corner, let width, let height, let radius):
            unsafe traceRoundedRect(
                x: corner.x, y: corner.y, width: width, height: height, corner: radius, on: cairo)
        case .close: unsafe cairo_close_path(cairo)
        }
    }

    private static func traceRoundedRect(
        x: Double, y: Double, width: Double, height: Double, corner: Double, on cairo: OpaquePointer
    ) {
        let quarter = Double.pi / 2
        unsafe cairo_new_sub_path(cairo)
        unsafe cairo_arc(cairo, x + width - corner, y + corner, corner, -quarter, 0)
        unsafe cairo_arc(cairo, x + width - corner, y + height - corner, corner, 0, quarter)
        unsafe cairo_arc(cairo, x + corner, y + height - corner, corner, quarter, 2 * quarter)
        unsafe cairo_arc(cairo, x + corner, y + corner, corner, 2 * quarter, 3 * quarter)
        unsafe cairo_close_path(cairo)
    }
}
