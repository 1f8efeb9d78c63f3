public import Devices
public import KioskCore

/// Everything with a cable, as one kiosk sees it: real drivers, or their twins.
public struct KioskDevices: Sendable {
    public var display: any Display
    public var touches: AsyncStream<TouchEvent>
    public var scans: AsyncStream<Scan>
    public var scannerConditions: AsyncStream<ScannerCondition>
    /// Nothing on a kiosk that prints no slips.
    public var printer: (any ReceiptPrinter)?
    /// What slips are drawn for.
    public var printerHead: PrintHead
    /// Draws slips in place of ``SlipPress``; `nil` for real slips.
    public var slipRenderer: (@Sendable () -> any SlipRenderer)?
    /// The roll in the printer, and the millimetres of it that a slip takes.
    public var roll = RollFacts()
    public var paperUsed: @Sendable (DotBitmap) -> Double = { Double($0.height) / 8 }
    /// Lets another calibration hold from the next touch on; nothing where touches need none.
    public var calibrate: (@Sendable (Calibration) -> Void)?
    /// Everything with a cable, as it is now.
    public var report: @Sendable () async -> DeviceReport = { DeviceReport() }
    /// Tells whenever ``report`` may have something new to say; for one reader.
    public var changes = AsyncStream<Void> { $0.finish() }

    public init(
        display: any Display, touches: AsyncStream<TouchEvent>, scans: AsyncStream<Scan>,
        scannerConditions: AsyncStream<ScannerCondition>, printer: (any ReceiptPrinter)?,
        printerHead: PrintHead = PrinterProfile.generic80.head
    ) {
        self.display = display
        self.touches = touches
        self.scans = scans
        self.scannerConditions = scannerConditions
        self.printer = printer
        self.printerHead = printerHead
    }
}
