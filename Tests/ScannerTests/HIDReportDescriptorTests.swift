import Testing

@testable import Devices

@Suite struct HIDReportDescriptorTests {
    @Test func `a boot keyboard's reports are eight bytes without numbers`() throws {
        let descriptor = try HIDReportDescriptor(Descriptors.bootKeyboard)
        #expect(!descriptor.numbersReports)
        #expect(descriptor.longestReport(.input) == 8)
        #expect(descriptor.longestReport(.output) == 1)
        #expect(descriptor.longestReport(.feature) == 0)
        #expect(descriptor.applications == [HIDUsage(page: 1, id: 6)])
        let keys = try #require(descriptor.fields.last { $0.kind == .input })
        #expect(keys.isArray && keys.bitOffset == 16 && keys.count == 6 && keys.bitSize == 8)
    }

    @Test func `saved globals come back, and each report counts its own bits`() throws {
        let descriptor = try HIDReportDescriptor(
            Descriptors.page(0x8C) + Descriptors.reportID(1) + Descriptors.size(8, 2) + [0xA4]
                + Descriptors.reportID(2) + Descriptors.size(4, 3) + Descriptors.input + [0xB4]
                + Descriptors.input
                + Descriptors.input)
        #expect(descriptor.fields.map(\.reportID) == [2, 1, 1])
        #expect(descriptor.fields.map(\.bitOffset) == [0, 0, 16])
        #expect(descriptor.longestReport(.input) == 5)
    }

    @Test func `a page behind its usage counts for it, and for no earlier one of another page`() throws {
        let descriptor = try HIDReportDescriptor(
            Descriptors.page(1) + Descriptors.usage(0x3B) + Descriptors.page(0x8C) + Descriptors.usage(0xFB)
                + Descriptors.size(8, 2) + Descriptors.input + Descriptors.usage(0xFE)
                + Descriptors.page(0x8C)
                + Descriptors.input)
        #expect(descriptor.fields[0].elements(meaning: .byteCount) == 0..<1)
        #expect(descriptor.fields[0].elements(meaning: HIDUsage.symbologyIDs[0]) == 1..<2)
        #expect(descriptor.fields[1].elements(meaning: .decodedData) == 0..<2)
    }

    @Test func `usages given as a range name one element each`() throws {
        let descriptor = try HIDReportDescriptor(
            Descriptors.page(0x8C) + Descriptors.item(0x18, 0xFB) + Descriptors.item(0x28, 0xFD)
                + Descriptors.size(8, 5) + Descriptors.input)
        #expect(descriptor.fields[0].elements(meaning: HIDUsage.symbologyIDs[1]) == 1..<2)
        // The last one stands for the rest.
        #expect(descriptor.fields[0].elements(meaning: HIDUsage.symbologyIDs[2]) == 2..<5)
    }

    @Test func `long items are passed over`() throws {
        let descriptor = try HIDReportDescriptor(
            [0xFE, 3, 0x10, 1, 2, 3] + Descriptors.size(8, 1) + Descriptors.input)
        #expect(descriptor.fields.count == 1)
    }

    static let broken: [([UInt8], HIDDescriptorFault)] = [
        ([0x05], .truncated(offset: 0)),
        ([0x75, 8, 0x97, 1, 0], .truncated(offset: 2)),
        ([0xFE, 9, 0, 1], .truncated(offset: 0)),
        ([0xC0], .unbalancedCollection(offset: 0)),
        ([0xA1, 1], .unbalancedCollection(offset: 2)),
        ([0xB4], .unbalancedCollection(offset: 0)),
        ([0x85, 0], .reservedReportID(offset: 0)),
        ([0x86, 0, 1], .reservedReportID(offset: 0)),
        ([0x97, 255, 255, 255, 255], .reportTooLong(offset: 0)),
        ([0x76, 0, 4, 0x96, 0, 4, 0x81, 2], .reportTooLong(offset: 6)),
        (Array(repeating: 0xA4, count: 17), .tooDeep(offset: 16)),
        (Array(repeating: [0xA1, 0], count: 65).flatMap(\.self), .tooDeep(offset: 128)),
        (Array(repeating: [0x09, 1], count: 1025).flatMap(\.self), .tooManyUsages(offset: 2048)),
        (
            [0x75, 1, 0x95, 1] + Array(repeating: [0x81, 2], count: 257).flatMap(\.self),
            .tooManyFields(offset: 516)
        ),
        (Array(repeating: 0, count: 4097), .tooLong),
    ]

    @Test(arguments: broken)
    func `what is not valid is refused, with its offset`(bytes: [UInt8], fault: HIDDescriptorFault) {
        #expect(throws: fault) { try HIDReportDescriptor(bytes) }
        #expect(!fault.description.isEmpty)
    }

    @Test func `bits are read low first, and what a short report leaves out is zero`() {
        let report: ArraySlice<UInt8> = [0xFF, 0b1010_0000, 0x01][1...]
        #expect(HIDBits(offset: 5, size: 1).value(in: report) == 1)
        #expect(HIDBits(offset: 4, size: 6).value(in: report) == 0b01_1010)
        #expect(HIDBits(offset: 64, size: 8).value(in: report) == 0)
        #expect(HIDBits(offset: 0, size: 4000).value(in: report) == 0x01A0)
    }
}
