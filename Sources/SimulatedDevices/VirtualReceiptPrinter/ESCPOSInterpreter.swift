internal import Devices

/// One operation of a printer's mechanism.
package enum PrinterOperation: Hashable, Sendable {
    /// One row of dots from the left; longer than the head is cut off by it.
    case row([UInt8])
    /// White paper, in rows.
    case feed(Int)
    case cut(partial: Bool)
    case transmitStatus
    case automaticStatus(mask: UInt8)
    /// A character, which this printer shows as a box: slips are raster, so text means something went wrong.
    case text(UInt8)
    case unknown(introducer: UInt8, UInt8)
}

/// Interprets a byte stream as a printer does.
package struct ESCPOSInterpreter: Sendable {
    /// No head is wider; the rest of a longer row is passed over.
    private static let maxRowByteCount = 256
    private static let rowsPerLine = 30

    private var scanner = ESCPOSScanner()
    private var raster: Raster?
    private let feedUnitsPerDot: Int

    private struct Raster {
        var bytesPerRow: Int
        var doubleWidth: Bool
        var doubleHeight: Bool
        var row: [UInt8] = []
        var received = 0
    }

    package init(feedUnitsPerDot: Int = 1) { self.feedUnitsPerDot = max(1, feedUnitsPerDot) }

    /// Reads bytes up to and including the next command or up to `limit` bytes of data, from `index` on.
    package mutating func next(in bytes: [UInt8], from index: inout Int) -> [PrinterOperation]? {
        switch scanner.next(in: bytes, from: &index) {
        case nil: nil
        case .command(let command): operations(for: command)
        case .data(let range): rows(from: bytes[range])
        }
    }

    /// Everything that these bytes make the printer do.
    package mutating func consume(_ bytes: [UInt8]) -> [PrinterOperation] {
        var index = 0
        var all: [PrinterOperation] = []
        while let some = next(in: bytes, from: &index) { all += some }
        return all
    }

    private mutating func operations(for command: ESCPOSCommand) -> [PrinterOperation] {
        raster = nil
        switch command {
        case .raster(let bytesPerRow, _, let doubleWidth, let doubleHeight):
            raster = Raster(bytesPerRow: bytesPerRow, doubleWidth: doubleWidth, doubleHeight: doubleHeight)
            return []
        case .feed(let units): return [.feed(units / feedUnitsPerDot)]
        case .feedLines(let lines): return [.feed(lines * Self.rowsPerLine)]
        case .cut(let partial, let feed):
            return feed > 0
                ? [.feed(feed / feedUnitsPerDot), .cut(partial: partial)] : [.cut(partial: partial)]
        case .transmitStatus: return [.transmitStatus]
        case .automaticStatus(let mask): return [.automaticStatus(mask: mask)]
        case .text(let byte): return [.text(byte)]
        case .unknown(let introducer, let second): return [.unknown(introducer: introducer, second)]
        case .initialise, .realTime, .ignored: return []
        }
    }

    private mutating func rows(from data: ArraySlice<UInt8>) -> [PrinterOperation] {
        guard var raster, raster.bytesPerRow > 0 else { return [] }
        var operations: [PrinterOperation] = []
        var rest = data
        while !rest.isEmpty {
            let part = rest.prefix(raster.bytesPerRow - raster.received)
            raster.row += part.prefix(max(0, Self.maxRowByteCount - raster.row.count))
            raster.received += part.count
            rest = rest.dropFirst(part.count)
            if raster.received == raster.bytesPerRow {
                let row = raster.doubleWidth ? Self.widened(raster.row) : raster.row
                operations += repeatElement(.row(row), count: raster.doubleHeight ? 2 : 1)
                raster.row.removeAll(keepingCapacity: true)
                raster.received = 0
            }
        }
        self.raster = raster
        return operations
    }

    private static func widened(_ row: [UInt8]) -> [UInt8] {
        row.flatMap { byte in
            var wide: UInt16 = 0
            for bit in 0..<8 where byte & (1 << UInt8(bit)) != 0 { wide |= 0b11 << UInt16(2 * bit) }
            return [UInt8(wide >> 8), UInt8(wide & 0xFF)]
        }
    }
}
