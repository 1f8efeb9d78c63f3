internal import CUSB

/// Why something on the bus did not work.
enum USBFault: Error, Hashable, Sendable, CaseIterable {
    /// The device node may not be opened (yet).
    case permission
    /// Unplugged.
    case gone
    /// Another program has the interface.
    case busy
    /// It did not answer in time.
    case timeOut
    /// The endpoint refuses.
    case stall
    /// More or other bytes than announced, or a bad cable.
    case transmission
    case other
}

extension USBFault {
    /// libusb's result codes are an open set; they become ours here and nowhere else.
    init(code: CInt) {
        self =
            switch code {
            case LIBUSB_ERROR_ACCESS.rawValue: .permission
            case LIBUSB_ERROR_NO_DEVICE.rawValue: .gone
            case LIBUSB_ERROR_BUSY.rawValue: .busy
            case LIBUSB_ERROR_TIMEOUT.rawValue: .timeOut
            case LIBUSB_ERROR_PIPE.rawValue: .stall
            case LIBUSB_ERROR_IO.rawValue, LIBUSB_ERROR_OVERFLOW.rawValue: .transmission
            default: .other
            }
    }

    /// `nil` for a transfer that completed.
    init?(status: libusb_transfer_status) {
        switch status {
        case LIBUSB_TRANSFER_COMPLETED: return nil
        case LIBUSB_TRANSFER_NO_DEVICE: self = .gone
        case LIBUSB_TRANSFER_STALL: self = .stall
        case LIBUSB_TRANSFER_TIMED_OUT: self = .timeOut
        case LIBUSB_TRANSFER_ERROR, LIBUSB_TRANSFER_OVERFLOW: self = .transmission
        default: self = .other
        }
    }
}

/// Throws what a negative result code means.
/// - Returns: Any other result.
@discardableResult
func checked(_ code: CInt) throws(USBFault) -> CInt {
    guard code >= 0 else { throw USBFault(code: code) }
    return code
}
