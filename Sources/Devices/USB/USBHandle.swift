// Whichever C module is read first is `timeval`'s home.
internal import CKioskShims
internal import CUSB
internal import Glibc

/// An open device with its claimed interfaces and running transfers; closing gives everything back.
///
/// Used on one thread. No pointer of libusb leaves it.
@safe struct USBHandle: ~Copyable {
    private let context: USBContext
    private let device: OpaquePointer
    private var claimed: [UInt8] = []
    private let inbox = USBInbox()

    /// For one request on endpoint 0; devices answer in a few milliseconds.
    static let requestTimeOut: UInt32 = 500
    /// Transfers in the kernel at once: the next report has a place while one is being read.
    private static let transfersAhead = 2

    init(_ address: USBAddress) throws(USBFault) {
        let context = try USBContext()
        unsafe device = unsafe try context.open(address)
        self.context = context
    }

    deinit {
        for transfer in inbox.transfers { transfer.cancel() }
        // Cancelled ones come back at once; a driver that hangs does not hold us.
        for _ in 0..<50 where inbox.transfers.contains(where: \.isPending) { handleEvents(milliseconds: 10) }
        // Before the context that they belong to.
        inbox.transfers = []
        for interface in claimed { _ = unsafe libusb_release_interface(device, CInt(interface)) }
        unsafe libusb_close(device)
    }

    /// Takes an interface from its driver.
    mutating func claim(_ interface: UInt8) throws(USBFault) {
        guard !claimed.contains(interface) else { return }
        unsafe libusb_set_auto_detach_kernel_driver(device, 1)
        var code = unsafe libusb_claim_interface(device, CInt(interface))
        if [LIBUSB_ERROR_OTHER.rawValue, LIBUSB_ERROR_NOT_SUPPORTED.rawValue].contains(code) {
            unsafe libusb_set_auto_detach_kernel_driver(device, 0)
            code = unsafe libusb_claim_interface(device, CInt(interface))
        }
        try checked(code)
        claimed.append(interface)
    }

    /// Gives an interface back to its driver.
    mutating func release(_ interface: UInt8) {
        claimed.removeAll { $0 == interface }
        _ = unsafe libusb_release_interface(device, CInt(interface))
    }

    /// Reads from an endpoint until the handle goes.
    mutating func listen(_ interface: UInt8, _ endpoint: USBEndpoint, length: Int) throws(USBFault) {
        for _ in 0..<Self.transfersAhead {
            guard
                let transfer = unsafe USBTransfer(
                    device, interface: interface, endpoint: endpoint, length: length, inbox: inbox,
                    repeats: true)
            else { throw .other }
            try transfer.submit()
            inbox.transfers.append(transfer)
        }
    }

    /// A transfer that its owner submits each time; to be released before the handle.
    mutating func transfer(
        _ interface: UInt8, _ endpoint: USBEndpoint, length: Int
    ) throws(USBFault) -> USBTransfer {
        guard
            let transfer = unsafe USBTransfer(
                device, interface: interface, endpoint: endpoint, length: length, inbox: inbox,
                repeats: false)
        else { throw .other }
        inbox.transfers.append(transfer)
        return transfer
    }

    /// Chooses one of an interface's settings (USB 2.0 §9.4.10).
    func select(setting: UInt8, of interface: UInt8) throws(USBFault) {
        try checked(unsafe libusb_set_interface_alt_setting(device, CInt(interface), CInt(setting)))
    }

    func clearHalt(_ endpoint: UInt8) { _ = unsafe libusb_clear_halt(device, endpoint) }

    /// A control request with a data stage from the device (USB 2.0 §8.5.3).
    func controlIn(
        _ request: USBRequest, length: Int, milliseconds: UInt32 = requestTimeOut
    ) throws(USBFault) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: length)
        let count = try checked(
            unsafe libusb_control_transfer(
                device, request.kind | 0x80, request.number, request.value, request.index, &buffer,
                UInt16(length), milliseconds))
        return Array(buffer.prefix(Int(count)))
    }

    /// A control request with a data stage to the device, or with none.
    func controlOut(_ request: USBRequest, _ bytes: [UInt8] = []) throws(USBFault) {
        var bytes = bytes
        try checked(
            unsafe libusb_control_transfer(
                device, request.kind, request.number, request.value, request.index, &bytes,
                UInt16(bytes.count), Self.requestTimeOut))
    }

    /// What arrived since the last call.
    func completions() -> [USBCompletion] {
        handleEvents(milliseconds: 0)
        defer { inbox.completions = [] }
        return inbox.completions
    }

    /// What to poll for before ``completions()``.
    func pollDescriptors() -> [pollfd] {
        guard let list = unsafe libusb_get_pollfds(context.pointer) else { return [] }
        defer { unsafe libusb_free_pollfds(list) }
        var result: [pollfd] = []
        var index = 0
        while let entry = unsafe list[index] {
            result.append(
                pollfd(fd: unsafe entry.pointee.fd, events: unsafe entry.pointee.events, revents: 0))
            index += 1
        }
        return result
    }

    /// Lets finished transfers end.
    func handleEvents(milliseconds: Int) {
        var time = timeval(tv_sec: 0, tv_usec: milliseconds * 1000)
        _ = unsafe libusb_handle_events_timeout_completed(context.pointer, &time, nil)
    }
}
