@testable import Devices

extension USBDescription {
    static let address = USBAddress(bus: 1, device: 11)

    static func device(vendor: UInt16 = 0x1234, _ interfaces: USBInterface...) -> USBDescription {
        USBDescription(address: address, vendor: vendor, product: 1, name: nil, interfaces: interfaces)
    }
}

extension USBInterface {
    private static func input(_ transfer: USBEndpoint.Transfer, _ packet: Int = 64) -> USBEndpoint {
        USBEndpoint(address: 0x81, transfer: transfer, packet: packet)
    }

    /// Human interface without boot protocol: HID POS, touch panels, much else.
    static func hid(_ number: UInt8 = 0, driver: String? = nil, report: [UInt8]? = nil) -> USBInterface {
        USBInterface(
            number: number, kind: USBClass(base: 3), endpoints: [input(.interrupt)], driver: driver,
            reportDescriptor: report)
    }
    static func keyboard(_ number: UInt8 = 0) -> USBInterface {
        USBInterface(
            number: number, kind: USBClass(base: 3, sub: 1, proto: 1), endpoints: [input(.interrupt, 8)],
            driver: "usbhid", reportDescriptor: Descriptors.bootKeyboard)
    }
    static func other(_ number: UInt8, _ kind: USBClass) -> USBInterface {
        USBInterface(number: number, kind: kind, endpoints: [])
    }
    static func acm(_ number: UInt8 = 0) -> USBInterface {
        other(number, USBClass(base: 2, sub: 2, proto: 1))
    }
    static func data(_ number: UInt8 = 1) -> USBInterface {
        USBInterface(number: number, kind: USBClass(base: 0x0A), endpoints: [input(.bulk)], driver: "cdc_acm")
    }
}

/// Each mode of a scanner, with what it sends for a code.
enum SimulatedMode: CaseIterable {
    case hidPOS, serial, keyboard

    var device: USBDescription {
        switch self {
        case .hidPOS: .device(.hid())
        case .serial: .device(.acm(), .data())
        case .keyboard: .device(.keyboard())
        }
    }
    var interface: UInt8 { self == .serial ? 1 : 0 }
    var reportDescriptors: [UInt8: [UInt8]] { self == .hidPOS ? [0: Descriptors.honeywell] : [:] }

    /// Set to end each code with a line end, as a catalogue would have it.
    var profile: ScannerProfile {
        var profile = ScannerProfile(name: "test", vendor: 0x1234)
        profile.framing = .terminator
        return profile
    }

    func packets(_ text: String) throws -> [[UInt8]] {
        switch self {
        case .hidPOS:
            let writer = ReportWriter(try HIDPOSLayout(reportDescriptor: Descriptors.honeywell))
            return writer?.reports(Array(text.utf8), aim: nil) ?? []
        case .serial:
            let bytes = Array((text + "\r").utf8)
            return stride(from: 0, to: bytes.count, by: 64).map {
                Array(bytes[$0..<min($0 + 64, bytes.count)])
            }
        case .keyboard: return Typist.reports(text)
        }
    }

    /// Bytes that no scanner of this mode should send.
    var garbage: [UInt8] {
        switch self {
        case .hidPOS: [2, 255] + Array(repeating: 0xEE, count: 62)
        case .serial: Array(repeating: 0xFF, count: 64)
        case .keyboard: Array(repeating: 1, count: 8)
        }
    }
}
