public import KioskCore

extension SeededGenerator {
    /// Bytes that look random and hold many command introducers of receipt printers (ESC, GS, FS, DLE and
    /// what may follow).
    public mutating func commandNoise(count: Int) -> [UInt8] {
        let introducers: [UInt8] = [
            0x1B, 0x1D, 0x1C, 0x10, 0x04, 0x05, 0x14, 0x76, 0x30, 0x56, 0x28, 0x6B, 0x4A,
        ]
        return (0..<count).map { _ in
            Bool.random(using: &self)
                ? UInt8.random(in: 0...255, using: &self) : introducers.randomElement(using: &self) ?? 0
        }
    }
}
