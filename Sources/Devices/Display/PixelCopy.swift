package import KioskCore

/// Writes a part of a picture into a panel's memory, in its format, turned on the way.
///
/// Nothing outside the part is touched, no padding and no neighbour. The memory is only written, row after
/// row, never read: on real panels it is write-combined and slow to read.
/// - Parameters:
///   - part: In the picture's pixels; what sticks out is cut.
///   - memory: `geometry.length` bytes.
package func copy(
    _ part: PixelRect, of frame: Bitmap, into memory: inout MutableRawSpan, _ geometry: FramebufferGeometry,
    turned rotation: Rotation = .none
) {
    let panel = PixelRect(geometry.size)
    let area = rotation.panelRect(of: part.intersection(PixelRect(frame.size)), picture: frame.size)
        .intersection(panel)
    guard !area.isEmpty else { return }
    precondition(
        frame.pixels.count == frame.size.width * frame.size.height, "a bitmap is as large as it says")
    precondition(geometry.isConsistent && memory.byteCount >= geometry.length, "the layout fits the memory")
    let walk = PictureWalk(rotation, picture: frame.size)
    let format = geometry.format
    // The walk stays inside the picture and the rows inside the memory: both were just checked.
    unsafe memory.withUnsafeMutableBytes { bytes in
        unsafe frame.pixels.withUnsafeBufferPointer { pixels in
            guard let source = pixels.baseAddress, let target = bytes.baseAddress else { return }
            if format.isNative && rotation == .none {
                unsafe copyRows(of: area, from: source, walk, to: target, geometry)
            } else if format.isNative {
                unsafe copyPixels(of: area, from: source, walk, to: target, geometry) { $0 }
            } else if format.bytesPerPixel == 4 {
                unsafe copyPixels(of: area, from: source, walk, to: target, geometry) {
                    format.encode($0).littleEndian
                }
            } else if format.isRGB565 {
                unsafe copyPixels(of: area, from: source, walk, to: target, geometry) {
                    UInt16(truncatingIfNeeded: $0 >> 8 & 0xF800 | $0 >> 5 & 0x07E0 | $0 >> 3 & 0x001F)
                        .littleEndian
                }
            } else {
                unsafe copyPixels(of: area, from: source, walk, to: target, geometry) {
                    UInt16(truncatingIfNeeded: format.encode($0)).littleEndian
                }
            }
        }
    }
}

/// How the place in a picture's pixels moves as a place on the panel moves.
private struct PictureWalk {
    /// The pixel that the panel's top left shows.
    let start: Int
    /// Pixels further for one place to the right on the panel.
    let right: Int
    /// Pixels further for one place down on the panel.
    let down: Int

    init(_ rotation: Rotation, picture: PixelSize) {
        let width = picture.width
        let last = width * picture.height - 1
        (start, right, down) =
            switch rotation {
            case .none: (0, 1, width)
            case .quarter: (last + 1 - width, -width, 1)
            case .half: (last, -1, -width)
            case .threeQuarters: (width - 1, width, -1)
            }
    }

    func index(x: Int, y: Int) -> Int { start + x * right + y * down }
}

/// Whole rows at once, for a panel that stands as the picture does.
private func copyRows(
    of area: PixelRect, from source: UnsafePointer<UInt32>, _ walk: PictureWalk,
    to target: UnsafeMutableRawPointer, _ geometry: FramebufferGeometry
) {
    for y in area.y..<area.maxY {
        let row = unsafe target + geometry.offset + y * geometry.stride + area.x * 4
        unsafe row.copyMemory(from: source + walk.index(x: area.x, y: y), byteCount: area.width * 4)
    }
}

/// Pixel by pixel: along the picture's lines, or across them.
@inline(__always)
private func copyPixels<Pixel: BitwiseCopyable>(
    of area: PixelRect, from source: UnsafePointer<UInt32>, _ walk: PictureWalk,
    to target: UnsafeMutableRawPointer, _ geometry: FramebufferGeometry, _ encode: (UInt32) -> Pixel
) {
    if abs(walk.right) == 1 {
        unsafe copyTile(of: area, from: source, walk, to: target, geometry, encode)
        return
    }
    // Tiles so small that the lines they cross stay in the cache meanwhile.
    let side = 32
    var top = area.y
    while top < area.maxY {
        var left = area.x
        while left < area.maxX {
            let tile = PixelRect(
                x: left, y: top, width: min(side, area.maxX - left), height: min(side, area.maxY - top))
            unsafe copyTile(of: tile, from: source, walk, to: target, geometry, encode)
            left += side
        }
        top += side
    }
}

@inline(__always)
private func copyTile<Pixel: BitwiseCopyable>(
    of tile: PixelRect, from source: UnsafePointer<UInt32>, _ walk: PictureWalk,
    to target: UnsafeMutableRawPointer, _ geometry: FramebufferGeometry, _ encode: (UInt32) -> Pixel
) {
    let bytes = MemoryLayout<Pixel>.size
    for y in tile.y..<tile.maxY {
        var from = unsafe source + walk.index(x: tile.x, y: y)
        var to = unsafe target + geometry.offset + y * geometry.stride + tile.x * bytes
        for _ in 0..<tile.width {
            unsafe to.storeBytes(of: encode(from.pointee), as: Pixel.self)
            unsafe from += walk.right
            unsafe to += bytes
        }
    }
}
