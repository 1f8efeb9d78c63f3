import CentralContract
import Hummingbird

/// What an identifier may look like: its characters and its length.
///
/// Everything from outside passes one first.
struct Shape: Sendable {
    let characters: String
    let length: ClosedRange<Int>

    func matches(_ text: String) -> Bool {
        // Counted in bytes: all characters are ASCII, so any other fails.
        length.contains(text.utf8.count) && text.utf8.allSatisfy(characters.utf8.contains)
    }

    private static let digits = "0123456789"
    private static let capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    private static let small = "abcdefghijklmnopqrstuvwxyz"

    /// A kiosk, a journal or a ticket.
    static let kiosk = Shape(characters: digits + capitals + small + "-", length: 1...64)
    static let feed = Shape(characters: digits + "abcdef", length: 32...32)
    static let hash = Shape(characters: digits + "abcdef", length: 64...64)
    static let field = Shape(characters: digits + capitals + small + "-", length: 1...32)
    static let prefix = Shape(characters: capitals, length: 1...2)
    static let counter = Shape(characters: digits + capitals, length: 1...8)
    static let procedure = Shape(characters: digits + capitals + ".", length: 8...40)
    /// Every form of domain.md 2.3, the opaque one included.
    static let dossierCode = Shape(characters: digits + capitals + "./-", length: 4...64)
}

/// The query of a request: only known names, each at most once, each with a value of its shape.
struct Query {
    private let values: [String: String]

    init(_ request: Request, names: Set<String>) throws {
        var values: [String: String] = [:]
        for (name, value) in request.uri.queryParameters {
            let name = String(name)
            guard names.contains(name) else { throw Self.problem("There is no parameter of this name.") }
            guard values.updateValue(String(value), forKey: name) == nil else {
                throw Self.problem("\(name) stands more than once.")
            }
        }
        self.values = values
    }

    func text(_ name: String, _ shape: Shape) throws -> String? {
        guard let value = values[name] else { return nil }
        guard shape.matches(value) else { throw Self.problem("\(name) is not of the right shape.") }
        return value
    }

    func number(_ name: String, _ range: ClosedRange<Int64>, usually usual: Int64) throws -> Int64 {
        guard let value = values[name] else { return usual }
        guard value.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int64(value),
            range.contains(number)
        else {
            throw Self.problem(
                "\(name) must be a whole number from \(range.lowerBound) to \(range.upperBound).")
        }
        return number
    }

    private static func problem(_ detail: String) -> Problem {
        Problem(title: "The query is not what the contract asks for", status: 400, detail: detail)
    }
}
