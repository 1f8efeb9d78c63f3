internal import CUSB

/// A libusb context: the devices that were on the bus when it was made, and the events of those it opened.
///
/// One for each look and for each open device, because a context learns of new devices only from udevd.
@safe struct USBContext: ~Copyable {
    let pointer: OpaquePointer

    init() throws(USBFault) {
        var context: OpaquePointer?
        try checked(unsafe libusb_init(&context))
        guard let context = unsafe context else { throw .other }
        unsafe pointer = unsafe context
    }

    deinit { unsafe libusb_exit(pointer) }

    /// What is plugged in, in the order of addresses; what cannot be described is left out.
    func devices() -> [USBDescription] {
        var found: [USBDescription] = []
        unsafe forEachDevice { device in
            if let description = unsafe describe(device) { found.append(description) }
        }
        return found.sorted { $0.address < $1.address }
    }

    /// - Returns: An open handle, which its caller closes before the context goes.
    func open(_ address: USBAddress) throws(USBFault) -> OpaquePointer {
        var result = LIBUSB_ERROR_NO_DEVICE.rawValue
        var handle: OpaquePointer?
        unsafe forEachDevice { device in
            guard unsafe USBAddress(of: device) == address, unsafe handle == nil else { return }
            result = unsafe libusb_open(device, &handle)
        }
        try checked(result)
        guard let handle = unsafe handle else { throw .gone }
        return unsafe handle
    }

    private func forEachDevice(_ body: (OpaquePointer) -> Void) {
        var list: UnsafeMutablePointer<OpaquePointer?>?
        let count = unsafe libusb_get_device_list(pointer, &list)
        guard count >= 0, let list = unsafe list else { return }
        for index in 0..<count {
            if let device = unsafe list[index] { unsafe body(device) }
        }
        unsafe libusb_free_device_list(list, 1)
    }
}

extension USBAddress {
    init(of device: OpaquePointer) {
        self.init(
            bus: unsafe libusb_get_bus_number(device), device: unsafe libusb_get_device_address(device))
    }
}

private func describe(_ device: OpaquePointer) -> USBDescription? {
    var descriptor = libusb_device_descriptor()
    guard unsafe libusb_get_device_descriptor(device, &descriptor) == 0 else { return nil }
    var description = USBDescription(
        address: unsafe USBAddress(of: device), vendor: descriptor.idVendor, product: descriptor.idProduct,
        interfaces: [])
    var configuration: UnsafeMutablePointer<libusb_config_descriptor>?
    // A device that is not configured yet is described again when the kernel has bound it.
    guard unsafe libusb_get_active_config_descriptor(device, &configuration) == 0,
        let configuration = unsafe configuration
    else { return description }
    defer { unsafe libusb_free_config_descriptor(configuration) }
    let folder = unsafe SysfsDevice(device)
    description.manufacturer = folder?.text("manufacturer")
    description.name = folder?.text("product")
    description.serial = folder?.text("serial")
    description.port = folder?.name
    description.configuration = unsafe configurationIndex(of: device, descriptor, configuration.pointee)
    let value = unsafe configuration.pointee.bConfigurationValue
    for index in 0..<Int(unsafe configuration.pointee.bNumInterfaces) {
        let settings = unsafe configuration.pointee.interface[index]
        guard unsafe settings.num_altsetting > 0, let first = unsafe settings.altsetting else { continue }
        var interface = unsafe USBInterface(first.pointee)
        interface.driver = folder?.driver(configuration: value, interface: interface.number)
        if interface.kind.isHID {
            interface.reportDescriptor = folder?.reportDescriptor(
                configuration: value, interface: interface.number)
        }
        if interface.kind.base == USBClass.printer {
            interface.identification = folder?.printerIdentification(
                configuration: value, interface: interface.number)
        }
        description.interfaces.append(interface)
        for other in 1..<max(1, Int(unsafe settings.num_altsetting)) {
            unsafe description.alternatives.append(USBInterface(first[other]))
        }
    }
    return description
}

/// Where among a device's configurations the active one stands.
private func configurationIndex(
    of device: OpaquePointer, _ descriptor: libusb_device_descriptor, _ active: libusb_config_descriptor
) -> UInt8 {
    for index in 0..<descriptor.bNumConfigurations {
        var configuration: UnsafeMutablePointer<libusb_config_descriptor>?
        guard unsafe libusb_get_config_descriptor(device, index, &configuration) == 0,
            let configuration = unsafe configuration
        else { continue }
        defer { unsafe libusb_free_config_descriptor(configuration) }
        if unsafe configuration.pointee.bConfigurationValue == active.bConfigurationValue { return index }
    }
    return 0
}

extension USBInterface {
    @safe fileprivate init(_ descriptor: libusb_interface_descriptor) {
        number = unsafe descriptor.bInterfaceNumber
        setting = unsafe descriptor.bAlternateSetting
        kind = unsafe USBClass(
            base: descriptor.bInterfaceClass, sub: descriptor.bInterfaceSubClass,
            proto: descriptor.bInterfaceProtocol)
        endpoints = unsafe (0..<Int(descriptor.bNumEndpoints)).compactMap { index in
            guard let list = unsafe descriptor.endpoint else { return nil }
            let endpoint = unsafe list[index]
            guard let transfer = unsafe USBEndpoint.Transfer(rawValue: endpoint.bmAttributes & 3) else {
                return nil
            }
            // The upper bits count more transactions in a microframe.
            return unsafe USBEndpoint(
                address: endpoint.bEndpointAddress, transfer: transfer,
                packet: Int(endpoint.wMaxPacketSize & 0x7FF))
        }
    }
}
