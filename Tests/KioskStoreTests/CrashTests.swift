import Foundation
import KioskCore
import TestKit
import Testing

@testable import KioskStore

/// Kills a program that issues tickets, again and again, at moments drawn from a seed.
@Suite struct CrashTests {

    /// The tickets that a run reported before it was killed, by touch.
    private func run(_ number: Int, on fixture: StoreFixture, killedAfter delay: Duration) async throws
        -> [String:
        Int]
    {
        let process = Process()
        let output = Pipe()
        process.executableURL = try Self.executable()
        process.arguments = [fixture.path, "run\(number)"]
        process.standardOutput = output
        try process.start()
        // The delay counts from the first acknowledged ticket, so that no run is killed while starting.
        var reported = try output.fileHandleForReading.read(upToCount: 1) ?? Data()
        try await Task.sleep(for: delay)
        kill(process.processIdentifier, SIGKILL)
        reported += try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(process.terminationReason == .uncaughtSignal)
        // A last line without its end was not reported.
        let lines = String(decoding: reported, as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false)
        let pairs = lines.dropLast().map { $0.split(separator: " ") }
        return Dictionary(pairs.map { (String($0[0]), Int($0[1]) ?? 0) }) { first, _ in first }
    }

    private static func executable() throws -> URL {
        let beside = [Bundle.main.bundleURL, Bundle.main.bundleURL.deletingLastPathComponent()]
        let candidates = beside.map { $0.appending(path: "StoreCrasher") }
        return try #require(candidates.first { FileManager.default.isExecutableFile(atPath: $0.path) })
    }

    @Test func `killed at a hundred moments, it loses no ticket and gives no number twice`() async throws {
        let fixture = try StoreFixture()
        var random = SeededGenerator(seed: 20_260_105)
        var acknowledged: [String: Int] = [:]
        for number in 1...100 {
            let delay = Duration.microseconds(Int.random(in: 0...40_000, using: &random))
            acknowledged.merge(try await run(number, on: fixture, killedAfter: delay)) { first, _ in first }
        }
        let (store, report) = try fixture.openWithReport(now: Timestamp(milliseconds: 1_800_000_000_000))
        #expect(report == .opened)
        let stored = try store.ownTickets(on: store.lastDay())
        let ordinals = Dictionary(stored.map { ($0.id, $0.number.ordinal) }) { first, _ in first }
        for (touch, ordinal) in acknowledged { #expect(ordinals[touch] == ordinal) }
        #expect(acknowledged.count >= 100)
        #expect(Set(stored.map(\.number)).count == stored.count)
        #expect(stored.map(\.number.ordinal).sorted() == Array(1...stored.count), "no gap either")
        #expect(try store.events().compactMap(\.ticket?.id).count == stored.count)
        #expect(try store.verifyChain() == .intact(entries: stored.count))
        try store.verify()
    }
}
