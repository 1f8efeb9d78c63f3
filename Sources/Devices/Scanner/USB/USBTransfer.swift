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

/// One transfer that is submitted again whenever it is done; owns its buffer.
@safe final class USBTransfer {
    private let transfer: UnsafeMutablePointer<libusb_transfer>
    private let buffer: UnsafeMutablePointer<UInt8>
    private let interface: UInt8
    /// Owns this transfer.
    private unowned let inbox: USBInbox
    private(set) var isPending = false
    private var isEnding = false

    init?(
        _ device: OpaquePointer, interface: UInt8, endpoint: USBEndpoint, length: Int, inbox: USBInbox
    ) {
        guard let transfer = unsafe libusb_alloc_transfer(0) else { return nil }
        unsafe self.transfer = unsafe transfer
        unsafe buffer = .allocate(capacity: length)
        unsafe buffer.initialize(repeating: 0, count: length)
        self.interface = interface
        self.inbox = inbox
        let me = unsafe Unmanaged.passUnretained(self).toOpaque()
        let callback: libusb_transfer_cb_fn = { transfer in
            guard let me = unsafe transfer?.pointee.user_data else { return }
            unsafe Unmanaged<USBTransfer>.fromOpaque(me).takeUnretainedValue().complete()
        }
        // The kernel waits for as long as nobody scans.
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
        try checked(unsafe libusb_submit_transfer(transfer))
        isPending = true
    }

    /// Its end still comes through libusb's events.
    func cancel() {
        isEnding = true
        if isPending { _ = unsafe libusb_cancel_transfer(transfer) }
    }

    private func complete() {
        isPending = false
        guard !isEnding else { return }
        if let fault = unsafe USBFault(status: transfer.pointee.status) { return report(.failure(fault)) }
        let count = Int(unsafe transfer.pointee.actual_length)
        if count > 0 { report(.success(unsafe Array(UnsafeBufferPointer(start: buffer, count: count)))) }
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
