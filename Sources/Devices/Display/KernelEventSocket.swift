import CKioskShims
import Glibc

/// What the kernel says of devices as they come and go; needs no udevd.
final class KernelEventSocket: Sendable {
    let descriptor: CInt

    /// Nothing where the kernel does not let us listen; panels are then found by looking.
    init?() {
        descriptor = kiosk_uevent_socket()
        guard descriptor >= 0 else { return nil }
    }

    deinit { close(descriptor) }

    /// Reads all that is waiting.
    /// - Returns: Whether anything of a subsystem happened; also when messages were lost.
    func drain(for subsystem: String) -> Bool {
        var concerns = false
        var buffer = [UInt8](repeating: 0, count: 8192)
        while true {
            let length = unsafe kiosk_uevent_receive(descriptor, &buffer, CInt(buffer.count))
            if length < 0 { return errno == ENOBUFS || concerns }
            if KernelEvent(buffer.prefix(Int(length)))?.subsystem == subsystem { concerns = true }
        }
    }
}
