import NIOCore
import NIOPosix

/// Asks a running kiosk through its control socket; one connection a question.
public struct ControlClient: Sendable {
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

    /// Asks for events, which come until the kiosk has no more to tell, or the reader stops.
    public func follow<Event: Decodable & Sendable>(
        _ command: String, as type: Event.Type = Event.self
    ) async throws(ControlFault) -> AsyncThrowingStream<Event, any Error> {
        try await follow(ControlRequest.line(command: command))
    }

    public func follow<Event: Decodable & Sendable>(
        _ command: String, _ arguments: some Codable & Sendable, as type: Event.Type = Event.self
    ) async throws(ControlFault) -> AsyncThrowingStream<Event, any Error> {
        try await follow(ControlRequest.line(command: command, arguments: arguments))
    }

    /// Whether somebody accepts connections there.
    func isAnswered() async -> Bool {
        guard let channel = try? await bootstrap().connect(unixDomainSocketPath: socket).get() else {
            return false
        }
        channel.close(promise: nil)
        return true
    }

    private func bootstrap() -> ClientBootstrap {
        // Nothing is read before somebody listens: a server that has no seat speaks first.
        ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup).connectTimeout(TimeAmount(deadline))
            .channelOption(.autoRead, value: false)
    }

    private func connect() async throws(ControlFault) -> any Channel {
        do {
            return try await bootstrap().connect(unixDomainSocketPath: socket).get()
        } catch {
            throw .unreachable(socket: socket, why: "\(error)")
        }
    }

    private func follow<Event: Decodable & Sendable>(
        _ line: [UInt8]
    ) async throws(ControlFault) -> AsyncThrowingStream<Event, any Error> {
        let channel = try await connect()
        let (events, continuation) = AsyncThrowingStream.makeStream(of: Event.self)
        continuation.onTermination = { _ in channel.close(promise: nil) }
        do {
            _ = try await exchange(line, over: channel, then: ControlFollower(continuation)).get()
            return events
        } catch {
            channel.close(promise: nil)
            throw error as? ControlFault ?? .garbled("the connection broke: \(error)")
        }
    }

    private func send(_ line: [UInt8]) async throws(ControlFault) -> ControlAnswer {
        let channel = try await connect()
        defer { channel.close(promise: nil) }
        do {
            return try await exchange(line, over: channel).get()
        } catch let fault as ControlFault {
            throw fault
        } catch {
            throw .garbled("the connection broke: \(error)")
        }
    }

    private func exchange(
        _ line: [UInt8], over channel: any Channel, then follower: (any LineFollower)? = nil
    ) -> EventLoopFuture<ControlAnswer> {
        let answer = channel.eventLoop.makePromise(of: ControlAnswer.self)
        let late = ControlFault.noAnswer(socket: socket, within: deadline)
        let alarm = channel.eventLoop.scheduleTask(in: TimeAmount(deadline)) { answer.fail(late) }
        answer.futureResult.whenComplete { _ in alarm.cancel() }
        channel.eventLoop.submit {
            try channel.pipeline.syncOperations.addHandler(ControlExchange(answer, then: follower))
        }.flatMap {
            channel.setOption(.autoRead, value: true)
        }.flatMap {
            channel.writeAndFlush(ByteBuffer(bytes: line + [UInt8(ascii: "\n")]))
        }.cascadeFailure(to: answer)
        return answer.futureResult
    }
}
