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
        let connecting = bootstrap(on: .singletonMultiThreadedEventLoopGroup)
        guard let channel = try? await connecting.connect(unixDomainSocketPath: socket).get() else {
            return false
        }
        channel.close(promise: nil)
        return true
    }

    private func bootstrap(on loops: any EventLoopGroup) -> ClientBootstrap {
        ClientBootstrap(group: loops).connectTimeout(TimeAmount(deadline))
    }

    private func follow<Event: Decodable & Sendable>(
        _ line: [UInt8]
    ) async throws(ControlFault) -> AsyncThrowingStream<Event, any Error> {
        let (events, continuation) = AsyncThrowingStream.makeStream(of: Event.self)
        let channel = try await exchange(line, then: ControlFollower(continuation)).channel
        continuation.onTermination = { _ in channel.close(promise: nil) }
        return events
    }

    private func send(_ line: [UInt8]) async throws(ControlFault) -> ControlAnswer {
        let (answer, channel) = try await exchange(line)
        channel.close(promise: nil)
        return answer
    }

    /// Connects, asks, and waits for the answer; the connection is closed when there is none.
    ///
    /// The question goes out on the connection's own event loop: a server without a seat says so at once and does
    /// not wait for us.
    private func exchange(
        _ line: [UInt8], then follower: (any LineFollower)? = nil
    ) async throws(ControlFault) -> (answer: ControlAnswer, channel: any Channel) {
        let loop = MultiThreadedEventLoopGroup.singleton.any()
        let answer = loop.makePromise(of: ControlAnswer.self)
        let late = ControlFault.noAnswer(socket: socket, within: deadline)
        let alarm = loop.scheduleTask(in: TimeAmount(deadline)) { answer.fail(late) }
        defer { alarm.cancel() }
        let connecting = bootstrap(on: loop).channelInitializer { channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(
                    ControlExchange(of: line, answer, then: follower))
            }
        }
        let channel: any Channel
        do {
            channel = try await connecting.connect(unixDomainSocketPath: socket).get()
        } catch {
            let fault = ControlFault.unreachable(socket: socket, why: "\(error)")
            answer.fail(fault)
            throw fault
        }
        do {
            return (try await answer.futureResult.get(), channel)
        } catch {
            channel.close(promise: nil)
            throw error as? ControlFault ?? .garbled("the connection broke: \(error)")
        }
    }
}
