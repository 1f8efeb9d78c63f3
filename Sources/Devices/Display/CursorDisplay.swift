public import KioskCore
import Synchronization

/// A display with a mouse's arrow over its picture, for work on the bench; no rule knows of the arrow.
///
/// It keeps the picture twice, without the arrow and with it, so it is only for a kiosk that allows a mouse.
public final class CursorDisplay: PanelDriver {
    private let driver: any PanelDriver
    private let state: Mutex<State>

    private struct State {
        var clean: Bitmap
        var shown: Bitmap
        var place: PixelPoint?
    }

    public init(over driver: any PanelDriver) {
        self.driver = driver
        let empty = Bitmap(size: driver.size, filledWith: 0)
        state = Mutex(State(clean: empty, shown: empty))
    }

    public var size: PixelSize { driver.size }
    public var condition: PanelCondition { driver.condition }
    public var listing: DisplayListing { driver.listing }

    public func run() async throws(DisplayFault) { try await driver.run() }

    public func present(_ frame: Bitmap, damage: [PixelRect]) throws(DisplayFault) {
        guard frame.size == size else { throw .wrongSize(frame.size, panel: size) }
        try state.withLock { (state) throws(DisplayFault) in
            for part in damage.map({ $0.intersection(PixelRect(size)) }) where !part.isEmpty {
                state.clean.copy(part, from: frame)
                state.shown.copy(part, from: frame)
            }
            if let place = state.place { Self.draw(at: place, on: &state.shown) }
            try driver.present(state.shown, damage: damage)
        }
    }

    /// Moves the arrow, or takes it away.
    public func point(at place: PixelPoint?) {
        state.withLock { state in
            let parts = [state.place, place].compactMap(\.self)
                .map { Self.bounds(at: $0).intersection(PixelRect(size)) }.filter { !$0.isEmpty }
            for part in parts { state.shown.copy(part, from: state.clean) }
            if let place { Self.draw(at: place, on: &state.shown) }
            state.place = place
            // A panel that is away gets the whole picture when it comes back.
            try? driver.present(state.shown, damage: parts)
        }
    }

    // MARK: The arrow

    private static let height = 36

    private static func bounds(at place: PixelPoint) -> PixelRect {
        PixelRect(x: place.x, y: place.y, width: height, height: height)
    }

    /// A triangle with its tip at the place: black, with a white edge so that it shows on either.
    private static func draw(at place: PixelPoint, on picture: inout Bitmap) {
        let whole = PixelRect(picture.size)
        for row in 0..<height {
            let width = row * 7 / 10
            for column in 0...width {
                let point = PixelPoint(x: place.x + column, y: place.y + row)
                guard whole.contains(point) else { continue }
                let isEdge = column < 3 || column > width - 3 || row >= height - 3
                picture[point.x, point.y] = isEdge ? 0xFF_FFFF : 0x00_0000
            }
        }
    }
}
