#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// One command to a running kiosk: a line of JSON, `{"command":"status","arguments":{…}}`.
public struct ControlRequest: Sendable {
    public let command: String
    private let line: [UInt8]

    private struct Head: Codable {
        var command: String
    }

    private struct Whole<Arguments: Codable>: Codable {
        var command: String
        var arguments: Arguments
    }

    /// Reads a line as it came.
    init(line: [UInt8]) throws(ControlFault) {
        guard let head = try? JSONDecoder().decode(Head.self, from: Data(line)), head.command.utf8.count <= 64
        else { throw .refused("expected one JSON object on one line, such as {\"command\":\"status\"}") }
        command = head.command
        self.line = line
    }

    /// The arguments as the values the command wants.
    public func arguments<Arguments: Codable>(
        as type: Arguments.Type = Arguments.self
    ) throws(ControlFault) -> Arguments {
        do {
            return try JSONDecoder().decode(Whole<Arguments>.self, from: Data(line)).arguments
        } catch {
            throw .refused("the arguments do not fit the command \(command)")
        }
    }

    static func line(command: String) -> [UInt8] { encoded(Head(command: command)) }

    static func line(command: String, arguments: some Codable) -> [UInt8] {
        encoded(Whole(command: command, arguments: arguments))
    }

    private static func encoded(_ value: some Encodable) -> [UInt8] {
        // Plain values of our own; an argument that JSON cannot hold (a NaN) is refused by the kiosk.
        (try? JSONEncoder().encode(value)).map { Array($0) } ?? []
    }
}
