extension PrinterProfile {
    /// The profile to propose for a printer on the USB bus: 58 mm when its name says so, else 80 mm.
    static func fitting(vendor: UInt16, product: UInt16, id: PrinterDeviceID?) -> PrinterProfile {
        id?.model?.contains("58") == true ? .generic58 : .generic80
    }
}
