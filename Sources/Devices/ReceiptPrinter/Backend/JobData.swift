internal import Glibc

/// A job's bytes, read in pieces: from a file, or from a filter that may stop half-way.
package struct JobData: ~Copyable {
    private let descriptor: CInt
    private let interrupt: LinkInterrupt

    /// Reads from a descriptor that somebody else closes.
    package init(descriptor: CInt, interrupt: LinkInterrupt = .none) {
        self.descriptor = descriptor
        self.interrupt = interrupt
    }

    /// The next bytes, none at the end; nil when they cannot be read, or do not come in time.
    package borrowing func next(by deadline: ContinuousClock.Instant) throws(LinkFault) -> [UInt8]? {
        while true {
            var waits = [pollfd(fd: descriptor, events: CShort(POLLIN), revents: 0)] + interrupt.polls
            let left = ContinuousClock.now.duration(to: deadline).wholeMilliseconds
            let ready = unsafe poll(&waits, nfds_t(waits.count), left)
            if ready < 0, errno != EINTR { return nil }
            if ready > 0 {
                if waits.dropFirst().contains(where: { $0.revents != 0 }) { throw .interrupted }
                var bytes = [UInt8](repeating: 0, count: 32 * 1024)
                let count = unsafe read(descriptor, &bytes, bytes.count)
                if count >= 0 { return Array(bytes.prefix(count)) }
                if errno != EINTR { return nil }
            } else if ContinuousClock.now >= deadline {
                return nil
            }
        }
    }
}
