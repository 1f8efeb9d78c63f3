/// A picture of 32-bit pixels, `0x00RRGGBB`, rows without padding: what a screen shows.
public struct Bitmap: Equatable, Sendable {
    public let size: PixelSize
    /// Row after row from the top, `size.width * size.height` values.
    public var pixels: [UInt32]

    public init(size: PixelSize, filledWith pixel: UInt32 = 0x00FF_FFFF) {
        self.size = size
        pixels = Array(repeating: pixel, count: size.width * size.height)
    }

    public subscript(x: Int, y: Int) -> UInt32 {
        get { pixels[y * size.width + x] }
        set { pixels[y * size.width + x] = newValue }
    }
}

/// A picture of single dots, as a thermal head prints it.
///
/// Rows are padded to whole bytes, the leftmost dot in the highest bit; a set bit is black.
public struct DotBitmap: Equatable, Sendable {
    public let width: Int
    public private(set) var height: Int
    public let bytesPerRow: Int
    public var bytes: [UInt8]

    public init(width: Int, height: Int) {
        self.width = width
        self.height = height
        bytesPerRow = (width + 7) / 8
        bytes = Array(repeating: 0, count: bytesPerRow * height)
    }

    public subscript(x: Int, y: Int) -> Bool {
        get { bytes[y * bytesPerRow + x / 8] & (0x80 >> UInt8(x % 8)) != 0 }
        set {
            let mask: UInt8 = 0x80 >> UInt8(x % 8)
            if newValue {
                bytes[y * bytesPerRow + x / 8] |= mask
            } else {
                bytes[y * bytesPerRow + x / 8] &= ~mask
            }
        }
    }

    /// Adds white rows at the bottom.
    public mutating func appendRows(_ count: Int) {
        bytes.append(contentsOf: repeatElement(0, count: bytesPerRow * count))
        height += count
    }
}

extension DotBitmap: CustomStringConvertible {
    /// Not the dots: they are tens of thousands.
    public var description: String { "\(width) × \(height) dots" }
}
