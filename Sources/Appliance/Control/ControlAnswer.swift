#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What a kiosk answered.
public struct ControlAnswer: Sendable {
    /// Bytes that came with the answer, such as a PNG; empty when none did.
    public let attachment: [UInt8]
    private let line: [UInt8]

    private struct Head: Decodable {
        var ok: Bool
        var error: String?
        var attachment: Int?
    }

    private struct Whole<Result: Decodable>: Decodable {
        var result: Result
    }

    init(line: [UInt8], attachment: [UInt8]) {
        self.line = line
        self.attachment = attachment
    }

    /// The result as the value it stands for.
    public func result<Result: Decodable>(as type: Result.Type = Result.self) throws(ControlFault) -> Result {
        do {
            return try JSONDecoder().decode(Whole<Result>.self, from: Data(line)).result
        } catch {
            throw .garbled("the result is no \(Result.self)")
        }
    }

    /// How many bytes follow the line; the kiosk's refusal is thrown.
    static func attachmentSize(in line: [UInt8]) throws(ControlFault) -> Int {
        guard let head = try? JSONDecoder().decode(Head.self, from: Data(line)) else {
            throw .garbled("no reply of a kiosk")
        }
        guard head.ok else { throw .refused(head.error ?? "no reason given") }
        return head.attachment ?? 0
    }
}
