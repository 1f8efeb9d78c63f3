internal import CCairo
public import KioskCore

extension Canvas {
    /// Draws a pictogram into the largest square in the middle of a rectangle.
    public func picture(_ pictogram: Pictogram, in rect: PixelRect, _ color: Color) {
        let side = min(rect.width, rect.height)
        guard side > 0 else { return }
        use(color)
        paint(
            Mask.Key(shape: .pictogram(pictogram), side: side), x: rect.x + (rect.width - side) / 2,
            y: rect.y + (rect.height - side) / 2)
    }
}

extension Canvas {
    /// Draws on the 24 × 24 grid, with the colour in use.
    func draw(_ pictogram: Pictogram) {
        guard let lines = PenPath(pictogram.lines), let filled = PenPath(pictogram.filledShape) else {
            return
        }
        unsafe cairo_set_line_width(cairo, 2)
        unsafe cairo_set_line_cap(cairo, CAIRO_LINE_CAP_ROUND)
        unsafe cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND)
        for step in filled.steps { trace(step) }
        unsafe cairo_fill(cairo)
        for step in lines.steps { trace(step) }
        unsafe cairo_stroke(cairo)
    }

    private func trace(_ step: PenPath.Step) {
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
            traceRoundedRect(x: corner.x, y: corner.y, width: width, height: height, corner: radius)
        case .close: unsafe cairo_close_path(cairo)
        }
    }

    private func traceRoundedRect(x: Double, y: Double, width: Double, height: Double, corner: Double) {
        let quarter = Double.pi / 2
        unsafe cairo_new_sub_path(cairo)
        unsafe cairo_arc(cairo, x + width - corner, y + corner, corner, -quarter, 0)
        unsafe cairo_arc(cairo, x + width - corner, y + height - corner, corner, 0, quarter)
        unsafe cairo_arc(cairo, x + corner, y + height - corner, corner, quarter, 2 * quarter)
        unsafe cairo_arc(cairo, x + corner, y + corner, corner, 2 * quarter, 3 * quarter)
        unsafe cairo_close_path(cairo)
    }
}
