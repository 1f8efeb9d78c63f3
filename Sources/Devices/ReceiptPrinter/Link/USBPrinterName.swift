/// Which printer on the USB bus is meant.
///
/// Maker, model and serial number are the device's own string descriptors, which the kernel has read when it was
/// plugged in: so a printer is found without touching one that is printing. Where a device has no such string, its
/// vendor or product number stands for it, as four hexadecimal digits.
///
/// A serial number that no other printer on the bus has makes the name follow the printer into any socket. Equal
/// printers without one (or clones that all have the same) are told apart by the socket: `port` is bus and ports as
/// the kernel names them, such as `1-2.4`. A name with neither means the only such printer; when there are two, it
/// means none, so that a slip never comes out of the wrong one.
public struct USBPrinterName: Hashable, Sendable {
    public var maker: String
    public var model: String
    public var serial: String?
    public var port: String?

    public init(maker: String, model: String, serial: String? = nil, port: String? = nil) {
        self.maker = maker
        self.model = model
        self.serial = serial
        self.port = port
    }

    /// Whether everything that this name says is true of a printer, which is named in full.
    func fits(_ printer: USBPrinterName) -> Bool {
        maker == printer.maker && model == printer.model
            && (serial == nil || serial == printer.serial) && (port == nil || port == printer.port)
    }
}
