/// What a printer says it is (IEEE 1284-2000 §7.6): pairs such as `MFG:EPSON;MDL:TM-T20III;CMD:ESC/POS;`.
///
/// It comes from a stranger: its length, its keys and its text are all bounded, and nothing in it can disturb
/// a terminal or a line for CUPS.
package struct PrinterDeviceID: Hashable, Sendable {
    /// Longer ones are cut off; CUPS does the same.
    package static let maxByteCount = 1024
    private static let maxPairs = 32

    package var maker: String?
    package var model: String?
    /// The languages it understands, such as `ESC/POS`.
    package var commands: [String] = []
    package var serial: String?
    /// All of it on one line, as CUPS wants it.
    package let text: String

    /// Reads the answer to GET_DEVICE_ID: two bytes of length, themselves included, then the text.
    ///
    /// Some printers count the wrong way round or not at all (CUPS's `get_device_id`): the bytes that came
    /// count.
    package init?(answer: [UInt8]) {
        guard answer.count > 2 else { return nil }
        let big = Int(answer[0]) << 8 | Int(answer[1])
        let little = Int(answer[1]) << 8 | Int(answer[0])
        let length = [big, little].first { (3...answer.count).contains($0) } ?? answer.count
        self.init(String(decoding: answer[2..<length], as: UTF8.self))
    }

    /// Reads the pairs; `nil` if there is none.
    package init?(_ text: String) {
        let clean = text.unicodeScalars.prefix(Self.maxByteCount - 1).filter {
            // A quotation mark or a backslash would end the field in CUPS's line.
            $0 != "\"" && $0 != "\\" && $0.properties.generalCategory != .control
                && $0.properties.generalCategory != .format
        }
        var line = ""
        for pair in String(String.UnicodeScalarView(clean)).split(separator: ";").prefix(Self.maxPairs) {
            let sides = pair.split(separator: ":", maxSplits: 1)
            guard sides.count == 2 else { continue }
            let key = Self.trimmed(sides[0])
            let value = Self.trimmed(sides[1])
            guard !key.isEmpty, !value.isEmpty else { continue }
            line += "\(key):\(value);"
            switch key.uppercased() {
            case "MFG", "MANUFACTURER": maker = maker ?? value
            case "MDL", "MODEL": model = model ?? value
            case "CMD", "COMMAND SET":
                commands += value.split(separator: ",").map(Self.trimmed).filter { !$0.isEmpty }
            case "SN", "SERN", "SERIALNUMBER": serial = serial ?? value
            default: break
            }
        }
        guard !line.isEmpty else { return nil }
        self.text = line
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
