package import Devices
package import KioskCore

/// The format of one value of a configuration file: a description and a parser.
///
/// Values are read from their text as written, so that YAML's own guesses (`15:00` as a number in base 60,
/// `no` as false, a telephone number without its zero) never happen.
package struct ConfigurationForm<Value>: Sendable {
    /// Completes "expected …".
    package let expectation: String
    /// Whether the value is secret, so that it is not shown even if it is wrong.
    package let isSecret: Bool
    package let parse: @Sendable (String) -> Value?

    package init(
        expectation: String, isSecret: Bool = false, parse: @escaping @Sendable (String) -> Value?
    ) {
        self.expectation = expectation
        self.isSecret = isSecret
        self.parse = parse
    }
}

extension ConfigurationForm where Value == String {
    package static func text(upTo limit: Int = 200) -> Self {
        Self(expectation: "a text of 1 to \(limit) characters on one line") { text in
            let isClean = text.unicodeScalars.allSatisfy { !isControl($0) }
            return (1...limit).contains(text.count) && isClean ? text : nil
        }
    }

    /// A name that goes into file names, logs and certificates.
    package static let identifier = Self(
        expectation: "a name of 1 to 40 letters a-z, digits and hyphens, such as dispenser-1"
    ) { text in
        let isName = text.utf8.allSatisfy { isLower($0) || isDigit($0) || $0 == UInt8(ascii: "-") }
        return (1...40).contains(text.utf8.count) && isName ? text : nil
    }

    /// Part of a slip's QR in alphanumeric mode: capitals and digits only.
    package static let siteCode = Self(expectation: "1 to 12 capital letters and digits, such as MC99") {
        text in
        let isCode = text.utf8.allSatisfy { isUpper($0) || isDigit($0) }
        return (1...12).contains(text.utf8.count) && isCode ? text : nil
    }

    package static let agencyPrefix = Self(expectation: "an agency identifier such as H08.99") { text in
        let isPrefix = text.utf8.allSatisfy { isUpper($0) || isDigit($0) || $0 == UInt8(ascii: ".") }
        return (1...24).contains(text.utf8.count) && isPrefix && !text.hasPrefix(".") && !text.hasSuffix(".")
            ? text : nil
    }

    package static let path = Self(expectation: "a path of a file or folder") { text in
        (1...1000).contains(text.utf8.count) && !text.unicodeScalars.contains(where: isControl) ? text : nil
    }

    /// The kernel keeps 108 bytes for the address of a Unix socket, the last one zero.
    package static let socketPath = Self(expectation: "an absolute path of at most 107 bytes") { text in
        text.hasPrefix("/") && text.utf8.count <= 107 ? path.parse(text) : nil
    }

    package static let host = Self(
        expectation: "a host name such as tracuu.example.vn, without https:// or /"
    ) {
        text in
        let isHost = text.utf8.allSatisfy {
            isLower($0) || isDigit($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-")
        }
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        let areLabels = labels.count >= 2 && labels.allSatisfy { (1...63).contains($0.utf8.count) }
        return isHost && areLabels && text.utf8.count <= 253 ? text : nil
    }

    /// The central system is reached over TLS only.
    package static let secureAddress = Self(
        expectation: "an address such as https://mot-cua.example.vn:8443, without a path"
    ) { text in
        guard text.hasPrefix("https://") else { return nil }
        return ConfigurationForm<String>.authority.parse(String(text.dropFirst(8))) == nil ? nil : text
    }

    fileprivate static let authority = Self(expectation: "a host with a port") { text in
        guard let address = NetworkAddress(text, defaultPort: 1), address.port > 0 else { return nil }
        let isHost = address.host.utf8.allSatisfy { isLower($0) || isDigit($0) || ".-:".utf8.contains($0) }
        return isHost ? text : nil
    }
}

extension ConfigurationForm where Value == CUPSServer {
    /// A host or an address with a port: `127.0.0.1:6631`, `cups.example.vn:631`, or CUPS's own socket.
    package static let server = Self(
        expectation: "a server such as 127.0.0.1:631, or the path of CUPS's socket"
    ) { text in
        let form = text.hasPrefix("/") ? ConfigurationForm<String>.path : .authority
        return form.parse(text).flatMap { CUPSServer($0) }
    }
}

extension ConfigurationForm
where Value: RawRepresentable & CaseIterable & SendableMetatype, Value.RawValue == String {
    package static var choice: Self {
        let words = Value.allCases.map(\.rawValue).joined(separator: ", ")
        return Self(expectation: "one of \(words)", parse: { Value(rawValue: $0) })
    }
}

extension ConfigurationForm where Value == Bool {
    package static let flag = Self(expectation: "true or false") { ["true": true, "false": false][$0] }
}

extension ConfigurationForm where Value == Int {
    package static func whole(_ range: ClosedRange<Int>) -> Self {
        Self(expectation: "a whole number from \(range.lowerBound) to \(range.upperBound)") { text in
            Int(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }
}

extension ConfigurationForm where Value == Double {
    package static func number(_ range: ClosedRange<Double>) -> Self {
        Self(expectation: "a number from \(range.lowerBound) to \(range.upperBound)") { text in
            Double(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }
}

extension ConfigurationForm where Value == UInt16 {
    /// As `lsusb` prints it.
    package static let usbNumber = Self(expectation: "four hexadecimal digits such as 0c2e") { text in
        text.utf8.count == 4 && text.allSatisfy(\.isHexDigit) ? UInt16(text, radix: 16) : nil
    }
}

extension ConfigurationForm where Value == PixelSize {
    package static let pixels = Self(expectation: "a size in pixels such as 1080x1920, 320 to 7680 each way")
    {
        text in
        let sides = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
        guard sides.count == 2, sides.allSatisfy((320...7680).contains) else { return nil }
        return PixelSize(width: sides[0], height: sides[1])
    }
}

extension ConfigurationForm where Value == [UInt8] {
    /// The printed form of random bytes, as `openssl rand -hex 32` writes it.
    package static let key = Self(
        expectation: "64 to 128 hexadecimal digits (openssl rand -hex 32)", isSecret: true
    ) {
        guard (64...128).contains($0.utf8.count), $0.utf8.count.isMultiple(of: 2) else { return nil }
        return bytes(hexadecimal: $0)
    }
}

package func isUpper(_ byte: UInt8) -> Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) }
package func isLower(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }
package func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

package func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: false
    }
}

/// The bytes of an even number of hexadecimal digits; `nil` for any other text.
package func bytes(hexadecimal text: String) -> [UInt8]? {
    let digits = text.utf8.map { Character(Unicode.Scalar($0)).hexDigitValue }
    guard digits.count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: digits.count, by: 2) {
        guard let high = digits[index], let low = digits[index + 1] else { return nil }
        bytes.append(UInt8(high * 16 + low))
    }
    return bytes
}
