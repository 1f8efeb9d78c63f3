import Foundation
import Simulation
import Testing

/// The real kiosk and the real centre through many days, from seeds.
///
/// `make simulate DAYS=… SEED=…` does the same for as long as wanted. `KIOSK_SIMULATION_SECONDS` lets every
/// seed here live as many days as fit into that time, as `make test` does.
@Suite struct SimulationTests {
    static let days = 10
    static let time = ProcessInfo.processInfo.environment["KIOSK_SIMULATION_SECONDS"]
        .flatMap(Int.init).map { Duration.seconds($0) }

    @Test(arguments: [1, 2] as [UInt64])
    func `whatever fails, every rule holds after every event`(_ seed: UInt64) throws {
        let folder = TemporaryFolder()
        let simulation = try Simulation(seed: seed, folder: folder.url)
        let start = ContinuousClock.now
        try simulation.run(days: Self.days)
        while let time = Self.time, ContinuousClock.now - start < time { try simulation.run(days: 1) }
        let seen = simulation.statistics
        print("Seed \(seed): \(seen)")
        #expect(seen.tickets > seen.days * 4 && seen.slips > seen.days * 2 && seen.lookups > 0, "\(seen)")
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
