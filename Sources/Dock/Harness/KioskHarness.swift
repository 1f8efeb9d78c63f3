public import KioskCore
public import SimulatedDevices

/// What the harness needs of a kiosk.
public protocol HarnessedKiosk: Sendable {
    associatedtype View: Encodable & Sendable
    associatedtype Status: Encodable & Sendable
    /// The view tree of what is shown.
    func screen() async -> View
    /// The exact pixels of what is shown.
    func picture() async -> Bitmap
    func status() async -> Status
    /// Simulates a full disk: nothing more can be stored.
    func limitStore(_ full: Bool) async
}

/// A kiosk and the simulated devices it is connected to.
public struct KioskHarness<Kiosk: HarnessedKiosk>: Sendable {
    let kiosk: Kiosk
    let touch: ScriptedTouch
    let scanner: ScriptedScanner
    let clock: OffsetClock
    let display: CountingDisplay

    public init(
        kiosk: Kiosk, touch: ScriptedTouch, scanner: ScriptedScanner, clock: OffsetClock,
        display: CountingDisplay
    ) {
        self.kiosk = kiosk
        self.touch = touch
        self.scanner = scanner
        self.clock = clock
        self.display = display
    }
}
