#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What a kiosk answered.
public struct ControlAnswer: Sendable {
    private let line: [UInt8]

    private struct Head: Decodable {
        var ok: Bool
        var error: String?
    }

    private struct Whole<Result: Decodable>: Decodable {
        var result: Result
    }

    /// - Throws: The kiosk's refusal, or that the line is none of a kiosk's.
    init(line: [UInt8]) throws(ControlFault) {
        guard let head = try? JSONDecoder().decode(Head.self, from: Data(line)) else {
            throw .garbled("no reply of a kiosk")
        }
        guard head.ok else { throw .refused(head.error ?? "no reason given") }
        self.line = line
    }

    /// The result as the value it stands for.
    public func result<Result: Decodable>(as type: Result.Type = Result.self) throws(ControlFault) -> Result {
        do {
            return try JSONDecoder().decode(Whole<Result>.self, from: Data(line)).result
        } catch {
            throw .garbled("the result is no \(Result.self)")
        }
    }
}
