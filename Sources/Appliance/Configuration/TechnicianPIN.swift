import ConfigurationFiles
import Crypto
import CryptoExtras

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The PIN of the maintenance menu.
///
/// There is no default PIN: without one, the menu stays closed (requirement P-07).
public enum TechnicianPIN: Hashable, Sendable {
    case closed
    case hashed(PINHash)

    /// Whether this PIN opens the menu; takes some tenths of a second on purpose.
    public func admits(_ pin: String) -> Bool {
        switch self {
        case .closed: false
        case .hashed(let hash): hash.matches(pin)
        }
    }
}

/// A PIN after PBKDF2-HMAC-SHA256 (RFC 8018) with its salt: `pbkdf2-sha256:ROUNDS:SALT:KEY` in hexadecimal.
///
/// Six digits are few, so every guess is made expensive; whoever reads the file still cannot read the PIN.
public struct PINHash: Hashable, Sendable, CustomStringConvertible {
    /// OWASP's advice for SHA-256 (2023).
    public static let defaultRounds = 600_000
    /// The shortest and longest PIN, in digits.
    public static let digits = 6...12

    private static let scheme = "pbkdf2-sha256"
    private static let keyLength = 32
    private static let rounds = 210_000...5_000_000

    private let roundCount: Int
    private let salt: [UInt8]
    private let key: [UInt8]

    /// Hashes a new PIN.
    /// - Parameter salt: 16 random bytes.
    /// - Returns: `nil` unless the PIN has 6 to 12 digits.
    public init?(hashing pin: String, salt: [UInt8], rounds: Int = defaultRounds) {
        guard Self.digits.contains(pin.utf8.count), pin.utf8.allSatisfy(isDigit), salt.count >= 16,
            let key = Self.derive(pin, salt: salt, rounds: rounds)
        else { return nil }
        self.roundCount = rounds
        self.salt = salt
        self.key = key
    }

    /// Reads the written form.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 4, parts[0] == Self.scheme, let rounds = Int(parts[1]),
            Self.rounds.contains(rounds), let salt = bytes(hexadecimal: parts[2]),
            (16...64).contains(salt.count),
            let key = bytes(hexadecimal: parts[3]), key.count == Self.keyLength
        else { return nil }
        self.roundCount = rounds
        self.salt = salt
        self.key = key
    }

    public var description: String {
        "\(Self.scheme):\(roundCount):\(hexadecimal(salt)):\(hexadecimal(key))"
    }

    func matches(_ pin: String) -> Bool {
        guard pin.utf8.count <= Self.digits.upperBound,
            let candidate = Self.derive(pin, salt: salt, rounds: roundCount)
        else { return false }
        // SymmetricKey compares in constant time.
        return SymmetricKey(data: candidate) == SymmetricKey(data: key)
    }

    private static func derive(_ pin: String, salt: [UInt8], rounds: Int) -> [UInt8]? {
        let key = try? KDF.Insecure.PBKDF2.deriveKey(
            from: Array(pin.utf8), salt: salt, using: .sha256, outputByteCount: keyLength, rounds: rounds)
        return key.map { unsafe $0.withUnsafeBytes { unsafe Array($0) } }
    }
}

private func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}
