/// What a device's reports look like, from its report descriptor (HID 1.11 §6.2.2).
///
/// The bytes come from whatever is plugged in: lengths, depths and counts are bounded, as in the Linux
/// kernel.
struct HIDReportDescriptor: Hashable, Sendable {
    static let maxByteCount = 4096

    private(set) var fields: [HIDField] = []
    /// Usages of the top-level application collections, in their order.
    private(set) var applications: [HIDUsage] = []
    private var bits: [ReportKey: Int] = [:]

    private struct ReportKey: Hashable {
        var kind: HIDField.Kind
        var id: UInt8?
    }

    init(_ bytes: [UInt8]) throws(HIDDescriptorFault) {
        guard bytes.count <= Self.maxByteCount else { throw .tooLong }
        var reader = HIDItemReader(bytes)
        var state = HIDParserState()
        while let item = try reader.next() {
            switch item.tag {
            case .main(let tag): try apply(main: tag, item, &state)
            case .global(let tag): try state.apply(global: tag, item)
            case .local(let tag): try state.apply(local: tag, item)
            case .other: break
            }
        }
        guard state.depth == 0 else { throw .unbalancedCollection(offset: bytes.count) }
    }

    /// Whether each report begins with its number.
    var numbersReports: Bool { bits.keys.contains { $0.id != nil } }

    /// The longest report of a kind in bytes, its number counted.
    func longestReport(_ kind: HIDField.Kind) -> Int {
        let longest = bits.filter { $0.key.kind == kind }.values.max() ?? 0
        return longest == 0 ? 0 : (longest + 7) / 8 + (numbersReports ? 1 : 0)
    }

    private mutating func apply(
        main tag: HIDItem.Main, _ item: HIDItem, _ state: inout HIDParserState
    ) throws(HIDDescriptorFault) {
        switch tag {
        case .input: try add(.input, item, state)
        case .output: try add(.output, item, state)
        case .feature: try add(.feature, item, state)
        case .collection:
            if state.depth == 0, item.value == 1, let usage = state.usages().first {
                applications.append(HIDUsage(usage.lowerBound))
            }
            state.depth += 1
            guard state.depth <= HIDParserState.maxDepth else { throw .tooDeep(offset: item.offset) }
        case .endCollection:
            state.depth -= 1
            guard state.depth >= 0 else { throw .unbalancedCollection(offset: item.offset) }
        }
        state.forgetLocals()
    }

    private mutating func add(
        _ kind: HIDField.Kind, _ item: HIDItem, _ state: HIDParserState
    ) throws(HIDDescriptorFault) {
        let globals = state.globals
        let key = ReportKey(kind: kind, id: globals.reportID)
        let start = bits[key, default: 0]
        // Both factors are bounded, so the product cannot overflow.
        let end = start + globals.reportSize * globals.reportCount
        guard end <= HIDParserState.maxReportBits else { throw .reportTooLong(offset: item.offset) }
        bits[key] = end
        guard end > start else { return }
        guard fields.count < HIDParserState.maxFields else { throw .tooManyFields(offset: item.offset) }
        fields.append(
            HIDField(
                kind: kind, reportID: globals.reportID, bitOffset: start, bitSize: globals.reportSize,
                count: globals.reportCount, usages: state.usages(), isConstant: item.value & 1 != 0,
                isArray: item.value & 2 == 0))
    }
}

/// Why a report descriptor is not valid; offsets are in bytes from its beginning.
enum HIDDescriptorFault: Error, Hashable, Sendable, CustomStringConvertible {
    case tooLong
    case truncated(offset: Int)
    case unbalancedCollection(offset: Int)
    case tooDeep(offset: Int)
    case tooManyFields(offset: Int)
    case tooManyUsages(offset: Int)
    case reportTooLong(offset: Int)
    case reservedReportID(offset: Int)

    var description: String {
        switch self {
        case .tooLong: "longer than \(HIDReportDescriptor.maxByteCount) bytes"
        case .truncated(let offset): "ends inside the item at byte \(offset)"
        case .unbalancedCollection(let offset): "collections do not match at byte \(offset)"
        case .tooDeep(let offset): "nested too deep at byte \(offset)"
        case .tooManyFields(let offset): "too many fields at byte \(offset)"
        case .tooManyUsages(let offset): "too many usages at byte \(offset)"
        case .reportTooLong(let offset): "a report is too long at byte \(offset)"
        case .reservedReportID(let offset): "report number 0 or above 255 at byte \(offset)"
        }
    }
}
