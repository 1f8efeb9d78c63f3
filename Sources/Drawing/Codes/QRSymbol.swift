internal import CQRencode
public import KioskCore

/// How much of a symbol may be unreadable: about 7, 15, 25, 30 percent.
public enum QRLevel: Hashable, Sendable { case low, medium, quartile, high }

public enum QRFault: Error, Hashable, Sendable {
    case empty
    /// More than the largest symbol of the level holds.
    case tooLong
}

/// A QR symbol (ISO/IEC 18004) as dark and light modules.
public struct QRSymbol: Hashable, Sendable {
    /// The light margin that a reader needs on every side, in modules.
    public static let quietZone = 4

    /// 1...40.
    public let version: Int
    /// Modules a side, without the quiet zone.
    public let side: Int
    private let modules: [Bool]

    /// Chooses the densest mode for each part of the text.
    public init(_ text: String, level: QRLevel = .medium) throws(QRFault) {
        guard !text.isEmpty, !text.utf8.contains(0) else { throw .empty }
        unsafe try self.init(QRcode_encodeString(text, 0, level.code, QR_MODE_8, 1))
    }

    public init(bytes: [UInt8], level: QRLevel = .medium) throws(QRFault) {
        guard !bytes.isEmpty else { throw .empty }
        unsafe try self.init(QRcode_encodeData(Int32(clamping: bytes.count), bytes, 0, level.code))
    }

    private init(_ code: UnsafeMutablePointer<QRcode>?) throws(QRFault) {
        // With valid arguments libqrencode has one more reason to refuse: the symbol would be too large.
        guard let code = unsafe code else { throw .tooLong }
        defer { unsafe QRcode_free(code) }
        version = Int(unsafe code.pointee.version)
        side = Int(unsafe code.pointee.width)
        let data = unsafe UnsafeBufferPointer(start: code.pointee.data, count: side * side)
        modules = unsafe data.map { $0 & 1 == 1 }
    }

    public func isDark(x: Int, y: Int) -> Bool { modules[y * side + x] }

    /// Modules a side with the quiet zone.
    public var sideWithQuietZone: Int { side + 2 * Self.quietZone }

    /// Every run of dark modules in a row: (x, y, length).
    var darkRuns: [(x: Int, y: Int, length: Int)] {
        var runs: [(x: Int, y: Int, length: Int)] = []
        for y in 0..<side {
            var x = 0
            while x < side {
                let start = x
                while x < side, isDark(x: x, y: y) { x += 1 }
                if x > start { runs.append((start, y, x - start)) }
                x += 1
            }
        }
        return runs
    }
}

extension QRLevel {
    fileprivate var code: QRecLevel {
        switch self {
        case .low: QR_ECLEVEL_L
        case .medium: QR_ECLEVEL_M
        case .quartile: QR_ECLEVEL_Q
        case .high: QR_ECLEVEL_H
        }
    }
}

extension Canvas {
    /// Draws a symbol, black on white with its quiet zone, in the middle of a square: whole pixels a module.
    public func qr(_ symbol: QRSymbol, in rect: PixelRect) {
        fill(rect, .white)
        let module = min(rect.width, rect.height) / symbol.sideWithQuietZone
        guard module > 0 else { return }
        let left = rect.x + (rect.width - symbol.side * module) / 2
        let top = rect.y + (rect.height - symbol.side * module) / 2
        for run in symbol.darkRuns {
            fill(
                PixelRect(
                    x: left + run.x * module, y: top + run.y * module, width: run.length * module,
                    height: module),
                .black)
        }
    }
}

extension DotBitmap {
    /// Draws a symbol with its quiet zone; (x, y) is the corner of the quiet zone.
    public mutating func draw(_ symbol: QRSymbol, x: Int, y: Int, dotsPerModule: Int) {
        for run in symbol.darkRuns {
            let left = x + (run.x + QRSymbol.quietZone) * dotsPerModule
            let top = y + (run.y + QRSymbol.quietZone) * dotsPerModule
            let columns = left..<max(left, min(width, left + run.length * dotsPerModule))
            for row in top..<min(height, top + dotsPerModule) { blacken(columns, row: row) }
        }
    }
}
