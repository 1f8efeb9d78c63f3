/// A usage: what a field means, by page and number (HID Usage Tables).
struct HIDUsage: Hashable, Sendable {
    var page: UInt16
    var id: UInt16

    init(page: UInt16, id: UInt16) {
        self.page = page
        self.id = id
    }

    /// A 32-bit usage: page above, number below.
    init(_ extended: UInt32) {
        page = UInt16(truncatingIfNeeded: extended >> 16)
        id = UInt16(truncatingIfNeeded: extended)
    }

    var extended: UInt32 { UInt32(page) << 16 | UInt32(id) }
}

/// One field of a report: equal elements behind one another.
struct HIDField: Hashable, Sendable {
    enum Kind: Hashable, Sendable { case input, output, feature }

    var kind: Kind
    /// `nil` when the device numbers no reports.
    var reportID: UInt8?
    /// From the first bit behind the report's number.
    var bitOffset: Int
    /// Of one element.
    var bitSize: Int
    /// Elements.
    var count: Int
    /// In the order of the elements; the last one stands for all that are left.
    var usages: [ClosedRange<UInt32>]
    /// Padding.
    var isConstant: Bool
    /// Each element names one of the usages, instead of having one.
    var isArray: Bool

    /// Which elements mean `usage`; `nil` in padding.
    func elements(meaning usage: HIDUsage) -> Range<Int>? {
        guard !isConstant else { return nil }
        var first = 0
        for (index, range) in usages.enumerated() where first < count {
            let isLast = index == usages.count - 1
            if range.contains(usage.extended) {
                let at = first + Int(usage.extended - range.lowerBound)
                guard at < count else { return nil }
                let goesOn = isArray || (isLast && usage.extended == range.upperBound)
                return goesOn ? at..<count : at..<at + run(of: usage, from: index)
            }
            first += range.count
        }
        return nil
    }

    /// How often a usage is named in a row: some makers write it once for each byte.
    private func run(of usage: HIDUsage, from index: Int) -> Int {
        guard usages[index].count == 1 else { return 1 }
        let length = usages[index...].prefix { $0 == usages[index] }.count
        let reachesEnd = index + length == usages.count
        return reachesEnd ? count - usages[..<index].reduce(0) { $0 + $1.count } : length
    }
}

/// Bits of a report that make one number.
struct HIDBits: Hashable, Sendable {
    var offset: Int
    var size: Int

    /// The number, low bits first; what a short report leaves out is zero (HID 1.11 §8.4).
    func value(in report: ArraySlice<UInt8>) -> UInt32 {
        var value: UInt32 = 0
        for bit in 0..<min(size, 32) {
            let position = offset + bit
            guard position / 8 < report.count else { break }
            let byte = report[report.startIndex + position / 8]
            value |= UInt32(byte >> (position % 8) & 1) << bit
        }
        return value
    }
}
