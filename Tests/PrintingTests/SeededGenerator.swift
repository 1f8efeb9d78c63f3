/// The same numbers from the same seed, on every machine (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// Noise with many command introducers in it.
    mutating func stream(count: Int) -> [UInt8] {
        let introducers: [UInt8] = [
            0x1B, 0x1D, 0x1C, 0x10, 0x04, 0x05, 0x14, 0x76, 0x30, 0x56, 0x28, 0x6B, 0x4A,
        ]
        return (0..<count).map { _ in
            Bool.random(using: &self)
                ? UInt8.random(in: 0...255, using: &self) : introducers.randomElement(using: &self) ?? 0
        }
    }
}
