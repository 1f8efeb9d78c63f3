/// Where a scanner in HID POS mode puts the bytes of a code, as its own report descriptor says.
///
/// Makers put them in different places (Honeywell and Newland differ already), so nothing is known beforehand
/// but the usages: page 0x8C of the HID Point of Sale Usage Tables 1.02.
struct HIDPOSLayout: Hashable, Sendable {
    /// One input report that carries data.
    struct Report: Hashable, Sendable {
        var id: UInt8?
        /// Byte positions of the data, behind the report's number.
        var data: [Range<Int>]
        /// How many bytes of the data count; without it, zeros at the end do not.
        var byteCount: HIDBits?
        /// Whether the code goes on in the next report.
        var isContinued: HIDBits?
        /// Up to three bytes, an AIM identifier on most scanners.
        var symbology: [HIDBits]

        var capacity: Int { data.reduce(0) { $0 + $1.count } }
    }

    private(set) var reports: [Report] = []
    /// Reports begin with their number.
    let numbersReports: Bool
    /// Bytes of the longest input report, for the buffer of a transfer.
    let longestReport: Int

    init(_ descriptor: HIDReportDescriptor) throws(HIDPOSRefusal) {
        numbersReports = descriptor.numbersReports
        longestReport = descriptor.longestReport(.input)
        let inputs = descriptor.fields.filter { $0.kind == .input }
        var order: [UInt8?] = []
        for field in inputs where !order.contains(field.reportID) { order.append(field.reportID) }
        for id in order {
            let fields = inputs.filter { $0.reportID == id }
            if let report = try Self.report(id, fields) { reports.append(report) }
        }
        guard reports.isEmpty else { return }
        let speaksOfScanners =
            descriptor.applications.contains { $0.page == HIDUsage.scannerPage }
            || descriptor.fields.contains {
                $0.usages.contains { $0.lowerBound >> 16 == HIDUsage.scannerPage }
            }
        if speaksOfScanners { throw .noDecodedData }
        let pages = descriptor.applications.map(\.page)
        throw pages.contains(HIDUsage.ibmPage) ? .otherProtocol : .noScanner
    }

    /// - Returns: `nil` for a report without data of a code.
    private static func report(_ id: UInt8?, _ fields: [HIDField]) throws(HIDPOSRefusal) -> Report? {
        var data: [Range<Int>] = []
        for field in fields {
            guard let elements = field.elements(meaning: .decodedData) else { continue }
            guard field.bitSize == 8 else { throw .dataOfOtherSize(bits: field.bitSize) }
            let start = field.bitOffset + elements.lowerBound * 8
            guard start.isMultiple(of: 8) else { throw .dataBetweenBytes(bit: start) }
            data.append(start / 8..<start / 8 + elements.count)
        }
        guard !data.isEmpty else { return nil }
        let symbology = HIDUsage.symbologyIDs.compactMap { bits(of: $0, in: fields) }
        return Report(
            id: id, data: data, byteCount: bits(of: .byteCount, in: fields),
            isContinued: bits(of: .decodedDataContinued, in: fields), symbology: symbology)
    }

    private static func bits(of usage: HIDUsage, in fields: [HIDField]) -> HIDBits? {
        for field in fields {
            guard let elements = field.elements(meaning: usage) else { continue }
            return HIDBits(offset: field.bitOffset + elements.lowerBound * field.bitSize, size: field.bitSize)
        }
        return nil
    }
}

/// Why a device is not read as a HID POS scanner.
enum HIDPOSRefusal: Error, Hashable, Sendable, CustomStringConvertible {
    /// Nothing of page 0x8C: another kind of device.
    case noScanner
    /// IBM hand-held or table-top (page 0xFF45).
    case otherProtocol
    case noDecodedData
    case dataOfOtherSize(bits: Int)
    case dataBetweenBytes(bit: Int)
    case unreadable(HIDDescriptorFault)

    var description: String {
        switch self {
        case .noScanner: "its reports hold no scanner data; scan the set-up code for USB HID POS"
        case .otherProtocol: "it speaks IBM's own protocol; scan the set-up code for USB HID POS"
        case .noDecodedData: "it is a scanner, but no report holds decoded data (usage 8C:FE)"
        case .dataOfOtherSize(let bits): "its decoded data comes in pieces of \(bits) bits instead of 8"
        case .dataBetweenBytes(let bit): "its decoded data begins at bit \(bit), between bytes"
        case .unreadable(let fault): "its report descriptor cannot be read: \(fault)"
        }
    }
}

extension HIDUsage {
    static let scannerPage: UInt16 = 0x8C
    static let ibmPage: UInt16 = 0xFF45
    static let decodedData = HIDUsage(page: scannerPage, id: 0xFE)
    static let decodedDataContinued = HIDUsage(page: scannerPage, id: 0xFF)
    static let symbologyIDs = [0xFB, 0xFC, 0xFD].map { HIDUsage(page: scannerPage, id: $0) }
    /// Generic Desktop: Byte Count.
    static let byteCount = HIDUsage(page: 0x01, id: 0x3B)
}

extension HIDPOSLayout {
    /// From the bytes of a report descriptor.
    init(reportDescriptor: [UInt8]) throws(HIDPOSRefusal) {
        let descriptor: HIDReportDescriptor
        do throws(HIDDescriptorFault) {
            descriptor = try HIDReportDescriptor(reportDescriptor)
        } catch {
            throw .unreadable(error)
        }
        try self.init(descriptor)
    }
}
