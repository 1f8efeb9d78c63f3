/// From the start of the process to its first frame, as the service manager sees it.
struct Start {
    let bench: Bench

    init(_ bench: Bench) { self.bench = bench }

    func findings() throws -> [Finding] {
        let configuration = try RunningKioskd.configuration(bench)
        var samples = Samples()
        for round in 0..<32 {
            let kioskd = try RunningKioskd(bench, configuration: configuration)
            // The first two read the program and the store from the disk.
            if round >= 2 { samples.add(kioskd.ready - kioskd.started) }
            kioskd.stop()
        }
        return [
            Finding(
                "start-to-first-frame", "process start to first frame", median: samples, budget: 100,
                note: "kioskd, 50,000 dossiers, 2,000 procedures, 1080×1920, files in the page cache")
        ]
    }
}
