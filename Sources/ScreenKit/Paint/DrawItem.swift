internal import Drawing
internal import KioskCore

/// One drawing operation: a laid-out screen is a list of them, from back to front.
enum DrawItem: Hashable, Sendable {
    case fill(PixelRect, Color, radius: Int, slice: PixelRect?)
    case stroke(PixelRect, Color, width: Int, radius: Int)
    case text(TextSpec, at: PixelPoint, Color, ink: PixelRect)
    case picture(Pictogram, PixelRect, Color)
    /// Without a symbol, a text that is too long for one: it is left out, and the audit names it.
    case qr(QRSymbol?, PixelRect)
    case dim(PixelRect, Color)

    /// Every pixel it may touch.
    var bounds: PixelRect {
        switch self {
        case .fill(let rect, _, _, let slice): slice.map(rect.intersection) ?? rect
        case .stroke(let rect, _, _, _), .picture(_, let rect, _), .qr(_, let rect), .dim(let rect, _): rect
        case .text(_, _, _, let ink): ink
        }
    }

    /// Where it stands tells most items apart; the texts are only compared.
    func hash(into hasher: inout Hasher) {
        hasher.combine(bounds.x)
        hasher.combine(bounds.y)
        hasher.combine(bounds.width)
        hasher.combine(bounds.height)
    }

    /// Paints every pixel of a rectangle, whatever was there.
    func covers(_ rect: PixelRect) -> Bool {
        guard case .fill(let own, _, let radius, nil) = self else { return false }
        // Within the radius of an edge the corners may show what is beneath.
        return own.insetBy(radius).intersection(rect) == rect
    }

    func paint(on canvas: borrowing Canvas, fonts: FontLibrary) {
        switch self {
        case .fill(let rect, let color, let radius, let slice):
            canvas.fill(rect, color, radius: radius, slice: slice)
        case .stroke(let rect, let color, let width, let radius):
            canvas.stroke(rect, color, width: width, radius: radius)
        case .text(let spec, let point, let color, _): canvas.text(spec, at: point, color, fonts: fonts)
        case .picture(let pictogram, let rect, let color): canvas.picture(pictogram, in: rect, color)
        case .qr(let symbol, let rect):
            if let symbol { canvas.qr(symbol, in: rect) }
        case .dim(let rect, let color): canvas.dim(rect, color, opacity: 0.6)
        }
    }
}
