import Devices
import Dispenser
import Foundation
import KioskCore
import KioskFrame
import KioskServices
import Lookup
import Synchronization
import Testing

@testable import Appliance
@testable import DeviceTests
@testable import Maintenance
@testable import PanelCalibration

@Suite("Watching a kiosk", .serialized, .timeLimit(.minutes(10)))
struct WatchTests {
    private func event(_ x: Int) -> KioskEvent { KioskEvent(at: "t", what: .touch(phase: .up, x: x, y: 0)) }

    @Test func `a slow watcher receives the count of what was left out, in its place`() async {
        let (outlet, events) = EventOutlet.make()
        for index in 0..<EventOutlet.capacity + 44 { outlet.send(event(index)) }
        var reader = events.makeAsyncIterator()
        for index in 0..<EventOutlet.capacity { #expect(await reader.next() == event(index)) }
        outlet.send(event(1000))
        #expect(await reader.next()?.what == .leftOut(count: 44))
        #expect(await reader.next() == event(1000))
    }

    @Test func `events are sent as they happen, without the content of codes`() async throws {
        try await KioskFixture().running { bench in
            let socket = try RawSocket(bench.socket)
            try await socket.send(#"{"command":"watch"}"# + "\n")
            #expect(try await socket.line() == #"{"ok":true,"result":{}}"#)
            var scan = Scan(bytes: Array("H08.99-251120-0001".utf8), symbology: "]Q1")
            scan.scanner = "0c2e:0b61"
            bench.scans.yield(scan)
            #expect(
                try await socket.line().hasSuffix(
                    #""what":{"scan":{"code":{"kind":"dossier-code","length":18,"scanner":"0c2e:0b61","symbology":"]Q1"}}}}"#
                ))
            #expect(try await socket.line().contains(#"251120"#) == false)
            bench.touch(PixelPoint(x: 12, y: 1000))
            let lines = try await [socket.line(), socket.line()]
            #expect(lines.contains { $0.contains(#""touch":{"phase":"down","x":12,"y":1000}"#) })
            #expect(!lines.joined().contains("251120"))
        }
    }

    @Test func `touches have no position while the PIN is typed`() async throws {
        try await KioskFixture(role: .lookup).running { bench in
            let events = try await ControlClient(socket: bench.socket).events(
                of: "watch", as: KioskEvent.self)
            try await bench.press("Nhập mã số hồ sơ")
            #expect(try await bench.shows("keypad"))
            bench.touch(PixelPoint(x: 540, y: 1200))
            var touches: [KioskEvent.What] = []
            for try await event in events {
                if case .touch = event.what { touches.append(event.what) }
                if touches.count == 4 { break }
            }
            #expect(
                touches.suffix(2) == [
                    .touch(phase: .down, x: nil, y: nil), .touch(phase: .up, x: nil, y: nil),
                ])
            #expect(touches[0] != .touch(phase: .down, x: nil, y: nil))
        }
    }

    @Test func `a device that is plugged in, changes and is pulled is reported by name`() async throws {
        try await KioskFixture().running { bench in
            let events = try await ControlClient(socket: bench.socket).events(
                of: "watch", as: KioskEvent.self)
            // The first report is what there was before anybody watched.
            try #require(await becomesTrue { await bench.kiosk.hasDeviceReport })
            for state in ["being opened", "reading", nil] {
                bench.report.withLock { $0.scanners = state.map { [Examples.scanner(state: $0)] } ?? [] }
                bench.changes.notify()
                var reported: DeviceChange?
                for try await event in events {
                    if case .device(let change) = event.what { reported = change }
                    if reported != nil { break }
                }
                #expect(reported?.name == "scanner Honeywell 001/011")
                #expect(reported?.change == (state == nil ? .went : state == "reading" ? .changed : .came))
            }
        }
    }

    @Test func `a watcher that hangs up is removed`() async throws {
        try await KioskFixture().running { bench in
            do {
                let socket = try RawSocket(bench.socket)
                try await socket.send(#"{"command":"watch"}"# + "\n")
                _ = try await socket.line()
                #expect(await !bench.kiosk.watchers.isEmpty)
            }
            #expect(try await becomesTrue { await bench.kiosk.watchers.isEmpty })
        }
    }

    @Test func `a watcher without events gets keep-alives`() async throws {
        var limits = ControlServer.Limits()
        limits.idleTimeout = .seconds(1)
        let (silence, end) = AsyncStream.makeStream(of: KioskEvent.self)
        try await withControlServer(limits) { _ in
            .events(silence)
        } during: { path in
            let socket = try RawSocket(path)
            try await socket.send(#"{"command":"watch"}"# + "\n")
            _ = try await socket.line()
            for _ in 0..<3 { #expect(try await socket.line().isEmpty) }
            end.yield(event(3))
            var line = ""
            while line.isEmpty { line = try await socket.line() }
            #expect(line.contains(#""x":3"#))
            end.finish()
            #expect(try await socket.isEnded())
        }
    }

    @Test func `kioskctl prints events as text or as JSON`() async throws {
        let events = [
            KioskEvent(at: "2026-11-20T15:12:09+07:00", what: .screen(name: "home")),
            KioskEvent(
                at: "2026-11-20T15:12:10+07:00", what: .print(outcome: "failed", condition: "paperEmpty")),
            KioskEvent(at: "2026-11-20T15:12:11+07:00", what: .leftOut(count: 7)),
        ]
        try await withControlServer { request in
            request.command == "watch"
                ? .events(
                    AsyncStream { continuation in
                        for event in events { continuation.yield(event) }
                        continuation.finish()
                    }) : .failure("no")
        } during: { path in
            let text = try await Programs.run("kioskctl", ["watch", "--socket", path])
            #expect(text.status == 0)
            #expect(
                text.output == """
                    15:12:09  screen   home
                    15:12:10  print    failed: paperEmpty
                    15:12:11  …        7 events left out: read too slowly

                    """)
            let run = try await Programs.run("kioskctl", ["watch", "--json", "--socket", path])
            let read = try run.output.split(separator: "\n").map {
                try JSONDecoder().decode(KioskEvent.self, from: Data($0.utf8))
            }
            #expect(read == events)
        }
        #expect(try await Programs.run("kioskctl", ["watch", "--socket", "/tmp/no-kiosk.sock"]).status == 2)
    }
}
