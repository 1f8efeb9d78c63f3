public import KioskCore

/// What was typed on the keys of the screen.
struct Keypad: Hashable, Sendable {
    enum Problem: Hashable, Sendable { case notYet, impossibleDate }

    private(set) var text: String
    private(set) var showsLetters = false
    private(set) var problem: Problem?
    private let prefix: String

    /// Longer than any code of domain.md 2.3.
    static let longest = 64

    /// Begins with the centre's own agency identifier, to shorten typing.
    init(agencyPrefix: String) {
        prefix = agencyPrefix.isEmpty ? "" : agencyPrefix + "-"
        text = prefix
    }

    mutating func type(_ key: Character) {
        problem = nil
        if text.count < Self.longest { text.append(key) }
    }

    mutating func delete() {
        problem = nil
        if !text.isEmpty { text.removeLast() }
    }

    /// Empties the field; once empty, brings the prefix back.
    mutating func clear() {
        problem = nil
        text = text.isEmpty ? prefix : ""
    }

    mutating func switchKeys() { showsLetters.toggle() }

    /// The code that was typed, or nothing and a problem to show.
    mutating func submit(today: CivilDate, agencyPrefix: String) -> CodeAsked? {
        if let result = try? ResultCode(parsing: text, today: today) {
            return CodeAsked(code: result.dossier, result: result.ordinal)
        }
        let entry = !prefix.isEmpty && text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : text
        if let code = try? DossierCode(typed: entry, agency: agencyPrefix, today: today) {
            return CodeAsked(code: code)
        }
        do throws(DossierCodeError) {
            return CodeAsked(code: try DossierCode(parsing: text, today: today))
        } catch {
            switch error {
            case .impossibleDate, .futureDate: problem = .impossibleDate
            case .empty, .tooLong, .unknownShape: problem = .notYet
            }
            return nil
        }
    }
}

/// A dossier that somebody asks for, and which of its results, when the code named one.
public struct CodeAsked: Hashable, Sendable {
    public var code: DossierCode
    public var result: Int?

    public init(code: DossierCode, result: Int? = nil) {
        self.code = code
        self.result = result
    }
}
