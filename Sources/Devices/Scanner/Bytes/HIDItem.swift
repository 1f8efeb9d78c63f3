/// One item of a report descriptor (HID 1.11 §6.2.2.2).
struct HIDItem: Hashable, Sendable {
    enum Main: UInt8, Sendable {
        case input = 8, output = 9, collection = 10, feature = 11, endCollection = 12
    }
    enum Global: UInt8, Sendable {
        case usagePage = 0, logicalMinimum, logicalMaximum, physicalMinimum, physicalMaximum, unitExponent,
            unit
        case reportSize, reportID, reportCount, push, pop
    }
    enum Local: UInt8, Sendable { case usage = 0, usageMinimum, usageMaximum }

    enum Tag: Hashable, Sendable {
        case main(Main), global(Global), local(Local)
        /// Long items, and what is reserved or of no use here.
        case other
    }

    var tag: Tag
    var offset: Int
    /// Bytes of data: 0, 1, 2 or 4.
    var size: Int
    var value: UInt32
}

/// Cuts a report descriptor into its items.
struct HIDItemReader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func next() throws(HIDDescriptorFault) -> HIDItem? {
        guard position < bytes.count else { return nil }
        let offset = position
        let prefix = bytes[offset]
        if prefix == 0xFE { return try longItem(at: offset) }
        let size = prefix & 3 == 3 ? 4 : Int(prefix & 3)
        let end = offset + 1 + size
        guard end <= bytes.count else { throw .truncated(offset: offset) }
        position = end
        var value: UInt32 = 0
        for index in 0..<size { value |= UInt32(bytes[offset + 1 + index]) << (8 * index) }
        return HIDItem(tag: Self.tag(prefix), offset: offset, size: size, value: value)
    }

    /// Nothing is defined for long items; they are passed over.
    private mutating func longItem(at offset: Int) throws(HIDDescriptorFault) -> HIDItem {
        guard offset + 2 < bytes.count, offset + 3 + Int(bytes[offset + 1]) <= bytes.count else {
            throw .truncated(offset: offset)
        }
        position = offset + 3 + Int(bytes[offset + 1])
        return HIDItem(tag: .other, offset: offset, size: 0, value: 0)
    }

    private static func tag(_ prefix: UInt8) -> HIDItem.Tag {
        let number = prefix >> 4
        switch prefix >> 2 & 3 {
        case 0: return HIDItem.Main(rawValue: number).map(HIDItem.Tag.main) ?? .other
        case 1: return HIDItem.Global(rawValue: number).map(HIDItem.Tag.global) ?? .other
        case 2: return HIDItem.Local(rawValue: number).map(HIDItem.Tag.local) ?? .other
        default: return .other
        }
    }
}
