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
