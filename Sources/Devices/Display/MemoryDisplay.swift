public import KioskCore
import Synchronization

/// A display without a panel: it keeps the last picture, for benches, tests and machines without a screen.
///
/// It copies only what was said to have changed, as a panel would, so that a forgotten damage shows.
public final class MemoryDisplay: PanelDriver {
    public let size: PixelSize
    private let shown: Mutex<Shown>

    private struct Shown {
        /// `nil` before the first frame: its memory is not touched before it is needed.
        var picture: Bitmap?
        var presents = 0
    }

    public init(size: PixelSize) {
        self.size = size
        shown = Mutex(Shown())
    }

    /// What stands on the display now; black before the first frame.
    public var picture: Bitmap { shown.withLock { $0.picture } ?? Bitmap(size: size, filledWith: 0) }

    /// How many frames were handed over.
    public var presents: Int { shown.withLock { $0.presents } }

    public var condition: PanelCondition { presents == 0 ? .starting : .showing }

    public var listing: DisplayListing {
        DisplayListing(driver: "memory", size: size, condition: condition)
    }

    public func run() async throws(DisplayFault) { await untilCancelled() }

    public func present(_ frame: Bitmap, damage: [PixelRect]) throws(DisplayFault) {
        guard frame.size == size else { throw .wrongSize(frame.size, panel: size) }
        shown.withLock { shown in
            shown.presents += 1
            shown.picture.update(damage, from: frame)
        }
    }
}

extension DisplayFault {
    static func wrongSize(_ frame: PixelSize, panel: PixelSize) -> DisplayFault {
        .unusable("a picture of \(frame.width)x\(frame.height) for a panel of \(panel.width)x\(panel.height)")
    }
}
