internal import KioskCore

/// What must be painted again when what `old` drew is to look as `new` draws it; the rectangles may overlap.
///
/// Items that both have, in the same order, need no paint unless something else changes over or under them:
/// everything outside the rectangles is drawn by such items only.
func changes(from old: [DrawItem], to new: [DrawItem], within screen: PixelRect) -> [PixelRect] {
    var (old, new) = (old[...], new[...])
    // Mostly a few items in the middle differ.
    while let first = old.first, first == new.first {
        old.removeFirst()
        new.removeFirst()
    }
    while let last = old.last, last == new.last {
        old.removeLast()
        new.removeLast()
    }
    var places: [DrawItem: [Int]] = [:]
    for (index, item) in zip(old.indices, old).reversed() { places[item, default: []].append(index) }
    var kept = Array(repeating: false, count: old.count)
    var changed: [PixelRect] = []
    var last = -1
    for item in new {
        // The first unused place after the last kept one keeps the order.
        while let index = places[item]?.last, index <= last { places[item]?.removeLast() }
        if let index = places[item]?.popLast() {
            kept[index - old.startIndex] = true
            last = index
        } else {
            changed.append(item.bounds)
        }
    }
    for (item, isKept) in zip(old, kept) where !isKept { changed.append(item.bounds) }
    return changed.map { $0.intersection(screen) }.filter { !$0.isEmpty }
}

/// The most rectangles handed on; more cost more than they save.
private let maxRectangleCount = 8

/// Joins rectangles that overlap, or nearly fill the one around them, until few are left; none overlap.
func joined(_ rectangles: [PixelRect]) -> [PixelRect] {
    var result: [PixelRect] = []
    for rectangle in rectangles { add(rectangle, to: &result) }
    while result.count > maxRectangleCount {
        var best = (first: 0, second: 1, waste: Int.max)
        for first in result.indices {
            for second in result.indices.dropFirst(first + 1) {
                let (a, b) = (result[first], result[second])
                let waste = a.union(b).area - a.area - b.area
                if waste < best.waste { best = (first, second, waste) }
            }
        }
        let second = result.remove(at: best.second)
        let first = result.remove(at: best.first)
        add(first.union(second), to: &result)
    }
    return result
}

private func add(_ rectangle: PixelRect, to list: inout [PixelRect]) {
    var grown = rectangle
    while let index = list.firstIndex(where: { isWorthJoining($0, grown) }) {
        grown = grown.union(list.remove(at: index))
    }
    list.append(grown)
}

private func isWorthJoining(_ a: PixelRect, _ b: PixelRect) -> Bool {
    !a.intersection(b).isEmpty || a.union(b).area <= (a.area + b.area) * 5 / 4
}
