public import KioskCore
public import SimulatedDevices

/// What the bench asks of a kiosk.
public protocol BenchedKiosk: Sendable {
    associatedtype View: Encodable & Sendable
    associatedtype Status: Encodable & Sendable
    /// The view tree of what is shown.
    func screen() async -> View
    /// The exact pixels of what is shown.
    func picture() async -> Bitmap
    func status() async -> Status
    /// The disk "fills up": nothing more can be stored.
    func limitStore(_ full: Bool) async
}

/// A kiosk and the twins it hangs on.
public struct Bench<Kiosk: BenchedKiosk>: Sendable {
    let kiosk: Kiosk
    let touch: ScriptedTouch
    let scanner: ScriptedScanner
    let clock: OffsetClock
    let frames: FrameCounter

    public init(
        kiosk: Kiosk, touch: ScriptedTouch, scanner: ScriptedScanner, clock: OffsetClock, frames: FrameCounter
    ) {
        self.kiosk = kiosk
        self.touch = touch
        self.scanner = scanner
        self.clock = clock
        self.frames = frames
    }
}
