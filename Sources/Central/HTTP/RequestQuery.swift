import CentralContract
import Hummingbird

/// The query of a request: only known names, each at most once, each with a value in its format.
struct RequestQuery {
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

    func text(_ name: String, _ format: IdentifierFormat) throws -> String? {
        guard let value = values[name] else { return nil }
        guard format.matches(value) else { throw Self.problem("\(name) is not of the right shape.") }
        return value
    }

    func number(_ name: String, _ range: ClosedRange<Int64>, default defaultValue: Int64) throws -> Int64 {
        guard let value = values[name] else { return defaultValue }
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
