internal import CKioskShims
internal import Glibc
internal import SystemPackage

/// SIGTERM and SIGINT as something to wait for, without libdispatch.
public final class ShutdownSignals: Sendable {
    private let descriptor: FileDescriptor
    private let cancellation = WakeUp()

    /// From now on the two signals only end ``wait()``; to be made while the process has one thread.
    public init() { descriptor = FileDescriptor(rawValue: kiosk_shutdown_signals()) }

    deinit { descriptor.closeQuietly() }

    /// Returns when one of the signals came, or the task is cancelled.
    public func wait() async {
        await withTaskCancellationHandler {
            await onOwnThread("kiosk-signals") { [descriptor, cancellation] in
                _ = waitForAny([descriptor, cancellation.descriptor], atMost: nil)
            }
        } onCancel: {
            cancellation.signal()
        }
    }
}

/// SIGTERM as a descriptor that becomes readable, so that a blocking wait can end by it.
package enum TerminationSignal {
    private static let ends: (reader: CInt, writer: CInt) = {
        var pair: [CInt] = [-1, -1]
        _ = unsafe pipe(&pair)
        for end in pair { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (pair[0], pair[1])
    }()

    /// From now on SIGTERM only makes this descriptor readable; a broken pipe is an error, not the end.
    package static func descriptor() -> CInt {
        // The pipe exists before the handler that writes into it: `write` is all a handler may do.
        let reader = ends.reader
        _ = signal(SIGPIPE, SIG_IGN)
        _ = signal(SIGTERM) { _ in
            var byte: UInt8 = 1
            _ = unsafe write(TerminationSignal.ends.writer, &byte, 1)
        }
        // The parent may have had it blocked.
        var signals = sigset_t()
        _ = unsafe sigemptyset(&signals)
        _ = unsafe sigaddset(&signals, SIGTERM)
        _ = unsafe pthread_sigmask(SIG_UNBLOCK, &signals, nil)
        return reader
    }
}
