/// From the start of the process to its first frame, as the service manager sees it.
struct Start {
    let bench: Bench

    init(_ bench: Bench) { self.bench = bench }

    func findings() throws -> [Finding] {
        var (kioskd, bare) = (Samples(), Samples())
        for round in 0..<32 {
            let times = [try timeToReady(RunningProgram.kioskd), try timeToReady(RunningProgram.bare)]
            // The first two read the programs and the store from the disk.
            guard round >= 2 else { continue }
            kioskd.add(times[0])
            bare.add(times[1])
        }
        return [
            Finding(
                "start-to-first-frame", "process start to first frame", kioskd,
                to: Bare("bare program", bare), goal: .atMost(1.5),
                note: "kioskd, 50,000 dossiers, 2,000 procedures, 1080×1920, files in the page cache"),
            Finding(
                "start-bare", "… of a bare program", bare,
                note: "fonts opened, one page painted; linked as kioskd is"),
        ]
    }

    private func timeToReady(_ start: (Bench) throws -> RunningProgram) throws -> Duration {
        let program = try start(bench)
        defer { program.stop() }
        return program.timeToReady
    }
}
