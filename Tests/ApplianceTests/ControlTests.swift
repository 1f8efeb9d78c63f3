import Dispenser
import Foundation
import KioskFrame
import KioskServices
import Logging
import Lookup
import NIOCore
import Synchronization
import Testing

@testable import Appliance
@testable import DeviceTests
@testable import Maintenance
@testable import PanelCalibration

@Suite("Control socket", .timeLimit(.minutes(10)))
struct ControlTests {
    struct Point: Codable, Equatable, Sendable {
        var x: Int
        var y: Int
    }

    @Test func `a command and its arguments go in, and a value comes back`() async throws {
        try await withControlServer(handling: echo) { path in
            let client = ControlClient(socket: path)
            let point = try await client.request("touch", Point(x: 3, y: 4)).result(as: Point.self)
            #expect(point == Point(x: 4, y: 3))
        }
    }

    @Test func `a refusal of the kiosk arrives with its reason`() async throws {
        try await withControlServer(handling: echo) { path in
            let client = ControlClient(socket: path)
            await #expect(throws: ControlFault.refused("unknown command dance")) {
                try await client.request("dance")
            }
            await #expect(throws: ControlFault.refused("the arguments do not fit the command touch")) {
                try await client.request("touch", ["x": "three"])
            }
            await #expect(throws: ControlFault.refused("the arguments do not fit the command touch")) {
                try await client.request("touch")
            }
        }
    }

    @Test(arguments: [
        "", "hello", "{", "[1,2]", #"{"command":7}"#, #"{"arguments":{}}"#, "\u{0}\u{1}\u{2}",
        #"{"command":""# + String(repeating: "x", count: 65) + #""}"#,
    ])
    func `an invalid line is refused, and the connection goes on`(_ garbage: String) async throws {
        try await withControlServer(handling: echo) { path in
            let socket = try RawSocket(path)
            try await socket.send(garbage + "\n")
            #expect(
                try await socket.line()
                    == refusal("expected one JSON object on one line, such as {\"command\":\"status\"}"))
            try await socket.send(#"{"command":"touch","arguments":{"x":1,"y":2}}"# + "\n")
            #expect(try await socket.line().contains(#""ok":true"#))
        }
    }

    @Test func `bytes that are no text are refused too`() async throws {
        try await withControlServer(handling: echo) { path in
            let socket = try RawSocket(path)
            try await socket.send([0xFF, 0xFE, 0x80, 0x0A])
            #expect(try await socket.line().contains(#""ok":false"#))
        }
    }

    @Test func `a line without end is cut off, with a reason`() async throws {
        try await withControlServer(handling: echo) { path in
            let socket = try RawSocket(path)
            try await socket.send(
                [UInt8](repeating: UInt8(ascii: "x"), count: ControlServer.Limits().maxLineByteCount * 3))
            #expect(try await socket.line() == refusal("a line holds at most 65536 bytes"))
            #expect(try await socket.isEnded())
            try await expectService(on: path)
        }
    }

    @Test func `a request may come in pieces, and several at once`() async throws {
        try await withControlServer(handling: echo) { path in
            let socket = try RawSocket(path)
            try await socket.send(#"{"command":"touch","argu"#)
            try await socket.send(#"ments":{"x":1,"y":2}}"# + "\n" + #"{"command":"no"}"# + "\n")
            #expect(try await socket.line().contains(#""ok":true"#))
            #expect(try await socket.line() == refusal("unknown command no"))
        }
    }

    @Test func `a client that hangs up after asking still gets its answer`() async throws {
        try await withControlServer(handling: echo) { path in
            let socket = try RawSocket(path)
            try await socket.send(#"{"command":"no"}"# + "\n")
            socket.finishSending()
            #expect(try await socket.line() == refusal("unknown command no"))
            #expect(try await socket.isEnded())
        }
    }

    @Test func `a client that never reads loses its connection and disturbs no other`() async throws {
        let tale = String(repeating: "la", count: 4_000_000)
        var limits = ControlServer.Limits()
        limits.idleTimeout = .seconds(2)
        try await withControlServer(limits) { request in
            request.command == "screen" ? .result(tale) : .done()
        } during: { path in
            let deaf = try RawSocket(path)
            try await deaf.send(#"{"command":"screen"}"# + "\n")
            // On a busy machine anybody may be idle for so long; not again and again.
            let client = ControlClient(socket: path, deadline: .seconds(30))
            #expect(try await becomesTrue { (try? await client.request("status")) != nil })
            #expect(try await becomesTrue { deaf.isBroken() })
            #expect(try await becomesTrue { (try? await client.request("status")) != nil })
        }
    }

    @Test func `a client that waits for a slow reply does not count as idle`() async throws {
        var limits = ControlServer.Limits()
        limits.idleTimeout = .milliseconds(200)
        try await withControlServer(limits) { _ in
            // Longer than anybody may idle.
            try? await Task.sleep(for: .milliseconds(700))
            return .done()
        } during: { path in
            let client = ControlClient(socket: path, deadline: .seconds(30))
            let isAnswered = try await becomesTrue { (try? await client.request("status")) != nil }
            #expect(isAnswered)
        }
    }

    @Test func `many clients are served at the same time`() async throws {
        try await withControlServer(handling: echo) { path in
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for index in 0..<12 {
                    group.addTask {
                        let client = ControlClient(socket: path, deadline: .seconds(60))
                        for round in 0..<20 {
                            let answer: Point = try await client.request("touch", Point(x: index, y: round))
                                .result()
                            guard answer == Point(x: round, y: index) else { return false }
                        }
                        return true
                    }
                }
                for try await isRight in group { #expect(isRight) }
            }
        }
    }

    @Test func `a client above the connection limit is refused with a reason`() async throws {
        var limits = ControlServer.Limits()
        limits.connectionLimit = 2
        try await withControlServer(limits, handling: echo) { path in
            let admitted = [try await client(on: path), try await client(on: path)]
            let late = try RawSocket(path)
            #expect(try await late.line() == refusal("too many clients; try again"))
            #expect(try await late.isEnded())
            // Also to one that has asked before it was heard.
            let client = ControlClient(socket: path, deadline: .seconds(60))
            await #expect(throws: ControlFault.refused("too many clients; try again")) {
                try await client.request("touch", Point(x: 1, y: 2))
            }
            admitted[0].finishSending()
            #expect(
                try await becomesTrue {
                    (try? await ControlClient(socket: path).request("touch", Point(x: 1, y: 2))) != nil
                })
        }
    }

    @Test func `the socket is for user and group only, and gone when the server stops`() async throws {
        let path = try await withControlServer(handling: echo) { path in
            let isSet = try await becomesTrue { try permissions(of: path) == 0o660 }
            #expect(isSet)
            return path
        }
        #expect(!FileManager.default.fileExists(atPath: path))
        await #expect(throws: ControlFault.self) { try await ControlClient(socket: path).request("status") }
    }

    @Test func `no other user can connect, not even before the permissions are set`() async throws {
        let path = temporarySocket()
        let server = ControlServer(path: path, logger: Logger(label: "test"), handler: echo)
        try await server.bind().executeThenClose { _ in
            let open = try permissions(of: path)
            #expect(open & 0o117 == 0)
        }
    }

    @Test func `a socket file left by a crash is replaced`() async throws {
        let path = temporarySocket()
        try RawSocket.leaveStale(path)
        try await withControlServer(at: path, handling: echo) { path in
            try await expectService(on: path)
        }
    }

    @Test func `a second server on the same socket is refused, and the first goes on`() async throws {
        try await withControlServer(handling: echo) { path in
            let second = ControlServer(path: path, logger: Logger(label: "test"), handler: echo)
            await #expect(throws: ControlFault.inUse(socket: path)) { try await second.run() }
            try await expectService(on: path)
        }
    }

    @Test func `a file that is no socket is left alone`() async throws {
        let path = temporarySocket()
        try Data("precious".utf8).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let server = ControlServer(path: path, logger: Logger(label: "test"), handler: echo)
        await #expect(throws: ControlFault.self) { try await server.run() }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "precious")
    }

    @Test func `a kiosk that does not answer is given up at the deadline`() async throws {
        try await withControlServer { _ in
            try? await Task.sleep(for: .seconds(3600))
            return .done()
        } during: { path in
            let client = ControlClient(socket: path, deadline: .milliseconds(100))
            await #expect(throws: ControlFault.timedOut(socket: path, after: .milliseconds(100))) {
                try await client.request("status")
            }
        }
    }

    @Test func `an operation that hangs is given up at the deadline`() async {
        let (never, keep) = AsyncStream.makeStream(of: Int.self)
        let given = await withDeadline(.milliseconds(50)) {
            // Deaf to cancellation, as an actor stuck in a call is.
            await Task.detached {
                for await value in never { return value }; return 0
            }.value
        }
        #expect(given == nil)
        keep.finish()
        #expect(await withDeadline(.seconds(60)) { 7 } == 7)
    }
}

