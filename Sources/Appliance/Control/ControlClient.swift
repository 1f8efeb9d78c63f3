import NIOCore
import NIOPosix

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Asks a running kiosk through its control socket; one connection a question.
public struct ControlClient: Sendable {
    private static let longestLine = 4 * 1024 * 1024
    private static let largestAttachment = 64 * 1024 * 1024

    public let socket: String
    /// For a whole question and answer.
    public let deadline: Duration

    public init(socket: String, deadline: Duration = .seconds(5)) {
        self.socket = socket
        self.deadline = deadline
    }

    public func ask(_ command: String) async throws(ControlFault) -> ControlAnswer {
        try await send(ControlRequest.line(command: command))
    }

    public func ask(
        _ command: String, _ arguments: some Codable & Sendable
    ) async throws(ControlFault) -> ControlAnswer {
        try await send(ControlRequest.line(command: command, arguments: arguments))
    }

    /// Whether somebody accepts connections there.
    func isAnswered() async -> Bool {
        guard let channel = try? await connect() else { return false }
        try? await channel.executeThenClose { _, _ in }
        return true
    }

    private typealias Connection = NIOAsyncChannel<ByteBuffer, ByteBuffer>

    private func connect() async throws -> Connection {
        try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connectTimeout(TimeAmount(deadline))
            .connect(unixDomainSocketPath: socket) { channel in
                channel.eventLoop.makeCompletedFuture { try Connection(wrappingChannelSynchronously: channel) }
            }
    }

    private func send(_ line: [UInt8]) async throws(ControlFault) -> ControlAnswer {
        let connection: Connection
        do {
            connection = try await connect()
        } catch {
            throw .unreachable(socket: socket, why: "\(error)")
        }
        let outcome = await race(connection, line)
        guard let outcome else { throw .noAnswer(socket: socket, within: deadline) }
        return try outcome.get()
    }

    /// Nothing when the deadline came first; the connection is closed then.
    private func race(_ connection: Connection, _ line: [UInt8]) async -> Result<ControlAnswer, ControlFault>? {
        await withTaskGroup(of: Result<ControlAnswer, ControlFault>?.self) { group in
            group.addTask { await converse(connection, line) }
            group.addTask {
                try? await Task.sleep(for: deadline)
                return nil
            }
            let first = await group.next()
            group.cancelAll()
            return first ?? nil
        }
    }

    private func converse(_ connection: Connection, _ line: [UInt8]) async -> Result<ControlAnswer, ControlFault> {
        do {
            let answer = try await connection.executeThenClose { inbound, outbound in
                try await outbound.write(ByteBuffer(bytes: line + [UInt8(ascii: "\n")]))
                return try await readAnswer(inbound)
            }
            return .success(answer)
        } catch let fault as ControlFault {
            return .failure(fault)
        } catch {
            return .failure(.garbled("the connection broke"))
        }
    }

    private func readAnswer(_ inbound: NIOAsyncChannelInboundStream<ByteBuffer>) async throws -> ControlAnswer {
        var lines = LineBuffer(limit: Self.longestLine)
        var head: (line: [UInt8], size: Int)?
        var attachment: [UInt8] = []
        for try await chunk in inbound {
            lines.append(chunk)
            if head == nil, let line = try lines.next() {
                let size = try ControlAnswer.attachmentSize(in: line)
                guard (0...Self.largestAttachment).contains(size) else {
                    throw ControlFault.garbled("an attachment of \(size) bytes")
                }
                head = (line, size)
                attachment.reserveCapacity(size)
            }
            guard let head else { continue }
            attachment += lines.takeRest(upTo: head.size - attachment.count)
            if attachment.count == head.size { return ControlAnswer(line: head.line, attachment: attachment) }
        }
        throw ControlFault.garbled("it ends in the middle")
    }
}

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
