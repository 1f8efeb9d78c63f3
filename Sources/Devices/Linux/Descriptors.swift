internal import CUSB
internal import Glibc
internal import SystemPackage

extension FileDescriptor {
    /// Opens a device or a file of the kernel; programs that this one starts do not inherit it.
    static func openNode(
        _ path: String, _ mode: AccessMode, options: OpenOptions = []
    ) throws(Errno) -> FileDescriptor {
        try systemCall { try unsafe open(path, mode, options: options.union(.closeOnExec)) }
    }

    /// Reads what is there.
    /// - Returns: The bytes; none at the end of a file.
    /// - Throws: `.wouldBlock` when a non-blocking descriptor has nothing yet.
    func readBytes(atMost count: Int) throws(Errno) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let length = try systemCall {
            try unsafe bytes.withUnsafeMutableBytes { try unsafe read(into: $0) }
        }
        bytes.removeLast(count - length)
        return bytes
    }

    /// For a `deinit`: there is nobody left who could do something about a failure.
    func closeQuietly() { try? close() }
}

/// Gives a call of swift-system, which throws nothing else, its error's type.
func systemCall<Value>(_ call: () throws -> Value) throws(Errno) -> Value {
    do {
        return try call()
    } catch {
        throw error as? Errno ?? .ioError
    }
}

/// The error of the C function that has just failed.
func lastError() -> Errno { Errno(rawValue: errno) }

/// A system call's error in words, for a log or a technician.
func systemErrorText(_ number: CInt = errno) -> String { Errno(rawValue: number).description }

// MARK: Waiting

/// Waits until one of the descriptors can be read, or the time is over.
/// - Parameters:
///   - descriptors: `nil` is never ready.
///   - timeout: `nil` waits without end.
/// - Returns: Which are ready; a closed or broken one is.
func waitForAny(_ descriptors: [FileDescriptor?], atMost timeout: Duration?) -> [Bool] {
    var entries = descriptors.map { pollfd(fd: $0?.rawValue ?? -1, events: Int16(POLLIN), revents: 0) }
    // Rounded up, so that what waits for a time does not come back just before it.
    let milliseconds = timeout.map { max(0, ($0 + .microseconds(999)) / .milliseconds(1)) } ?? -1
    _ = unsafe poll(&entries, nfds_t(entries.count), CInt(min(milliseconds, 3_600_000)))
    return entries.map { $0.revents != 0 }
}

/// Ends a `poll` from another thread.
final class WakeUp: Sendable {
    let descriptor: FileDescriptor

    init() { descriptor = FileDescriptor(rawValue: eventfd(0, CInt(EFD_CLOEXEC | EFD_NONBLOCK))) }

    deinit { descriptor.closeQuietly() }

    func signal() {
        var one: UInt64 = 1
        // A full counter is signalled already.
        _ = unsafe withUnsafeBytes(of: &one) { try? unsafe descriptor.write($0) }
    }

    func clear() { _ = try? descriptor.readBytes(atMost: 8) }
}

/// CLOCK_MONOTONIC: time since the machine started, which is never set.
func monotonicNow() -> Duration {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
}

/// Writes to standard error in one piece, so that lines of several threads do not mix.
public func writeToStandardError(_ text: String) {
    // Nowhere to report a failure to.
    _ = try? FileDescriptor.standardError.writeAll(text.utf8)
}
