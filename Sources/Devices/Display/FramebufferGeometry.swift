public import KioskCore

/// How a frame buffer's memory is laid out.
public struct FramebufferGeometry: Hashable, Sendable {
    public var size: PixelSize
    /// Bytes from a row to the next one.
    public var stride: Int
    /// Bytes from the beginning of the memory to the first visible pixel.
    public var offset: Int
    public var format: PixelFormat
    /// Bytes of the whole memory.
    public var length: Int

    public init(size: PixelSize, stride: Int, offset: Int = 0, format: PixelFormat, length: Int) {
        self.size = size
        self.stride = stride
        self.offset = offset
        self.format = format
        self.length = length
    }

    /// The layout of a second screen below this one.
    var second: FramebufferGeometry {
        var below = self
        below.offset += size.height * stride
        return below
    }

    /// Whether every visible pixel lies inside the memory.
    public var isConsistent: Bool {
        let sides = 1...65_536
        guard sides.contains(size.width), sides.contains(size.height), stride <= 1 << 24, offset >= 0 else {
            return false
        }
        let row = size.width * format.bytesPerPixel
        return stride >= row && length <= 1 << 40 && offset <= length - (size.height - 1) * stride - row
    }
}

/// How one pixel is written: 16 or 32 bits, colours by their place, lowest byte first.
public struct PixelFormat: Hashable, Sendable {
    /// Some bits of a pixel, counted from the lowest.
    public struct Bits: Hashable, Sendable {
        public var offset: Int
        /// 0 to 8.
        public var length: Int

        public init(offset: Int, length: Int) {
            self.offset = offset
            self.length = length
        }
    }

    /// 2 or 4.
    public let bytesPerPixel: Int
    public let red: Bits
    public let green: Bits
    public let blue: Bits
    /// Opacity; always written full, as a panel shows through where it is not.
    public let alpha: Bits

    /// `nil` when the bits do not fit the pixel or overlap.
    public init?(
        bytesPerPixel: Int, red: Bits, green: Bits, blue: Bits, alpha: Bits = Bits(offset: 0, length: 0)
    ) {
        guard bytesPerPixel == 2 || bytesPerPixel == 4 else { return nil }
        var taken: UInt64 = 0
        for (bits, lengths) in [(red, 1...8), (green, 1...8), (blue, 1...8), (alpha, 0...8)] {
            guard lengths.contains(bits.length), (0...32).contains(bits.offset),
                bits.offset + bits.length <= bytesPerPixel * 8
            else { return nil }
            let mask = ((UInt64(1) << UInt64(bits.length)) - 1) << UInt64(bits.offset)
            guard taken & mask == 0 else { return nil }
            taken |= mask
        }
        self.bytesPerPixel = bytesPerPixel
        self.red = red
        self.green = green
        self.blue = blue
        self.alpha = alpha
    }

    /// Whether a pixel is written as ``Bitmap`` holds it; its highest byte does not matter then.
    var isNative: Bool {
        bytesPerPixel == 4 && alpha.length == 0 && red == Bits(offset: 16, length: 8)
            && green == Bits(offset: 8, length: 8) && blue == Bits(offset: 0, length: 8)
    }

    /// What nearly every panel of 16 bits a pixel has.
    var isRGB565: Bool {
        bytesPerPixel == 2 && alpha.length == 0 && red == Bits(offset: 11, length: 5)
            && green == Bits(offset: 5, length: 6) && blue == Bits(offset: 0, length: 5)
    }

    /// A pixel `0x00RRGGBB` in this format.
    func encode(_ pixel: UInt32) -> UInt32 {
        part(pixel >> 16, red) | part(pixel >> 8, green) | part(pixel, blue) | part(0xFF, alpha)
    }

    /// The highest bits of an eight-bit value, put in place.
    private func part(_ value: UInt32, _ bits: Bits) -> UInt32 {
        ((value & 0xFF) >> UInt32(8 - bits.length)) << UInt32(bits.offset)
    }
}
