/// Answers what technicians ask of a running kiosk.
public struct KioskControl: Sendable {
    private let kiosk: Kiosk

    public init(_ kiosk: Kiosk) { self.kiosk = kiosk }

    /// What `test` is asked with.
    public struct TestOrder: Codable, Hashable, Sendable {
        public var test: DeviceTest
        /// After which the screen goes back to visitors in any case.
        public var seconds: Int
        /// Whether a scanner's test tells what the code said.
        public var showsContent: Bool

        public init(_ test: DeviceTest, seconds: Int, showsContent: Bool = false) {
            self.test = test
            self.seconds = seconds
            self.showsContent = showsContent
        }
    }

    /// Bounds of ``TestOrder/seconds``.
    public static let testSeconds = 5...600

    public func reply(to request: ControlRequest) async -> ControlReply {
        do throws(ControlFault) {
            switch request.command {
            case "status": return .result(try await inTime { await kiosk.status() })
            case "devices": return .result(try await inTime { await kiosk.deviceReport() })
            case "watch": return .events(try await inTime { await kiosk.watch() })
            case "test": return .events(try await begin(request.arguments()))
            case "test-next":
                guard try await inTime({ await kiosk.turnTest() }) else {
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
        let begun = try await inTime { () async -> Result<AsyncStream<DeviceTestEvent>, TestRefusal> in
            do throws(TestRefusal) {
                return .success(
                    try await kiosk.begin(
                        order.test, time: .seconds(order.seconds), showsContent: order.showsContent))
            } catch {
                return .failure(error)
            }
        }
        switch begun {
        case .success(let events): return events
        case .failure(let refusal): throw .refused(refusal.description)
        }
    }

    /// Technicians are answered even when the kiosk's loop is not.
    private func inTime<Value: Sendable>(
        _ question: @escaping @Sendable () async -> Value
    ) async throws(ControlFault) -> Value {
        guard let value = await answer(within: .seconds(4), of: question) else {
            throw .refused("the kiosk's loop does not answer")
        }
        return value
    }
}
