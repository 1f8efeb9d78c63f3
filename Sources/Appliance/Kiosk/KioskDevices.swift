public import Devices
import Drawing
public import KioskCore
public import KioskServices

/// Everything with a cable, as one kiosk sees it: real drivers, or simulators.
public struct KioskDevices: Sendable {
    public var display: any Display
    public var touches: AsyncStream<TouchEvent>
    public var scans: AsyncStream<Scan>
    public var scannerConditions: AsyncStream<ScannerCondition>
    /// `nil` on a kiosk that prints no slips.
    public var printer: (any ReceiptPrinter)?
    /// What slips are drawn for.
    public var printerHead: PrintHead
    /// The roll in the printer.
    public var roll = RollFacts()
    /// Draws a slip; something cheaper in a simulation.
    public var drawSlip = SlipPrinter.draw
    /// Puts another calibration into force from the next touch on; `nil` if touches need none.
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
