import KioskCore

/// What changed since a buffer was last written; few rectangles, so that copying stays cheap.
struct DamageList: Hashable, Sendable {
    private(set) var parts: [PixelRect] = []

    /// More than this becomes one rectangle around all.
    static let limit = 16

    var isEmpty: Bool { parts.isEmpty }

    mutating func add(_ part: PixelRect) {
        guard !part.isEmpty, !parts.contains(where: { $0.intersection(part) == part }) else { return }
        parts.removeAll { $0.intersection(part) == $0 }
        parts.append(part)
        if parts.count > Self.limit { parts = [parts.reduce(.zero) { $0.union($1) }] }
    }

    /// The parts, which the caller now copies.
    mutating func take() -> [PixelRect] {
        defer { parts = [] }
        return parts
    }
}
