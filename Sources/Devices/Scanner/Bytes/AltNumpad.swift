/// Letters that a scanner types as Alt and a number on the keypad.
///
/// Scanners differ in what the number is: a Unicode scalar (`7871` is ế), a byte of UTF-8 (`195` `161` is á),
/// or a character of Windows-1252 (`0151` is —). Above 255 it is a scalar. Below, numbers in a row that are
/// one UTF-8 sequence are bytes; what is not is a character. ASCII is the same in all.
struct AltNumpad: Hashable, Sendable {
    private var number: Int?
    /// Bytes that may be the beginning of a UTF-8 sequence.
    private var high: [UInt8] = []

    var isPending: Bool { number != nil || !high.isEmpty }

    mutating func press(_ digit: Int) {
        // Larger than every scalar already: the number is garbage, but stays bounded.
        number = min((number ?? 0) * 10 + digit, 0x11_0000)
    }

    /// Alt went up.
    mutating func release() -> [UInt8] {
        guard let code = number else { return [] }
        number = nil
        if let byte = UInt8(exactly: code), byte >= 0x80 { return resolve(adding: byte) }
        guard let scalar = UInt32(exactly: code).flatMap(Unicode.Scalar.init) else { return flush() }
        return flush() + Array(String(Character(scalar)).utf8)
    }

    /// Nothing follows that could complete a sequence.
    mutating func flush() -> [UInt8] {
        defer { high = [] }
        return high.flatMap(Self.windows1252)
    }

    private mutating func resolve(adding byte: UInt8) -> [UInt8] {
        high.append(byte)
        var bytes: [UInt8] = []
        while let first = high.first {
            let length = Self.sequenceLength(first)
            let rest = high.dropFirst()
            if length > high.count, rest.allSatisfy({ $0 & 0xC0 == 0x80 }) { break }
            if length > 0, length <= high.count, String(validating: high.prefix(length), as: UTF8.self) != nil
            {
                bytes += high.prefix(length)
                high.removeFirst(length)
            } else {
                bytes += Self.windows1252(first)
                high.removeFirst()
            }
        }
        return bytes
    }

    /// Bytes of a UTF-8 sequence by its first one; 0 when none begins so.
    private static func sequenceLength(_ byte: UInt8) -> Int {
        switch byte {
        case 0xC2...0xDF: 2
        case 0xE0...0xEF: 3
        case 0xF0...0xF4: 4
        default: 0
        }
    }

    private static func windows1252(_ byte: UInt8) -> [UInt8] {
        let code = (0x80...0x9F).contains(byte) ? c1[Int(byte) - 0x80] : UInt32(byte)
        return Unicode.Scalar(code).map { Array(String(Character($0)).utf8) } ?? []
    }

    /// Windows-1252 from 0x80 to 0x9F, where it differs from Latin-1.
    private static let c1: [UInt32] = [
        0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152,
        0x8D,
        0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161,
        0x203A,
        0x0153, 0x9D, 0x017E, 0x0178,
    ]
}
