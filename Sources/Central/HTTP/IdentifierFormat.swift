/// The characters and the length of an identifier; everything that is received is checked against one first.
struct IdentifierFormat: Sendable {
    let characters: String
    let length: ClosedRange<Int>

    func matches(_ text: String) -> Bool {
        // Counted in bytes: all characters are ASCII, so any other fails.
        length.contains(text.utf8.count) && text.utf8.allSatisfy(characters.utf8.contains)
    }

    private static let digits = "0123456789"
    private static let capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    private static let lowercase = "abcdefghijklmnopqrstuvwxyz"

    /// A kiosk, a journal or a ticket.
    static let kiosk = IdentifierFormat(characters: digits + capitals + lowercase + "-", length: 1...64)
    static let feed = IdentifierFormat(characters: digits + "abcdef", length: 32...32)
    static let hash = IdentifierFormat(characters: digits + "abcdef", length: 64...64)
    static let field = IdentifierFormat(characters: digits + capitals + lowercase + "-", length: 1...32)
    static let prefix = IdentifierFormat(characters: capitals, length: 1...2)
    static let counter = IdentifierFormat(characters: digits + capitals, length: 1...8)
    static let procedure = IdentifierFormat(characters: digits + capitals + ".", length: 8...40)
    /// Every form of domain.md 2.3, the opaque one included.
    static let dossierCode = IdentifierFormat(characters: digits + capitals + "./-", length: 4...64)
}
