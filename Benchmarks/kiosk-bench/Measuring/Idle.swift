/// What a kiosk costs that nobody touches.
struct Idle {
    private static let seconds = 60

    let bench: Bench

    init(_ bench: Bench) { self.bench = bench }

    func findings() async throws -> [Finding] {
        let kioskd = try RunningProgram.kioskd(bench)
        defer { kioskd.stop() }
        bench.say("  waiting 45 s for what a kiosk does after its start")
        try await Task.sleep(for: .seconds(45))
        bench.say("  watching it for \(Self.seconds) s")
        var watch = ProcessWatch(kioskd.id)
        let end = ContinuousClock.now + .seconds(Self.seconds)
        while ContinuousClock.now < end {
            try await Task.sleep(for: .milliseconds(250))
            watch.look()
        }
        let share = watch.working / .seconds(Self.seconds) * 100
        let memory = ProcessReading.proportionalMemory(of: kioskd.id)
        let wakes = watch.wakes.sorted { $0.value > $1.value }.map { "\($0.key) \(Int($0.value))" }
        let own = ProcessReading.writtenMemory(of: kioskd.id)
        return [
            Finding(
                "memory", "memory of kioskd (PSS)", memory, "MiB", goal: .atMost(42),
                note: "7.9 MiB of it stand for the panel; \(written(own, "MiB")) are of written pages"),
            Finding(
                "idle-moments", "times an idle kioskd wakes in a minute", Double(watch.moments), "",
                goal: .atMost(5),
                note: "link and printer off; voluntary context switches: " + wakes.joined(separator: ", ")),
            Finding("idle-cpu", "processor time of an idle kioskd", share, "%"),
        ]
    }
}
