import KioskCore

/// A device on the first bus as umockdev reads it, with what our emulator wants to know of it.
struct UmockdevRecord {
    var name: String
    /// Its number on the bus, two digits.
    var device: Int
    /// Vendor, product and release as the kernel writes them, such as `4b8/e28/100`.
    var product: String
    var descriptors: [UInt8]
    /// Of sysfs, beyond those that every device has.
    var attributes: [String]
    /// Lines of the emulator's own.
    var facts: [String]

    var specification: String {
        let sys = "/devices/pci0000:00/0000:00:14.0/usb1/1-\(device)"
        let node = "bus/usb/001/0\(device)"
        let bytes = descriptors.hexadecimal.uppercased()
        let properties = [
            "BUSNUM=001", "DEVNAME=/dev/\(node)", "DEVNUM=0\(device)", "DEVTYPE=usb_device", "DRIVER=usb",
            "MAJOR=189", "MINOR=\(device - 1)", "PRODUCT=\(product)", "SUBSYSTEM=usb", "TYPE=0/0/0",
        ]
        let common = [
            "bConfigurationValue=1", "bNumConfigurations=1", "busnum=1", "devnum=\(device)", "speed=12",
            "version= 2.00",
        ]
        let record =
            ["P: \(sys)", "N: \(node)=\(bytes)"] + properties.map { "E: " + $0 }
            + (common + attributes).map { "A: \($0)\\n" } + ["H: descriptors=\(bytes)", ""]
        let head = ["device \(name)", "node /dev/\(node)", "sys \(sys)"] + facts + ["record"]
        return (head + record + ["end", ""]).joined(separator: "\n")
    }
}
