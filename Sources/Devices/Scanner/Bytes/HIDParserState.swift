/// What items said so far that later ones depend on.
struct HIDParserState {
    static let maxDepth = 64
    static let maxFields = 256
    static let maxUsages = 1024
    static let maxSavedGlobals = 16
    /// As the kernel's HID_MAX_BUFFER_SIZE.
    static let maxReportBits = 16_384 * 8

    struct Globals {
        var usagePage: UInt16 = 0
        var reportSize = 0
        var reportCount = 0
        var reportID: UInt8?
    }

    private(set) var globals = Globals()
    private var saved: [Globals] = []
    private var named: [Named] = []
    private var minimum: (value: UInt32, isExtended: Bool)?
    var depth = 0

    private struct Named {
        var range: ClosedRange<UInt32>
        /// It brought its own page.
        var isExtended: Bool
    }

    mutating func apply(global tag: HIDItem.Global, _ item: HIDItem) throws(HIDDescriptorFault) {
        switch tag {
        case .usagePage: globals.usagePage = UInt16(truncatingIfNeeded: item.value)
        case .reportSize: globals.reportSize = try bounded(item)
        case .reportCount: globals.reportCount = try bounded(item)
        case .reportID:
            guard (1...255).contains(item.value) else { throw .reservedReportID(offset: item.offset) }
            globals.reportID = UInt8(item.value)
        case .push:
            guard saved.count < Self.maxSavedGlobals else { throw .tooDeep(offset: item.offset) }
            saved.append(globals)
        case .pop:
            guard let last = saved.popLast() else { throw .unbalancedCollection(offset: item.offset) }
            globals = last
        case .logicalMinimum, .logicalMaximum, .physicalMinimum, .physicalMaximum, .unitExponent, .unit: break
        }
    }

    private func bounded(_ item: HIDItem) throws(HIDDescriptorFault) -> Int {
        guard item.value <= Self.maxReportBits else { throw .reportTooLong(offset: item.offset) }
        return Int(item.value)
    }

    mutating func apply(local tag: HIDItem.Local, _ item: HIDItem) throws(HIDDescriptorFault) {
        let isExtended = item.size == 4
        let page = UInt32(globals.usagePage) << 16
        let usage = isExtended ? item.value : page | item.value & 0xFFFF
        switch tag {
        case .usage: try name(usage...usage, isExtended, item)
        case .usageMinimum: minimum = (usage, isExtended)
        case .usageMaximum:
            guard let minimum else { return }
            self.minimum = nil
            // A maximum of two bytes belongs to the page that the minimum brought.
            let upper = minimum.isExtended && !isExtended ? minimum.value & 0xFFFF_0000 | item.value : usage
            guard upper >= minimum.value, upper >> 16 == minimum.value >> 16 else { return }
            try name(minimum.value...upper, minimum.isExtended, item)
        }
    }

    private mutating func name(
        _ range: ClosedRange<UInt32>, _ isExtended: Bool, _ item: HIDItem
    ) throws(HIDDescriptorFault) {
        guard named.count < Self.maxUsages else { throw .tooManyUsages(offset: item.offset) }
        named.append(Named(range: range, isExtended: isExtended))
    }

    /// The usages of the item that ends them.
    ///
    /// A page that came behind its usages counts for them, as in the Linux kernel: from the last one back to
    /// the first that had this page already.
    func usages() -> [ClosedRange<UInt32>] {
        var result = named.map(\.range)
        let page = UInt32(globals.usagePage)
        for index in named.indices.reversed() where !named[index].isExtended {
            let range = result[index]
            if range.lowerBound >> 16 == page { break }
            result[index] =
                (page << 16 | range.lowerBound & 0xFFFF)...(page << 16 | range.upperBound & 0xFFFF)
        }
        return result
    }

    mutating func forgetLocals() {
        named = []
        minimum = nil
    }
}
