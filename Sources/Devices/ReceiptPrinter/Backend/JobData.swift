internal import Glibc

/// A job's bytes, read in pieces.
package struct JobData: ~Copyable {
    private let descriptor: CInt

    /// Reads from a descriptor that somebody else closes.
    package init(descriptor: CInt) { self.descriptor = descriptor }

    /// The next bytes, none at the end; nil when they cannot be read.
    package borrowing func next() -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 32 * 1024)
        var count = -1
        repeat {
            count = unsafe read(descriptor, &bytes, bytes.count)
        } while count < 0 && errno == EINTR
        return count < 0 ? nil : Array(bytes.prefix(count))
    }
}