private func permissions(of path: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    return try #require(attributes[.posixPermissions] as? Int)
}

/// A client that is being served, and stays; a place may be free only a moment after its last client left.
private func client(on path: String) async throws -> RawSocket {
    var admitted: RawSocket?
    let isAdmitted = try await becomesTrue {
        let socket = try RawSocket(path)
        try await socket.send(#"{"command":"no"}"# + "\n")
        admitted = socket
        return try await socket.line() == refusal("unknown command no")
    }
    try #require(isAdmitted)
    return try #require(admitted)
}

/// A well-behaved client is served.
private func expectService(on path: String) async throws {
    let client = ControlClient(socket: path, deadline: .seconds(30))
    let point = try await client.request("touch", ControlTests.Point(x: 1, y: 2)).result(
        as: ControlTests.Point.self)
    #expect(point == ControlTests.Point(x: 2, y: 1))
}

private let echo: @Sendable (ControlRequest) async -> ControlReply = { request in
    guard request.command == "touch" else { return .failure("unknown command \(request.command)") }
    do throws(ControlFault) {
        let point = try request.arguments(as: ControlTests.Point.self)
        return .result(ControlTests.Point(x: point.y, y: point.x))
    } catch {
        return .failure(error.description)
    }
}

private func refusal(_ why: String) -> String {
    let quoted = why.replacingOccurrences(of: "\"", with: "\\\"")
    return #"{"error":"\#(quoted)","ok":false}"#
}
