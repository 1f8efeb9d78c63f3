internal import Glibc

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
        // Whoever started us may have had it blocked.
        var signals = sigset_t()
        _ = unsafe sigemptyset(&signals)
        _ = unsafe sigaddset(&signals, SIGTERM)
        _ = unsafe pthread_sigmask(SIG_UNBLOCK, &signals, nil)
        return reader
    }
}
