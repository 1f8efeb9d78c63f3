import Devices
import KioskCore

/// A display that also reports its first picture: only then is the kiosk ready for visitors.
final class FirstFrameDisplay: Display {
    /// The driver, which works on its own while the kiosk runs.
    let driver: any PanelDriver
    private let frames: AsyncStream<Void>
    private let presented: AsyncStream<Void>.Continuation

    var size: PixelSize { driver.size }

    /// Receives the place of a mouse; `nil` if there is none.
    let onPointer: @Sendable (PixelPoint?) -> Void

    /// - Parameter hasMouse: A mouse may be plugged in, whose arrow is then drawn.
    init(_ driver: any PanelDriver, hasMouse: Bool = false) {
        let cursor = hasMouse ? CursorDisplay(over: driver) : nil
        self.driver = cursor ?? driver
        onPointer = { cursor?.point(at: $0) }
        (frames, presented) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingOldest(1))
    }

    func present(_ frame: Bitmap, damage: [PixelRect]) throws(DisplayFault) {
        try driver.present(frame, damage: damage)
        presented.yield()
    }

    /// Returns when the first picture is shown, or the waiting task is cancelled.
    ///
    /// For one waiter.
    func firstFrame() async {
        for await _ in frames { return presented.finish() }
    }
}
