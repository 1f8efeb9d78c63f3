package import KioskCore

/// The paper behind a print head: rows are added, the knife is some rows away from the head.
package struct PaperRoll: Sendable {
    /// Two metres: what no slip has; a longer piece is torn off, so that a hostile stream cannot grow it.
    package static let maxPieceRows = 16_000
    private static let characterRows = 24
    private static let characterBytes = 2

    private let dots: Int
    private let bytesPerRow: Int
    private let cutterDistance: Int
    private var rows: [UInt8]
    private var characters = 0

    package init(dots: Int, cutterDistance: Int) {
        self.dots = dots
        bytesPerRow = (dots + 7) / 8
        self.cutterDistance = cutterDistance
        rows = Array(repeating: 0, count: bytesPerRow * cutterDistance)
    }

    package var height: Int { rows.count / bytesPerRow }
    /// Whether something was printed since the last cut.
    package var hasInk: Bool { rows.contains { $0 != 0 } }

    /// Carries out one operation.
    ///
    /// - Returns: The piece that came off, if any.
    package mutating func apply(_ operation: PrinterOperation) -> DotBitmap? {
        switch operation {
        case .row(let bytes):
            endLine()
            add(bytes)
        case .feed(let count):
            endLine()
            let freeRows = max(0, Self.maxPieceRows - height)
            rows += repeatElement(0, count: bytesPerRow * min(count, freeRows))
        case .text:
            characters = min(characters + 1, bytesPerRow / Self.characterBytes)
        case .cut:
            endLine()
            return takeOff(rows: max(0, height - cutterDistance))
        case .transmitStatus, .automaticStatus, .unknown:
            break
        }
        return height >= Self.maxPieceRows ? tearOff() : nil
    }

    /// Everything up to the head, as when somebody changes the roll.
    package mutating func tearOff() -> DotBitmap {
        endLine()
        let piece = takeOff(rows: height)
        rows = Array(repeating: 0, count: bytesPerRow * cutterDistance)
        return piece
    }

    private mutating func add(_ bytes: [UInt8]) {
        let printed = bytes.prefix(bytesPerRow)
        rows += printed
        rows += repeatElement(0, count: bytesPerRow - printed.count)
    }

    private mutating func takeOff(rows count: Int) -> DotBitmap {
        var piece = DotBitmap(width: dots, height: count)
        piece.bytes = Array(rows.prefix(count * bytesPerRow))
        rows.removeFirst(count * bytesPerRow)
        return piece
    }

    private mutating func endLine() {
        guard characters > 0 else { return }
        let boxes = (0..<characters).flatMap { _ in [0x7F, 0xE0] as [UInt8] }
        characters = 0
        for _ in 0..<Self.characterRows { add(boxes) }
    }
}
