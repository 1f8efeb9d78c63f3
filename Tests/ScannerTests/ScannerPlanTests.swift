import Testing

@testable import Devices

@Suite struct ScannerPlanTests {
    func plan(
        _ device: USBDescription, _ profiles: [ScannerProfile] = [], _ unknown: UnknownScanners = .init()
    ) -> ScannerPlan? {
        ScannerPlan(device, profiles: profiles, unknown: unknown)
    }

    @Test func `a stranger is read by its class`() {
        #expect(plan(.device(.hid()))?.channels.map(\.role) == [.hid])
        #expect(plan(.device(.keyboard()))?.channels.map(\.role) == [.keyboard])
        #expect(plan(.device(.acm(), .data()))?.channels.map(\.role) == [.serial(control: 0)])
        #expect(plan(.device(.hid()))?.profile == nil)
    }

    @Test func `a scanner that is also a keyboard is taken whole`() {
        let roles = plan(.device(.keyboard(0), .hid(1)))?.channels.map(\.role)
        #expect(roles == [.hid, .keyboard])
        var unknown = UnknownScanners()
        unknown.takesKeyboards = false
        let device = USBDescription.device(
            .keyboard(0), .hid(1, driver: "usbhid", report: Descriptors.honeywell))
        #expect(plan(device, [], unknown)?.channels.map(\.interface) == [1, 0])
    }

    @Test func `what has a driver and is no scanner is left alone`() {
        // A touch panel.
        #expect(plan(.device(.hid(driver: "usbhid", report: [0x05, 0x0D]))) == nil)
        #expect(plan(.device(.hid(driver: "usbhid"))) == nil)
        #expect(plan(.device(.other(0, USBClass(base: 8, sub: 6, proto: 0x50)))) == nil)
        #expect(plan(.device()) == nil)
    }

    @Test(arguments: [
        USBClass(base: 3, sub: 1, proto: 2), USBClass(base: 8), USBClass(base: 0xE0),
        USBClass(base: 2, sub: 6),
        USBClass(base: 7), USBClass(base: 1), USBClass(base: 0x0E), USBClass(base: 9),
    ])
    func `a device that can also do other things is no scanner, unless it says so`(_ kind: USBClass) {
        #expect(plan(.device(.keyboard(), .other(1, kind))) == nil)
        #expect(plan(.device(.acm(), .data(), .other(2, kind))) == nil)
        let pos = USBDescription.device(.hid(driver: "usbhid", report: Descriptors.newland), .other(1, kind))
        #expect(plan(pos)?.channels.map(\.interface) == [0])
        let known = ScannerProfile(name: "known", vendor: 0x1234)
        #expect(plan(.device(.keyboard(), .other(1, kind)), [known])?.channels.count == 1)
    }

    @Test func `strangers of a kind can be left out`() {
        var unknown = UnknownScanners()
        unknown.takesKeyboards = false
        unknown.takesSerial = false
        #expect(plan(.device(.keyboard()), [], unknown) == nil)
        #expect(plan(.device(.acm(), .data()), [], unknown) == nil)
        #expect(plan(.device(.hid()), [], unknown) != nil)
    }

    @Test func `a product's profile comes before its vendor's, and its mode is kept to`() {
        var serial = ScannerProfile(name: "one", vendor: 0x1234, product: 1)
        serial.mode = .serial
        let vendor = ScannerProfile(name: "all", vendor: 0x1234)
        let other = ScannerProfile(name: "other", vendor: 0x9999)
        let device = USBDescription.device(.hid(0), .acm(1), .data(2))
        #expect(plan(device, [other, vendor, serial])?.profile?.name == "one")
        #expect(plan(device, [vendor, serial])?.channels.map(\.interface) == [2])
        #expect(plan(device, [vendor])?.channels.map(\.interface) == [0, 2])
        #expect(plan(device, [other])?.profile == nil)
    }

    @Test func `an interface that turns out to be no scanner's goes back to its driver`() throws {
        let device = USBDescription.device(.hid(0), .acm(1), .data(2))
        var machine = ScannerMachine(try #require(plan(device)), now: .now)
        #expect(machine.handle(.tick, now: .now + .seconds(1)) == [.open])
        let actions = machine.handle(.opened(reportDescriptors: [0: [0x05, 0x0D]]), now: .now)
        #expect(actions.first == .giveBack([0]))
        #expect(machine.channels.map(\.interface) == [2])
    }

    @Test func `a transfer holds one report in whole packets`() throws {
        let channel = try #require(plan(.device(.hid()))?.channels.first)
        let long = Descriptors.scanner(Descriptors.bytes(100, 0xFE))
        #expect(try ScannerChannel(channel, profile: nil, reportDescriptor: long).length == 128)
        #expect(
            try ScannerChannel(channel, profile: nil, reportDescriptor: Descriptors.honeywell).length == 64)
        let short = Descriptors.scanner(Descriptors.bytes(4, 0xFE))
        #expect(try ScannerChannel(channel, profile: nil, reportDescriptor: short).length == 64)
    }
}
