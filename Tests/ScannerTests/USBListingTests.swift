import Testing

@testable import Devices

@Suite("What else is plugged in")
struct USBListingTests {
    private func device(_ classes: USBClass...) -> USBDescription {
        USBDescription(
            address: USBAddress(bus: 1, device: 4), vendor: 0x0951, product: 0x1666, name: "A Stick",
            interfaces: classes.enumerated().map {
                USBInterface(number: UInt8($0.offset), kind: $0.element, endpoints: [])
            })
    }

    @Test func `it is named by the classes of its interfaces`() throws {
        let stick = try #require(USBListing(device(USBClass(base: 8, sub: 6, proto: 0x50))))
        #expect(stick.line == "A Stick (0951:1666, mass storage)")
        let both = try #require(
            USBListing(device(USBClass(base: 3, sub: 1, proto: 1), USBClass(base: 0xFF))))
        #expect(both.classes == ["keyboard", "class ff"])
    }

    @Test func `hubs are part of the way`() { #expect(USBListing(device(USBClass(base: 9))) == nil) }
}
