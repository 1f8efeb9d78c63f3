internal import CCairo
public import KioskCore
internal import Synchronization

/// The pictograms read so far; read once in the life of the process.
private let read = Mutex<[Pictogram: PenPath]>([:])

extension Pictogram {
    var path: PenPath? {
        read.withLock { read in
            if let path = read[self] { return path }
            let path = PenPath(lines)
            read[self] = path
            return path
        }
    }
}

extension Canvas {
    /// Draws a pictogram into the largest square in the middle of a rectangle.
    public func picture(_ pictogram: Pictogram, in rect: PixelRect, _ color: Color) {
        guard let path = pictogram.path else { return }
        let side = Double(min(rect.width, rect.height))
        unsafe cairo_save(cairo)
        defer { unsafe cairo_restore(cairo) }
        unsafe cairo_translate(
            cairo, Double(rect.x) + (Double(rect.width) - side) / 2,
            Double(rect.y) + (Double(rect.height) - side) / 2)
        unsafe cairo_scale(cairo, side / 24, side / 24)
        use(color)
        unsafe cairo_set_line_width(cairo, 2)
        unsafe cairo_set_line_cap(cairo, CAIRO_LINE_CAP_ROUND)
        unsafe cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND)
        unsafe cairo_new_path(cairo)
        for step in path.steps { trace(step) }
        if pictogram.isFilled { unsafe cairo_fill_preserve(cairo) }
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
            trace(x: corner.x, y: corner.y, width: width, height: height, corner: radius)
        case .close: unsafe cairo_close_path(cairo)
        }
    }
}
