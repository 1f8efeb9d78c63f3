internal import CKioskShims
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
            } else if format.isNative && abs(walk.right) != 1 && geometry.stride % 4 == 0
                && (Int(bitPattern: target) + geometry.offset) % 4 == 0
            {
                unsafe turnBlocks(of: area, from: source, walk, to: target, geometry)
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

/// Turned by 90° either way, in blocks of 16 × 16 pixels, each a whole line of the cache wide.
///
/// Blocks are taken in tiles of 4 × 4, so that the lines and the pages that they share are still at hand.
private func turnBlocks(
    of area: PixelRect, from source: UnsafePointer<UInt32>, _ walk: PictureWalk,
    to target: UnsafeMutableRawPointer, _ geometry: FramebufferGeometry
) {
    let (block, tile) = (16, 64)
    let first = unsafe target + geometry.offset + area.y * geometry.stride + area.x * 4
    // Rows that all begin on a line of the cache: then blocks do so as well.
    let lead = geometry.stride % 64 == 0 ? -(Int(bitPattern: first) / 4) & 15 : 0
    let left = area.x + min(lead, area.width)
    let right = left + (area.maxX - left) / block * block
    let bottom = area.y + area.height / block * block
    for tileY in stride(from: area.y, to: bottom, by: tile) {
        for tileX in stride(from: left, to: right, by: tile) {
            for y in stride(from: tileY, to: min(tileY + tile, bottom), by: block) {
                for x in stride(from: tileX, to: min(tileX + tile, right), by: block) {
                    unsafe turnBlock(x: x, y: y, from: source, walk, to: target, geometry)
                }
            }
        }
    }
    kiosk_turn_end()
    // What is left at the edges.
    for rest in [
        PixelRect(x: area.x, y: area.y, width: left - area.x, height: bottom - area.y),
        PixelRect(x: right, y: area.y, width: area.maxX - right, height: bottom - area.y),
        PixelRect(x: area.x, y: bottom, width: area.width, height: area.maxY - bottom),
    ] where !rest.isEmpty {
        unsafe copyPixels(of: rest, from: source, walk, to: target, geometry) { $0 }
    }
}

private func turnBlock(
    x: Int, y: Int, from source: UnsafePointer<UInt32>, _ walk: PictureWalk,
    to target: UnsafeMutableRawPointer, _ geometry: FramebufferGeometry
) {
    let from = unsafe source + walk.index(x: x, y: y)
    let to = unsafe (target + geometry.offset + y * geometry.stride + x * 4)
        .assumingMemoryBound(to: UInt32.self)
    let stride = geometry.stride / 4
    if walk.down == 1 {
        unsafe kiosk_turn_block(from, walk.right, to, stride)
    } else {
        // The picture's lines run upwards on the panel: the block's last row comes first.
        unsafe kiosk_turn_block(from - 15, walk.right, to + 15 * stride, -stride)
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
