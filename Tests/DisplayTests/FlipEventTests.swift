import KioskCore
import Testing

@testable import Devices

@Suite("What a card tells of its frames")
struct FlipEventTests {
    @Test func `any bytes can be read without harm`() {
        var random = SeededGenerator(seed: 11)
        for _ in 0..<500 {
            let bytes = (0..<Int.random(in: 0...80, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            _ = landed(bytes)
        }
    }

    private func landed(_ bytes: [UInt8]) -> [UInt64] { completedFlips(in: bytes.span.bytes) }

    /// `drm_event_vblank`, 32 bytes.
    private func event(type: UInt32 = 2, length: UInt32 = 32, number: UInt64) -> [UInt8] {
        var bytes = words(type) + words(length) + words(number)
        bytes += [UInt8](repeating: 0, count: 16)
        return bytes
    }

    private func words(_ value: some FixedWidthInteger) -> [UInt8] {
        (0..<value.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }

    @Test func `completed flips are reported by their number, others are ignored`() {
        let bytes = event(number: 5) + event(type: 1, number: 6) + event(number: 1 << 40)
        #expect(landed(bytes) == [5, 1 << 40])
    }

    @Test(arguments: [0, 7, 33, UInt32.max])
    func `a length that cannot be ends the reading`(_ length: UInt32) {
        let bytes = event(number: 5) + event(length: length, number: 6)
        #expect(landed(bytes) == [5])
    }

    @Test func `a message that is cut off counts for nothing`() {
        #expect(landed(event(number: 5).dropLast(8)).isEmpty)
    }
}
