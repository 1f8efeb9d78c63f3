import Foundation
import Synchronization
import TestKit

/// A running emulator: orders go in by lines, and what it and its program say comes out by lines.
package final class EmulatorTalk: Sendable {
    /// What was said, and when.
    package typealias Line = (text: String, at: ContinuousClock.Instant)

    private struct Heard {
        var lines: [Line] = []
        var part: [UInt8] = []
    }
    private let heard = Mutex(Heard())
    private let process = Process()
    private let input: FileHandle
    private let patience: Duration
    private let each: @Sendable (String) -> Void

    /// - Parameters:
    ///   - patience: How long a line is waited for.
    ///   - each: Called with every line, as it comes.
    package init(
        _ command: [String], patience: Duration, each: @escaping @Sendable (String) -> Void = { _ in }
    ) throws {
        self.patience = patience
        self.each = each
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", "exec umockdev-wrapper \"$@\"", "sh"] + command
        let pipes = (input: Pipe(), output: Pipe())
        process.standardInput = pipes.input
        process.standardOutput = pipes.output
        process.standardError = pipes.output
        input = pipes.input.fileHandleForWriting
        pipes.output.fileHandleForReading.readabilityHandler = { [weak self] handle in
            let data = handle.availableData
            if data.isEmpty { handle.readabilityHandler = nil } else { self?.hear(data) }
        }
        try process.start()
    }

    deinit {
        // It ends with its orders, and has its program end before; a signal may be blocked.
        try? input.close()
    }

    private func hear(_ data: Data) {
        let now = ContinuousClock.now
        heard.withLock { heard in
            heard.part += data
            while let end = heard.part.firstIndex(of: 0x0A) {
                let line = String(decoding: heard.part[..<end], as: UTF8.self)
                heard.lines.append((line, now))
                each(line)
                heard.part.removeFirst(end + 1)
            }
        }
    }

    /// Lines that nobody has asked for yet.
    package var rest: [String] { heard.withLock { $0.lines.map(\.text) } }

    package func forget() { heard.withLock { $0.lines = [] } }

    /// All at once, so that a busy machine puts no time between them.
    package func tell(_ lines: [String]) {
        // An emulator that ended is seen by what it no longer says.
        try? input.write(contentsOf: Data(lines.map { $0 + "\n" }.joined().utf8))
    }

    /// The first line that fits; it and no other is taken away.
    package func next(_ fits: (String) -> Bool) async throws -> Line {
        try await waited { lines in lines.firstIndex { fits($0.text) }.map { lines.remove(at: $0) } }
    }

    /// Everything up to the first line that fits, and that line; all of it is taken away.
    @discardableResult
    package func lines(through fits: (String) -> Bool) async throws -> [String] {
        try await waited { lines in
            guard let at = lines.firstIndex(where: { fits($0.text) }) else { return nil }
            defer { lines.removeFirst(at + 1) }
            return lines[...at].map(\.text)
        }
    }

    /// Asks again and again until the answer is as wished.
    package func repeatedly(_ isSo: () async throws -> Bool) async throws {
        let deadline = ContinuousClock.now + patience
        while ContinuousClock.now < deadline {
            if try await isSo() { return }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw Silence(heard: rest)
    }

    private func waited<Found>(_ find: (inout [Line]) -> Found?) async throws -> Found {
        let deadline = ContinuousClock.now + patience
        while ContinuousClock.now < deadline {
            if let found = heard.withLock({ heard in find(&heard.lines) }) { return found }
            try await Task.sleep(for: .milliseconds(2))
        }
        throw Silence(heard: rest)
    }

    /// Nothing that was waited for came.
    package struct Silence: Error { package var heard: [String] }
}
