public import DeviceTests

/// The commands that technicians send to a running kiosk.
public struct KioskControl: Sendable {
    private let kiosk: Kiosk

    public init(_ kiosk: Kiosk) { self.kiosk = kiosk }

    /// The arguments of `test`.
    public struct TestOrder: Codable, Hashable, Sendable {
        public var test: DeviceTest
        /// After which the screen goes back to visitors in any case.
        public var seconds: Int
        /// Whether a scanner's test reports the content of codes.
        public var showsContent: Bool

        public init(_ test: DeviceTest, seconds: Int, showsContent: Bool = false) {
            self.test = test
            self.seconds = seconds
            self.showsContent = showsContent
        }
    }

    /// The range of ``TestOrder/seconds``.
    public static let testSeconds = 5...600

    public func reply(to request: ControlRequest) async -> ControlReply {
        do throws(ControlFault) {
            switch request.command {
            case "status": return .result(try await bounded { await kiosk.status() })
            case "devices": return .result(try await bounded { await kiosk.deviceReport() })
            case "watch": return .events(try await bounded { await kiosk.watch() })
            case "test": return .events(try await begin(request.arguments()))
            case "test-next":
                guard try await bounded({ await kiosk.continueTest() }) else {
                    throw .refused("no test is running")
                }
                return .done()
            default:
                throw .refused("unknown command; known: devices, status, test, test-next, watch")
            }
        } catch {
            return .failure(error.description)
        }
    }

    private func begin(_ order: TestOrder) async throws(ControlFault) -> AsyncStream<DeviceTestEvent> {
        guard Self.testSeconds.contains(order.seconds) else {
            throw .refused("a test lasts 5 to 600 seconds")
        }
        let begun = try await bounded { () async -> Result<AsyncStream<DeviceTestEvent>, TestRefusal> in
            do throws(TestRefusal) {
                return .success(
                    try await kiosk.begin(
                        DeviceTestRequest(
                            order.test, time: .seconds(order.seconds), showsContent: order.showsContent)))
            } catch {
                return .failure(error)
            }
        }
        switch begun {
        case .success(let events): return events
        case .failure(let refusal): throw .refused(refusal.description)
        }
    }

    /// Technicians get a reply even if the kiosk's actor hangs.
    private func bounded<Value: Sendable>(
        _ operation: @escaping @Sendable () async -> Value
    ) async throws(ControlFault) -> Value {
        guard let value = await withDeadline(Self.deadline, operation) else {
            throw .refused("the kiosk's loop does not answer")
        }
        return value
    }

    private static let deadline = Duration.seconds(4)
}

/// The operation's value; `nil` if it does not end in time.
///
/// The operation is not cancelled, because an actor that hangs cannot be; the caller goes on without it.
public func withDeadline<Value: Sendable>(
    _ deadline: Duration, _ operation: @escaping @Sendable () async -> Value
) async -> Value? {
    let (values, value) = AsyncStream.makeStream(of: Value?.self, bufferingPolicy: .bufferingOldest(1))
    // Unstructured on purpose: a task group would wait for the operation that must be given up.
    Task { value.yield(await operation()) }
    let alarm = Task {
        try? await Task.sleep(for: deadline)
        value.yield(nil)
    }
    defer { alarm.cancel() }
    for await first in values { return first }
    return nil
}
