import KioskCore
import Testing

@testable import Devices

@Suite struct `A USB printer's URI` {
    static let names = [
        USBPrinterName(maker: "EPSON", model: "TM-T20III", serial: "X3B0012345"),
        USBPrinterName(maker: "04b8", model: "0e28"),
        USBPrinterName(maker: "Xprinter", model: "USB \"80\" / máy in?&=%", port: "1-2.4"),
        USBPrinterName(maker: String(repeating: "ế", count: 60), model: "m", serial: "1"),
    ]

    @Test(arguments: names) func `is read as it was written`(name: USBPrinterName) {
        let uri = PrinterURI(.usb(name), profile: "generic-58")
        #expect(PrinterURI(uri.description) == uri)
        #expect(uri.description.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") })
    }

    @Test func `reads like CUPS's own`() {
        let uri = PrinterURI(.usb(Self.names[0]))
        #expect(
            uri.description == "kiosk-receipt://usb/EPSON/TM-T20III?serial=X3B0012345&profile=generic-80")
        #expect(PrinterURI.defaultProfile == PrinterProfile.generic80.name)
    }

    @Test(arguments: [
        "kiosk-receipt://usb", "kiosk-receipt://usb/", "kiosk-receipt://usb/EPSON",
        "kiosk-receipt://usb/EPSON/",
        "kiosk-receipt://usb//TM?serial=1", "kiosk-receipt://usb/a/b/c", "kiosk-receipt://usb/a/b?serial",
        "kiosk-receipt://usb/a/b?serial=1&serial=2", "kiosk-receipt://usb/a/b?colour=red",
        "kiosk-receipt://usb/a/%4", "kiosk-receipt://usb/a/%zz", "kiosk-receipt://usb/a/%00",
        "kiosk-receipt://usb/a/%ff", "kiosk-receipt://usb/a/%0A", "kiosk-receipt://1.2.3.4/?serial=1",
        "kiosk-receipt://usb/a/" + String(repeating: "b", count: 1024),
    ])
    func `is refused when it is not one of ours`(text: String) {
        #expect(PrinterURI(text) == nil)
    }
}

@Suite struct `An IEEE 1284 identification` {
    @Test func `holds maker, model, languages and serial number in either spelling`() {
        for text in [
            "MFG:EPSON;CMD:ESC/POS, BDC;MDL:TM-T20III;CLS:PRINTER;SN:X3B;",
            "MANUFACTURER: EPSON ;COMMAND SET:ESC/POS,BDC;MODEL:TM-T20III;SERN:X3B",
        ] {
            let id = PrinterDeviceID(text)
            #expect(id?.maker == "EPSON" && id?.model == "TM-T20III" && id?.serial == "X3B")
            #expect(id?.commands.first == "ESC/POS" && id?.commands.last == "BDC")
        }
    }

    @Test(arguments: [[0, 14], [14, 0], [0xFF, 0xFF], [0, 0], [0, 1]] as [[UInt8]])
    func `is read whatever the printer thinks of its length`(length: [UInt8]) {
        #expect(PrinterDeviceID(answer: length + Array("MFG:A;MDL:B;".utf8))?.text == "MFG:A;MDL:B;")
    }

    @Test(arguments: ["", ";", ":", "MFG", "MFG:;", ":x;", "\u{0}\u{1B}"])
    func `without a pair is none`(text: String) {
        #expect(PrinterDeviceID(text) == nil)
        #expect(PrinterDeviceID(answer: Array(text.utf8)) == nil)
    }

    @Test func `cannot break out of a line for CUPS, nor grow`() {
        let hostile = "MFG:A\" \"evil\\\n\u{1B}[2J;MDL:\u{202E}B;" + String(repeating: "K:v;", count: 9000)
        let id = PrinterDeviceID(hostile)
        #expect(id?.maker == "A evil[2J" && id?.model == "B")
        #expect(id?.text.contains { "\"\\\n\u{1B}".contains($0) } == false)
        #expect((id?.text.utf8.count ?? .max) <= PrinterDeviceID.maxByteCount)
    }
}

@Suite struct `The status of a printer's port` {
    @Test(
        arguments: [
            (0x18, .ready), (0x38, .paperEmpty), (0x30, .paperEmpty), (0x10, .offline), (0x08, .offline),
            (0x00, nil), (0xFF, nil),
        ] as [(UInt8, PrinterCondition?)])
    func `means`(wires: UInt8, condition: PrinterCondition?) {
        #expect(PrinterPortStatus(rawValue: wires).condition == condition)
    }
}

@Suite struct `Printers on one bus` {
    private func printer(
        _ number: UInt8, serial: String? = nil, model: String? = "TM", interface: USBInterface? = nil
    ) -> USBPrinter? {
        let bulk = [
            USBEndpoint(address: 1, transfer: .bulk, packet: 64),
            USBEndpoint(address: 0x82, transfer: .bulk, packet: 64),
        ]
        let usual = USBInterface(number: 0, kind: USBClass(base: 7, sub: 1, proto: 2), endpoints: bulk)
        var device = USBDescription(
            address: USBAddress(bus: 1, device: number), vendor: 0x04B8, product: 0x0E28,
            interfaces: [interface ?? usual])
        device.manufacturer = "EPSON"
        device.name = model
        device.serial = serial
        device.port = "1-\(number)"
        return USBPrinter(device)
    }

    @Test func `are named by as little as tells them apart`() {
        let printers = [
            printer(1, serial: "A"), printer(2, serial: "B"), printer(3), printer(4),
            printer(5, serial: "0", model: "clone"), printer(6, serial: "0", model: "clone"),
            printer(7, model: nil),
        ].compactMap(\.self)
        let names = printers.map { $0.name(among: printers) }
        #expect(names.map(\.serial) == ["A", "B", nil, nil, nil, nil, nil])
        #expect(names.map(\.port) == [nil, nil, "1-3", "1-4", "1-5", "1-6", nil])
        #expect(names.last?.model == "0e28")
        // Each name means its own printer and no other.
        for (name, own) in zip(names, printers) {
            #expect(printers.filter { name.fits($0.fullName) } == [own])
        }
    }

    @Test func `are only those that take bytes`() {
        let input = USBEndpoint(address: 0x82, transfer: .bulk, packet: 64)
        let kinds = [(7, 1, 2), (3, 1, 1), (255, 0, 0), (7, 2, 2)] as [(UInt8, UInt8, UInt8)]
        for (base, sub, proto) in kinds {
            let kind = USBClass(base: base, sub: sub, proto: proto)
            #expect(printer(1, interface: USBInterface(number: 0, kind: kind, endpoints: [input])) == nil)
        }
    }
}
