/// The US layout: usages of page 7 as ASCII.
enum USKeyboard {
    private static let plain = Array(
        "abcdefghijklmnopqrstuvwxyz1234567890\r\u{1B}\u{8}\t -=[]\\\\;'`,./".utf8)
    private static let shifted = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ!@#$%^&*()\r\u{1B}\u{8}\t _+{}||:\"~<>?".utf8)
    private static let keypad = Array("/*-+\r1234567890.".utf8)

    static func character(_ key: UInt8, shift: Bool) -> UInt8? {
        let table = shift ? shifted : plain
        if key >= 0x04, Int(key) - 0x04 < table.count { return table[Int(key) - 0x04] }
        if key >= 0x54, Int(key) - 0x54 < keypad.count { return keypad[Int(key) - 0x54] }
        // The key that keyboards outside the US have more.
        return key == 0x64 ? (shift ? UInt8(ascii: "|") : UInt8(ascii: "\\")) : nil
    }

    /// What Ctrl makes of a key: scanners type GS (0x1D) as Ctrl+].
    static func control(_ character: UInt8) -> UInt8 {
        switch character {
        case 0x40...0x7E: character & 0x1F
        case UInt8(ascii: "6"): 0x1E
        case UInt8(ascii: "-"): 0x1F
        default: character
        }
    }

    static func keypadDigit(_ key: UInt8) -> Int? {
        switch key {
        case 0x59...0x61: Int(key) - 0x58
        case 0x62: 0
        default: nil
        }
    }
}
