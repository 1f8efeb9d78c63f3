import Devices
import Foundation
import Glibc
import KioskCore
import SimulatedDevices
import Testing

@Suite(.timeLimit(.minutes(1)))
struct `An IPP printer that sends a byte now and then` {
    @Test func `is given up at the deadline of the call`() async throws {
        let printer = try Trickler()
        defer { printer.stop() }
        let uri = try #require(IPPPrinterURI("ipp://127.0.0.1:\(printer.port)/ipp/print"))
        let client = IPPClient(limit: .milliseconds(500))
        let start = ContinuousClock.now
        await #expect(throws: CUPSFault.self) { try await client.condition(of: uri) }
        // And the next question is asked anew.
        await #expect(throws: CUPSFault.self) { try await client.job(named: "A-001", at: uri) }
        #expect(.now - start < Trickler.patience)
    }

    /// Sends headers that never end in response to every request.
    private final class Trickler: Sendable {
        /// How long it goes on.
        static let patience = Duration.seconds(20)

        let port: UInt16
        private let listener: CInt

        init() throws {
            let listener = try LoopbackPort.socket(boundTo: 0)
            try #require(listen(listener, 4) == 0)
            port = LoopbackPort.number(of: listener)
            self.listener = listener
            Thread.detachNewThread {
                while true {
                    let connection = accept(listener, nil, nil)
                    guard connection >= 0 else { return }
                    Thread.detachNewThread { Self.talk(on: connection) }
                }
            }
        }

        private static func talk(on connection: CInt) {
            let head = Array("HTTP/1.1 200 OK\r\nX-Long: ".utf8)
            var isOpen = send(connection, head, head.count, CInt(MSG_NOSIGNAL)) > 0
            let end = ContinuousClock.now + patience
            while isOpen, ContinuousClock.now < end {
                usleep(50_000)
                isOpen = send(connection, "x", 1, CInt(MSG_NOSIGNAL)) > 0
            }
            close(connection)
        }

        func stop() {
            shutdown(listener, CInt(SHUT_RDWR))
            close(listener)
        }
    }
}
