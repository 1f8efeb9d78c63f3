internal import Glibc

/// Waits until one of the descriptors has something to say, or the time is over.
/// - Parameters:
///   - descriptors: A negative one is never ready.
///   - timeout: Without end when nothing is said.
/// - Returns: Which are ready; a closed or broken one is.
func waitForAny(_ descriptors: [CInt], atMost timeout: Duration?) -> [Bool] {
    var entries = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    // Rounded up, so that what waits for a time does not come back just before it.
    let milliseconds = timeout.map { max(0, ($0 + .microseconds(999)) / .milliseconds(1)) } ?? -1
    _ = unsafe poll(&entries, nfds_t(entries.count), CInt(min(milliseconds, 3_600_000)))
    return entries.map { $0.revents != 0 }
}

/// Time since the machine started, which never jumps.
func monotonicNow() -> Duration {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
}
