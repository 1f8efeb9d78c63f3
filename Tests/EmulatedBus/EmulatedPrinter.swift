package import Devices
import KioskCore

/// A receipt printer for the emulated bus: what its descriptors say.
package struct EmulatedPrinter {
    package enum Kind: CaseIterable {
        /// Bidirectional.
        case usual
        /// Only takes bytes.
        case oneWay
        /// Unidirectional, bidirectional and IPP settings of one interface.
        case settings
        /// Bulk endpoints on an interface of nobody's class.
        case clone

        /// Alternate setting; class, subclass and protocol; endpoints.
        fileprivate var interfaces: [(setting: UInt8, kind: [UInt8], endpoints: [[UInt8]])] {
            let out: [UInt8] = [7, 5, 0x01, 2, 64, 0, 0]
            let both = [out, [7, 5, 0x82, 2, 64, 0, 0]]
            return switch self {
            case .usual: [(0, [7, 1, 2], both)]
            case .oneWay: [(0, [7, 1, 1], [out])]
            case .settings: [(0, [7, 1, 1], [out]), (1, [7, 1, 2], both), (2, [7, 1, 4], both)]
            case .clone: [(0, [255, 0, 0], both)]
            }
        }
    }

    package var name: String
    package var kind: Kind
    package var device: Int
    package var maker: String?
    package var model: String?
    package var serial: String?

    package init(
        name: String = "p", kind: Kind = .usual, device: Int = 21, maker: String? = "EPSON",
        model: String? = "TM-T20III", serial: String? = "X3B0012345"
    ) {
        (self.name, self.kind, self.device) = (name, kind, device)
        (self.maker, self.model, self.serial) = (maker, model, serial)
    }

    package static let identity = "MFG:EPSON;CMD:ESC/POS;MDL:TM-T20III;CLS:PRINTER;SN:X3B0012345;"

    /// An answer to GET_DEVICE_ID.
    package static func answer(_ identity: String) -> String {
        let count = identity.utf8.count + 2
        return ([UInt8(count >> 8), UInt8(count & 255)] + Array(identity.utf8)).hexadecimal
    }

    package var usbName: USBPrinterName {
        USBPrinterName(maker: maker ?? "04b8", model: model ?? "0e28", serial: serial)
    }

    private var descriptors: [UInt8] {
        var body: [UInt8] = []
        for it in kind.interfaces {
            body += [9, 4, 0, it.setting, UInt8(it.endpoints.count)] + it.kind + [0]
            body += it.endpoints.flatMap(\.self)
        }
        let head: [UInt8] = [9, 2, UInt8(9 + body.count), 0, 1, 1, 0, 0xC0, 50]
        return [18, 1, 0, 2, 0, 0, 0, 64, 0xB8, 0x04, 0x28, 0x0E, 0, 1, 1, 2, 3, 1] + head + body
    }

    /// For the emulator.
    package var specification: String {
        let names = [("manufacturer", maker), ("product", model), ("serial", serial)]
        return UmockdevRecord(
            name: name, device: device, product: "4b8/e28/100", descriptors: descriptors,
            attributes: ["bNumInterfaces= 1", "idProduct=0e28", "idVendor=04b8", "devpath=\(device)"]
                + names.compactMap { key, value in value.map { "\(key)=\($0)" } },
            facts: ["printer"]
        ).specification
    }
}
