package import KioskCore

/// The picture as it was last presented, and what each of the panel's buffers lacks of it.
///
/// Panels come and go and are never read from: this is the one copy from which any of them is painted again.
package struct ShadowPicture: Sendable {
    package private(set) var picture: Bitmap
    private var stale: [DamageList] = []

    package init(size: PixelSize) { picture = Bitmap(size: size, filledWith: 0) }

    /// Begins with new buffers of unknown content.
    package mutating func restart(buffers: Int) {
        stale = Array(repeating: DamageList(), count: buffers)
        for index in stale.indices { stale[index].add(PixelRect(picture.size)) }
    }

    /// Takes over what changed.
    package mutating func update(_ damage: [PixelRect], from frame: Bitmap) {
        for part in damage {
            let part = part.intersection(PixelRect(picture.size))
            guard !part.isEmpty else { continue }
            picture.copy(part, from: frame)
            for index in stale.indices { stale[index].add(part) }
        }
    }

    func isStale(_ buffer: Int) -> Bool { stale.indices.contains(buffer) && !stale[buffer].isEmpty }

    /// What a buffer lacks; it counts as painted from now on.
    package mutating func takeDamage(of buffer: Int) -> [PixelRect] {
        stale.indices.contains(buffer) ? stale[buffer].take() : []
    }
}

extension Bitmap? {
    /// Copies the parts that changed from a picture of the same size; black where nothing was copied yet.
    mutating func update(_ damage: [PixelRect], from frame: Bitmap) {
        let whole = PixelRect(frame.size)
        let parts = damage.map { $0.intersection(whole) }.filter { !$0.isEmpty }
        if case nil = self {
            guard parts != [whole] else {
                // Gets memory of its own at once, in one pass.
                self = frame
                unsafe self?.pixels.withUnsafeMutableBufferPointer { _ in }
                return
            }
            self = Bitmap(size: frame.size, filledWith: 0)
        }
        for part in parts { self?.copy(part, from: frame) }
    }
}

extension Bitmap {
    /// Copies a part that lies inside, from a picture of the same size.
    mutating func copy(_ part: PixelRect, from other: Bitmap) {
        precondition(other.size == size && part.intersection(PixelRect(size)) == part)
        let width = size.width
        // Rows of a part inside two pictures of one size: the precondition above.
        unsafe pixels.withUnsafeMutableBufferPointer { target in
            unsafe other.pixels.withUnsafeBufferPointer { source in
                guard let to = target.baseAddress, let from = source.baseAddress else { return }
                if part.width == width {
                    unsafe (to + part.y * width).update(from: from + part.y * width, count: part.area)
                    return
                }
                for y in part.y..<part.maxY {
                    let start = y * width + part.x
                    unsafe (to + start).update(from: from + start, count: part.width)
                }
            }
        }
    }
}
