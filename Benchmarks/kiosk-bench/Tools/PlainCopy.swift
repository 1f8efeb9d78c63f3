import Glibc
import KioskCore

/// Two pictures and the fastest way from one to the other: what painting and presenting are measured against.
final class PlainCopy {
    private let size: PixelSize
    private let source: UnsafeMutableRawPointer
    private let target: UnsafeMutableRawPointer

    init(size: PixelSize) {
        self.size = size
        let length = size.width * size.height * 4
        (source, target) = (
            .allocate(byteCount: length, alignment: 64), .allocate(byteCount: length, alignment: 64)
        )
        // Both are in memory before anything is measured.
        source.initializeMemory(as: UInt8.self, repeating: 0x55, count: length)
        target.initializeMemory(as: UInt8.self, repeating: 0xAA, count: length)
    }

    deinit {
        source.deallocate()
        target.deallocate()
    }

    /// Copies a part by memcpy: whole rows at once, or else row by row.
    func copy(_ part: PixelRect) {
        let isWhole = part.width == size.width
        let (rows, bytes) = isWhole ? (1, part.area * 4) : (part.height, part.width * 4)
        for row in 0..<rows {
            let start = ((part.y + row) * size.width + part.x) * 4
            memcpy(target + start, source + start, bytes)
        }
    }
}
