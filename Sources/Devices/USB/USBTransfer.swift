internal import CUSB

/// Running transfers, and what finished ones brought, in their order.
///
/// Filled only while ``USBHandle/completions()`` has libusb handle its events, on the same thread.
final class USBInbox {
    var transfers: [USBTransfer] = []
    var completions: [USBCompletion] = []
}

struct USBCompletion {
    var interface: UInt8
    var endpoint: UInt8
    var result: Result<[UInt8], USBFault>
}

/// One transfer with its buffer, submitted again whenever it is done, or by its owner each time.
@safe final class USBTransfer {
    private let transfer: UnsafeMutablePointer<libusb_transfer>
    private let buffer: UnsafeMutablePointer<UInt8>
    private let length: Int
    private let interface: UInt8
    private let repeats: Bool
    /// Owns this transfer.
    private unowned let inbox: USBInbox
    private(set) var isPending = false
    private var isEnding = false
    /// Bytes that went over the cable the last time, also of a transfer that failed or was cancelled.
    private(set) var count = 0
    /// Why the last one failed.
    private(set) var fault: USBFault?

    init?(
        _ device: OpaquePointer, interface: UInt8, endpoint: USBEndpoint, length: Int, inbox: USBInbox,
        repeats: Bool
    ) {
        guard let transfer = unsafe libusb_alloc_transfer(0) else { return nil }
        unsafe self.transfer = unsafe transfer
        unsafe buffer = .allocate(capacity: length)
        unsafe buffer.initialize(repeating: 0, count: length)
        self.length = length
        self.interface = interface
        self.repeats = repeats
        self.inbox = inbox
        let me = unsafe Unmanaged.passUnretained(self).toOpaque()
        let callback: libusb_transfer_cb_fn = { transfer in
            guard let me = unsafe transfer?.pointee.user_data else { return }
            unsafe Unmanaged<USBTransfer>.fromOpaque(me).takeUnretainedValue().complete()
        }
        // The kernel waits for as long as nobody scans, and for as long as a printer is busy.
        if endpoint.transfer == .bulk {
            unsafe libusb_fill_bulk_transfer(
                transfer, device, endpoint.address, buffer, CInt(length), callback, me, 0)
        } else {
            unsafe libusb_fill_interrupt_transfer(
                transfer, device, endpoint.address, buffer, CInt(length), callback, me, 0)
        }
    }

    deinit {
        // libusb still writes into a pending one: rather lose a few hundred bytes than memory's integrity.
        guard !isPending else { return }
        unsafe libusb_free_transfer(transfer)
        unsafe buffer.deallocate()
    }

    func submit() throws(USBFault) {
        count = 0
        try checked(unsafe libusb_submit_transfer(transfer))
        isPending = true
    }

    /// Sends as many of these bytes as fit into the buffer.
    func submit(_ bytes: ArraySlice<UInt8>) throws(USBFault) {
        let part = bytes.prefix(length)
        _ = unsafe UnsafeMutableBufferPointer(start: buffer, count: length).update(fromContentsOf: part)
        unsafe transfer.pointee.length = CInt(part.count)
        try submit()
    }

    /// What the last one brought.
    var bytes: [UInt8] { unsafe Array(UnsafeBufferPointer(start: buffer, count: count)) }

    /// Ends it for good; its completion still comes through libusb's events.
    func cancel() {
        isEnding = true
        withdraw()
    }

    /// Ends it for this time.
    func withdraw() {
        if isPending { _ = unsafe libusb_cancel_transfer(transfer) }
    }

    private func complete() {
        isPending = false
        count = Int(unsafe transfer.pointee.actual_length)
        fault = unsafe USBFault(status: transfer.pointee.status)
        guard !isEnding, repeats else { return }
        if let fault { return report(.failure(fault)) }
        if count > 0 { report(.success(bytes)) }
        do throws(USBFault) {
            try submit()
        } catch {
            report(.failure(error))
        }
    }

    private func report(_ result: Result<[UInt8], USBFault>) {
        let endpoint = unsafe transfer.pointee.endpoint
        inbox.completions.append(USBCompletion(interface: interface, endpoint: endpoint, result: result))
    }
}
