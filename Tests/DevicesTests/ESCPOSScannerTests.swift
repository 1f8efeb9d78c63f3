import Devices
import SimulatedDevices
import Testing

@Suite struct `Where commands end` {
    private func commands(_ bytes: [UInt8]) -> [ESCPOSCommand] {
        var scanner = ESCPOSScanner()
        var index = 0
        var found: [ESCPOSCommand] = []
        while let token = scanner.next(in: bytes, from: &index) {
            if case .command(let command) = token { found.append(command) }
        }
        #expect(scanner.isAtBoundary)
        return found
    }

    /// Each is followed by `ESC J 9`, which is found only when its length was known.
    @Test(
        arguments: [
            [0x1B, 0x40], [0x1B, 0x21, 0x1B], [0x1B, 0x33, 24], [0x1B, 0x70, 0, 25, 250],
            [0x1B, 0x44, 8, 16, 0],
            [0x1B, 0x2A, 33, 2, 0, 1, 2, 3, 4, 5, 6], [0x1B, 0x2A, 0, 2, 0, 1, 2],
            [0x1B, 0x57, 1, 2, 3, 4, 5, 6, 7, 8],
            [0x1D, 0x56, 66, 3], [0x1D, 0x56, 1], [0x1D, 0x56, 48], [0x1D, 0x6B, 4, 0x31, 0x32, 0],
            [0x1D, 0x6B, 73, 2, 1, 2],
            [0x1D, 0x28, 0x6B, 4, 0, 0x31, 0x41, 0x32, 0], [0x1D, 0x28, 0x4C, 2, 0, 0x30, 0x32],
            [0x1D, 0x38, 0x4C, 3, 0, 0, 0, 7, 7, 7],
            [0x1D, 0x76, 0x30, 0, 2, 0, 2, 0, 0x1B, 0x1D, 0x1B, 0x1D],
            [0x1D, 0x2A, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0], [0x1C, 0x70, 1, 0],
            [0x1C, 0x28, 0x41, 2, 0, 0x30, 0x30],
            [0x10, 0x04, 1], [0x10, 0x05, 2], [0x10, 0x14, 8, 1, 3, 20, 1, 6, 2, 8], [0x10, 0x14, 1, 0, 1],
            [0x41], [0x0A],
            [0x1D, 0x76, 0x30, 0, 0, 0, 5, 0],
        ] as [[UInt8]])
    func `is known for the commands of slip printers`(command: [UInt8]) {
        let found = commands(command + [0x1B, 0x4A, 9])
        #expect(found.count == 2 && found.last == .feed(units: 9))
    }

    @Test func `is guessed for the unknown, and what follows is read`() {
        #expect(commands([0x1B, 0x7E, 0x1B, 0x40]) == [.unknown(introducer: 0x1B, 0x7E), .initialise])
    }

    @Test func `cuts are understood in every form`() {
        #expect(commands([0x1D, 0x56, 0]) == [.cut(partial: false, feed: 0)])
        #expect(commands([0x1D, 0x56, 49]) == [.cut(partial: true, feed: 0)])
        #expect(commands([0x1D, 0x56, 65, 90]) == [.cut(partial: true, feed: 90)])
        #expect(commands([0x1B, 0x69]) == [.cut(partial: true, feed: 0)])
    }

    @Test func `a raster of four thousand million dots costs no memory`() {
        var interpreter = ESCPOSInterpreter()
        var rows = 0
        var piece: [UInt8] = [0x1D, 0x76, 0x30, 0, 0xFF, 0xFF, 0xFF, 0xFF]
        for _ in 0..<64 {
            rows += interpreter.consume(piece).count
            piece = [UInt8](repeating: 0xFF, count: 4096)
        }
        #expect(rows == 63 * 4096 / 65535)
    }

    @Test func `doubled dots are doubled on paper`() {
        var interpreter = ESCPOSInterpreter()
        let operations = interpreter.consume([0x1D, 0x76, 0x30, 3, 1, 0, 1, 0, 0b1000_0001])
        #expect(operations == Array(repeating: .row([0b1100_0000, 0b0000_0011]), count: 2))
    }
}
