internal import Crypto
public import KioskCore

/// Makes and checks the MAC on a slip, so that nobody prints numbers at home.
struct TicketSeal: Sendable {
    /// Characters of the MAC: its first 50 bits, plenty for a slip that is valid for a day.
    static let length = 10

    private let key: SymmetricKey

    init(siteKey: [UInt8]) { key = SymmetricKey(data: siteKey) }

    /// `KT1:<site>:<yyyyMMdd>:<prefix>:<n>:<mac>`, all in QR's alphanumeric characters.
    func token(site: String, day: Int, number: QueueNumber) -> TicketToken {
        var token = TicketToken(
            site: site, day: day, prefix: number.prefix, ordinal: number.ordinal, mac: "")
        token.mac = mac(of: token)
        return token
    }

    /// Compares in a time that does not depend on where the two differ.
    func isGenuine(_ token: TicketToken) -> Bool {
        let expected = Array(mac(of: token).utf8)
        let found = Array(token.mac.utf8)
        guard found.count == expected.count else { return false }
        return zip(expected, found).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private func mac(of token: TicketToken) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Array(token.signedText.utf8), using: key)
        return String(Self.base32(code).prefix(Self.length))
    }

    /// RFC 4648 base 32 without padding.
    private static func base32(_ bytes: some Sequence<UInt8>) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
        var text: [UInt8] = []
        var buffer: UInt32 = 0
        var bits = 0
        for byte in bytes {
            buffer = buffer << 8 | UInt32(byte)
            bits += 8
            while bits >= 5 {
                bits -= 5
                text.append(alphabet[Int(buffer >> UInt32(bits) & 31)])
            }
            buffer &= (1 << UInt32(bits)) - 1
        }
        return String(decoding: text, as: UTF8.self)
    }
}

extension KioskStore {
    /// Whether the token was made with this site's key, whatever the ticket's state.
    public func isGenuine(_ token: TicketToken) -> Bool {
        token.site == identity.site && seal.isGenuine(token)
    }
}
