import KioskCore

/// A scanner for the emulated bus: what its descriptors say, and what it sends for a code.
package struct EmulatedScanner {
    package enum Kind: CaseIterable {
        case hidPOS, serial, keyboard, both

        package var symbology: String { self == .hidPOS || self == .both ? "]Q1" : "-" }

        /// Class, subclass, protocol and endpoints of each interface.
        fileprivate var interfaces: [(kind: [UInt8], endpoints: [[UInt8]])] {
            let interrupt: [UInt8] = [7, 5, 0x81, 3, 64, 0, 10]
            return switch self {
            case .hidPOS: [([3, 0, 0], [interrupt])]
            case .keyboard: [([3, 1, 1], [[7, 5, 0x81, 3, 8, 0, 10]])]
            case .serial:
                [
                    ([2, 2, 1], [[7, 5, 0x83, 3, 8, 0, 10]]),
                    ([10, 0, 0], [[7, 5, 0x81, 2, 64, 0, 0], [7, 5, 2, 2, 64, 0, 0]]),
                ]
            case .both: [([3, 0, 0], [interrupt]), ([3, 1, 1], [[7, 5, 0x82, 3, 8, 0, 10]])]
            }
        }

        /// What goes over the bus for a code, with a CR where the mode has no end of its own.
        package func packets(_ text: String) -> [[UInt8]] {
            let bytes = Array(text.utf8)
            switch self {
            case .hidPOS, .both:
                return stride(from: 0, to: bytes.count, by: 56).map { at in
                    let part = bytes[at..<min(at + 56, bytes.count)]
                    let padding = [UInt8](repeating: 0, count: 58 - part.count)
                    return [2, UInt8(part.count)] + Array("]Q1".utf8) + part + padding + [
                        at + 56 < bytes.count ? 1 : 0
                    ]
                }
            case .serial:
                let line = bytes + [0x0D]
                return stride(from: 0, to: line.count, by: 64).map {
                    Array(line[$0..<min($0 + 64, line.count)])
                }
            case .keyboard: return Self.typed(text)
            }
        }

        /// Digits, small letters and hyphens as keys; everything else as Alt and a number.
        private static func typed(_ text: String) -> [[UInt8]] {
            let none = [UInt8](repeating: 0, count: 8)
            var reports: [[UInt8]] = []
            func press(_ modifier: UInt8, _ key: UInt8) {
                reports.append([modifier, 0, key, 0, 0, 0, 0, 0])
                reports.append([modifier, 0, 0, 0, 0, 0, 0, 0])
            }
            for scalar in text.unicodeScalars {
                switch scalar {
                case "a"..."z": press(0, UInt8(scalar.value - 97) + 4)
                case "0": press(0, 0x27)
                case "1"..."9": press(0, UInt8(scalar.value - 49) + 0x1E)
                case "-": press(0, 0x2D)
                default:
                    for digit in String(scalar.value).utf8 {
                        press(4, digit == 48 ? 0x62 : digit - 49 + 0x59)
                    }
                    reports.append(none)
                }
            }
            press(0, 0x28)
            return reports
        }
    }

    package let name: String
    package let kind: Kind
    let report: [UInt8]
    let device: Int

    package init(_ name: String, _ kind: Kind, report: [UInt8] = honeywell, device: Int = 11) {
        self.name = name
        self.kind = kind
        self.report = report
        self.device = device
    }

    /// 1 length, 2…4 AIM, 5…60 data, 63 bit 0 continued.
    package static let honeywell: [UInt8] = [
        0x05, 0x8C, 0x09, 0x02, 0xA1, 0x01, 0x09, 0x12, 0xA1, 0x02, 0x85, 0x02, 0x75, 0x08, 0x95, 0x01, 0x05,
        0x01,
        0x09, 0x3B, 0x81, 0x02, 0x95, 0x03, 0x05, 0x8C, 0x09, 0xFB, 0x09, 0xFC, 0x09, 0xFD, 0x81, 0x02, 0x95,
        0x38,
        0x09, 0xFE, 0x82, 0x02, 0x01, 0x95, 0x02, 0x81, 0x03, 0x95, 0x01, 0x75, 0x01, 0x09, 0xFF, 0x81, 0x02,
        0x75,
        0x07, 0x81, 0x03, 0xC0, 0xC0,
    ]

    private var descriptors: [UInt8] {
        var body: [UInt8] = []
        for (number, interface) in kind.interfaces.enumerated() {
            body += [9, 4, UInt8(number), 0, UInt8(interface.endpoints.count)] + interface.kind + [0]
            if interface.kind[0] == 3 { body += [9, 0x21, 0x11, 1, 0, 1, 0x22, UInt8(report.count), 0] }
            body += interface.endpoints.flatMap(\.self)
        }
        let head: [UInt8] = [9, 2, UInt8(9 + body.count), 0, UInt8(kind.interfaces.count), 1, 0, 0xA0, 0xFA]
        return [18, 1, 0, 2, 0, 0, 0, 64, 0x2E, 0x0C, 0x61, 0x0B, 0, 1, 1, 2, 0, 1] + head + body
    }

    /// For the emulator.
    package var specification: String {
        UmockdevRecord(
            name: name, device: device, product: "c2e/b61/100", descriptors: descriptors,
            attributes: [
                "bNumInterfaces= \(kind.interfaces.count)", "idProduct=0b61", "idVendor=0c2e",
                "product=Máy quét",
            ],
            facts: kind.interfaces.indices.map { "report \($0) \(report.hexadecimal)" }
        ).specification
    }
}
