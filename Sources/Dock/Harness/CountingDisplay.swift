public import KioskCore

/// A display that numbers its pictures, so that a client can wait for the next one.
public final class CountingDisplay: Display {
    private let display: any Display
    private let counter: WaitableCounter

    /// - Parameter first: The number before the first picture. A kiosk that starts again gives a larger one,
    ///   so that a client waiting for a picture after the previous ones is served.
    public init(_ display: any Display, after first: Int64) {
        self.display = display
        counter = WaitableCounter(first)
    }

    public var size: PixelSize { display.size }

    public func present(_ frame: Bitmap, damage: [PixelRect]) throws(DisplayFault) {
        try display.present(frame, damage: damage)
        counter.increment()
    }

    /// The number of the last picture.
    public var frame: Int64 { counter.value }

    /// Waits for a picture after this one, but no longer than the limit.
    /// - Returns: The number of the last picture.
    public func frame(after frame: Int64, within limit: Duration) async -> Int64 {
        await counter.wait(past: frame, for: limit)
        return counter.value
    }
}
