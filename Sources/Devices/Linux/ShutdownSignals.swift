internal import CKioskShims
internal import Glibc

/// SIGTERM and SIGINT as something to wait for, without libdispatch.
public final class ShutdownSignals: Sendable {
    private let descriptor: CInt
    private let end = WakeUp()

    /// From now on the two signals only end ``wait()``; has to be made while the process has one thread.
    public init() { descriptor = kiosk_shutdown_signals() }

    deinit { close(descriptor) }

    /// Returns when one of the signals came, or the task is cancelled.
    public func wait() async {
        await withTaskCancellationHandler {
            await onOwnThread("kiosk-signals") { [descriptor, end] in
                _ = waitForAny([descriptor, end.descriptor], atMost: nil)
            }
        } onCancel: {
            end.signal()
        }
    }
}
