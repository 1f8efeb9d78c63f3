import Synchronization

/// Where names and identifiers come from: the system's random numbers, or a seed in a simulation.
///
/// Shared by whoever makes identifiers, so that one seed decides all of them.
public final class RandomSource: Sendable {
    private let generator: Mutex<any RandomNumberGenerator & Sendable>

    public init(_ generator: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()) {
        self.generator = Mutex(generator)
    }

    public func next() -> UInt64 { generator.withLock { $0.next() } }

    /// A number from 0 up to, but not including, 1.
    public func fraction() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// Random bytes as lower-case hexadecimal digits, two for each byte.
    public func hexadecimal(byteCount: Int) -> String {
        var bytes: [UInt8] = []
        while bytes.count < byteCount {
            let word = next()
            bytes += (0..<8).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) }
        }
        return bytes.prefix(byteCount).hexadecimal
    }
}
