import Devices
import KioskCore

/// A display that also tells when its first picture was shown: only then is the kiosk ready for visitors.
final class FirstFrameDisplay: Display {
    /// The driver, which works on its own while the kiosk runs.
    let driver: any PanelDriver
    private let frames: AsyncStream<Void>
    private let told: AsyncStream<Void>.Continuation

    var size: PixelSize { driver.size }

    init(_ driver: any PanelDriver) {
        self.driver = driver
        (frames, told) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingOldest(1))
    }

    func present(_ frame: Bitmap, damage: [PixelRect]) throws(DisplayFault) {
        try driver.present(frame, damage: damage)
        told.yield()
    }

    /// Returns when the first picture is shown, or the waiting task is cancelled.
    ///
    /// For one waiter.
    func firstFrame() async {
        for await _ in frames { return told.finish() }
    }
}
