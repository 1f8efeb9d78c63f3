internal import CUSB
internal import Glibc

/// Ends a `poll` from another thread.
final class WakeUp: Sendable {
    let descriptor: CInt

    init() { descriptor = eventfd(0, CInt(EFD_CLOEXEC | EFD_NONBLOCK)) }

    deinit { close(descriptor) }

    func signal() {
        var one: UInt64 = 1
        // Full means that it is signalled already.
        _ = unsafe write(descriptor, &one, 8)
    }

    func clear() {
        var count: UInt64 = 0
        _ = unsafe read(descriptor, &count, 8)
    }
}
