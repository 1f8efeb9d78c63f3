import Foundation
import Simulation
import Testing

/// The real kiosk and the real centre through many days, from seeds.
///
/// `make simulate DAYS=… SEED=…` does the same for as long as wanted; `KIOSK_SIMULATION_DAYS` makes this one longer.
@Suite struct SimulationTests {
    static let days = ProcessInfo.processInfo.environment["KIOSK_SIMULATION_DAYS"].flatMap(Int.init) ?? 20

    @Test(arguments: [1, 2] as [UInt64]) func `whatever fails, every rule holds after every event`(
        _ seed: UInt64
    )
        throws
    {
        let folder = TemporaryFolder()
        let simulation = try Simulation(seed: seed, folder: folder.url)
        try simulation.run(days: Self.days)
        let seen = simulation.statistics
        #expect(seen.tickets > Self.days * 2 && seen.slips > Self.days && seen.lookups > 0, "\(seen)")
        #expect(
            seen.powerCuts > 0 && seen.linkFaults > 0 && seen.paperFaults > 0 && seen.clockJumps > 0,
            "\(seen)")
    }

    @Test func `a seed replays exactly`() throws {
        let hashes = try (0..<2).map { _ in
            let folder = TemporaryFolder()
            let simulation = try Simulation(seed: 42, folder: folder.url)
            try simulation.run(days: 5)
            return simulation.historyHash
        }
        #expect(hashes[0] == hashes[1])
    }
}

/// On the RAM disk where there is one: the simulation's files need not survive.
private final class TemporaryFolder {
    let url: URL

    init() {
        let memory = URL(filePath: "/dev/shm")
        let parent =
            FileManager.default.isWritableFile(atPath: memory.path())
            ? memory : FileManager.default.temporaryDirectory
        url = parent.appending(path: "kiosk-simulation-\(UUID().uuidString)")
    }

    deinit { try? FileManager.default.removeItem(at: url) }
}
