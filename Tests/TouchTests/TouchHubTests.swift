import Foundation
import KioskCore
import Testing

@testable import Devices

@Suite("The hub of all touch panels")
struct TouchHubTests {
    private func touch(_ phase: TouchEvent.Phase, _ x: Int = 0) -> TouchEvent {
        TouchEvent(phase, at: PixelPoint(x: x, y: 0))
    }

    /// What a reader finds that comes back after a while.
    private func passed(_ touches: [TouchEvent]) async -> [TouchEvent] {
        let (stream, continuation) = AsyncStream.makeStream(
            of: TouchEvent.self, bufferingPolicy: .bufferingOldest(TouchQueue.capacity))
        let queue = TouchQueue(continuation)
        for touch in touches { queue.send(touch) }
        queue.finish()
        return await stream.reduce(into: []) { $0.append($1) }
    }

    @Test func `a slow reader loses moves, and no press and no release`() async {
        let moves = (0..<1000).map { touch(.move, $0) }
        let read = await passed([touch(.down)] + moves + [touch(.up, 999), touch(.down, 5), touch(.up, 5)])
        #expect(read.count < TouchQueue.capacity)
        #expect(read.first == touch(.down))
        #expect(read.suffix(3) == [touch(.up, 999), touch(.down, 5), touch(.up, 5)])
    }

    @Test func `a reader that reads nothing for long finds that the touch was cancelled`() async {
        let (stream, continuation) = AsyncStream.makeStream(
            of: TouchEvent.self, bufferingPolicy: .bufferingOldest(TouchQueue.capacity))
        let queue = TouchQueue(continuation)
        queue.send(touch(.down))
        for _ in 0..<TouchQueue.capacity {
            for phase in [TouchEvent.Phase.up, .down] { queue.send(touch(phase)) }
        }
        var reader = stream.makeAsyncIterator()
        for _ in 0..<TouchQueue.capacity { _ = await reader.next() }
        queue.send(touch(.up))
        queue.send(touch(.move))
        queue.send(touch(.down, 7))
        #expect(await reader.next() == touch(.cancelled, 7))
        #expect(await reader.next() == touch(.down, 7))
    }

    @Test func `what appears in the folder and is no panel is listed and left alone, until it goes`()
        async throws
    {
        let folder = FileManager.default.temporaryDirectory.appending(path: "input-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let hub = TouchHub(
            TouchSettings(picture: PixelSize(width: 10, height: 10), folder: folder.path))
        try await withThrowingTaskGroup { group in
            group.addTask { await hub.run() }
            let device = folder.appending(path: "event7")
            try Data().write(to: device)
            try await wait { hub.devices.map(\.path) == [device.path] }
            #expect(hub.devices.first?.use == .ignored)
            try Data().write(to: folder.appending(path: "mouse0"))
            try FileManager.default.removeItem(at: device)
            try await wait { hub.devices.isEmpty }
            group.cancelAll()
        }
        // Cancelled, the touches end: this returns.
        for await touch in hub.touches { Issue.record("\(touch)") }
    }

    @Test func `a folder that is not there yet is waited for`() async throws {
        let parent = FileManager.default.temporaryDirectory.appending(path: "dev-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: parent) }
        let folder = parent.appending(path: "input")
        let hub = TouchHub(TouchSettings(picture: PixelSize(width: 10, height: 10), folder: folder.path))
        try await withThrowingTaskGroup { group in
            group.addTask { await hub.run() }
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data().write(to: folder.appending(path: "event0"))
            try await wait { hub.devices.count == 1 }
            group.cancelAll()
        }
    }

    private func wait(until isSo: () -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(150)
        while !isSo() {
            try #require(ContinuousClock.now < deadline)
            try await Task.sleep(for: .milliseconds(2))
        }
    }
}
