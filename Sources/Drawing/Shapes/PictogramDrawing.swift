internal import CCairo
internal import KioskCore

extension ShapeMasks {
    /// Draws on the 24 × 24 grid.
    static func draw(_ pictogram: Pictogram, on cairo: OpaquePointer) {
        guard let lines = PenPath(pictogram.lines), let filled = PenPath(pictogram.filledShape) else {
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

    private static func trace(_ step: PenPath.Step, on cairo: OpaquePointer) {
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
