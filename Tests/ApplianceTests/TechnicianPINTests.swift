import Testing

@testable import Appliance

@Suite("Technician's PIN")
struct TechnicianPINTests {
    private let salt = [UInt8](0..<16)

    @Test func `a hash admits its own PIN and no other, also after being written and read`() throws {
        let hash = try #require(PINHash(hashing: "482916", salt: salt, rounds: 210_000))
        let read = try #require(PINHash(hash.description))
        #expect(read == hash)
        #expect(TechnicianPIN.hashed(read).admits("482916"))
        #expect(!TechnicianPIN.hashed(read).admits("482917"))
        #expect(!TechnicianPIN.hashed(read).admits(""))
        #expect(!hash.description.contains("482916"))
    }

    /// From `hashlib.pbkdf2_hmac("sha256", b"482916", bytes(range(16)), 210000).hex()` of Python.
    @Test func `the hash is PBKDF2 as others compute it`() throws {
        let hash = try #require(PINHash(hashing: "482916", salt: salt, rounds: 210_000))
        #expect(
            hash.description.hasSuffix(":8a66ce9e44f86f913087dcba4a553c23c6c8b5c24367f7572c58b96d5bf79f6b"))
    }

    @Test func `without a PIN the corner stays closed`() {
        #expect(!TechnicianPIN.closed.admits(""))
        #expect(!TechnicianPIN.closed.admits("000000"))
    }

    @Test(arguments: ["", "12345", "1234567890123", "12345a", "１２３４５６"])
    func `a PIN is six to twelve digits`(_ pin: String) {
        #expect(PINHash(hashing: pin, salt: salt) == nil)
    }

    @Test(arguments: [
        "", "482916", "pbkdf2-sha256:1:00:00", "md5:210000:00112233445566778899aabbccddeeff:00",
        "pbkdf2-sha256:210000:00112233445566778899aabbccddeef:",
    ])
    func `what kioskctl did not write is no hash`(_ text: String) {
        #expect(PINHash(text) == nil)
    }
}
