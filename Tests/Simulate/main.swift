import Foundation
import Simulation

// make simulate DAYS=… SEED=…: days of a centre; a rule that does not hold ends it with all that is needed to
// see it again.

let arguments = CommandLine.arguments.dropFirst().map { UInt64($0) }
guard arguments.count == 2, let days = arguments.first ?? nil, let seed = arguments.last ?? nil else {
    FileHandle.standardError.write(Data("usage: simulate DAYS SEED\n".utf8))
    exit(64)
}

let memory = URL(filePath: "/dev/shm")
let parent =
    FileManager.default.isWritableFile(atPath: memory.path())
    ? memory : FileManager.default.temporaryDirectory
let folder = parent.appending(path: "kiosk-simulation-\(ProcessInfo.processInfo.processIdentifier)")
let start = ContinuousClock.now
do {
    let simulation = try Simulation(seed: seed, folder: folder)
    for day in 1...max(1, days) {
        try simulation.run(days: 1)
        if day % 100 == 0 || day == days {
            let seconds = (ContinuousClock.now - start) / .seconds(1)
            print(
                "\(day) days in \(Int(seconds)) s, \(simulation.eventCount) events: \(simulation.statistics)")
        }
    }
    print("Every rule held; history \(String(simulation.historyHash, radix: 16)).")
    try FileManager.default.removeItem(at: folder)
} catch {
    print("\(error)")
    try? FileManager.default.removeItem(at: folder)
    exit(1)
}
