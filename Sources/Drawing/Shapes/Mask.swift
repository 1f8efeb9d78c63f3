internal import CCairo
internal import KioskCore
internal import Synchronization

/// The coverage of the pixels of a small square: everything round is painted through one.
///
/// Besides being quicker, a mask gives the same pixels under every clip; a curve that the clip cuts may
/// differ by one level, and then painting only the damage would not give the same picture.
struct Mask: Sendable {
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

    private let side: Int32
    private let stride: Int32
    private var coverage: [UInt8]

    init(_ key: Key) {
        side = Int32(key.side)
        stride = cairo_format_stride_for_width(CAIRO_FORMAT_A8, side)
        coverage = Array(repeating: 0, count: Int(stride) * key.side)
        let (side, stride) = (side, stride)
        unsafe coverage.withUnsafeMutableBufferPointer { bytes in
            let surface = unsafe cairo_image_surface_create_for_data(
                bytes.baseAddress, CAIRO_FORMAT_A8, side, side, stride)
            defer { unsafe cairo_surface_destroy(surface) }
            if let cairo = unsafe cairo_create(surface) {
                let canvas = unsafe Canvas(cairo)
                switch key.shape {
                case .pictogram(let pictogram):
                    unsafe cairo_scale(cairo, Double(side) / 24, Double(side) / 24)
                    canvas.draw(pictogram)
                case .corner(let corner, let stroke): canvas.draw(corner, side: key.side, stroke: stroke)
                }
            }
            unsafe cairo_surface_finish(surface)
        }
    }

    func paint(on cairo: OpaquePointer, x: Int, y: Int) {
        unsafe coverage.withUnsafeBufferPointer { bytes in
            // Cairo asks for bytes it may write, and only reads what serves as a mask.
            let surface = unsafe cairo_image_surface_create_for_data(
                UnsafeMutablePointer(mutating: bytes.baseAddress), CAIRO_FORMAT_A8, side, side, stride)
            unsafe cairo_mask_surface(cairo, surface, Double(x), Double(y))
            // The canvas may hold on to the surface, but the bytes are only ours until here.
            unsafe cairo_surface_finish(surface)
            unsafe cairo_surface_destroy(surface)
        }
    }
}

/// The masks used lately: any thread may draw, and few sizes are in use.
private let masks = Mutex(RecentCache<Mask.Key, Mask>(capacity: 150))

extension Canvas {
    /// Paints the colour in use through a mask with its corner at (x, y).
    func paint(_ key: Mask.Key, x: Int, y: Int) {
        let mask = masks.withLock { $0.value(for: key) { Mask(key) } }
        unsafe mask.paint(on: cairo, x: x, y: y)
    }

    fileprivate func draw(_ corner: Mask.Corner, side: Int, stroke: Int?) {
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
