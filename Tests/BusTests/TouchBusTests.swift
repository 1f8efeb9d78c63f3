import Testing

/// The real hub in a process of its own, on an emulated evdev panel of 1920 by 1080 units.
@Suite(
    .enabled(if: TouchEmulator.whatIsMissing == nil, "\(TouchEmulator.whatIsMissing ?? "")"),
    .timeLimit(.minutes(10)))
struct TouchBusTests {
    private func bench(_ options: String...) async throws -> TouchBench {
        let bench = try TouchBench(["--display", "memory", "--size", "1920x1080"] + options)
        try await bench.expectPanel(listed: true)
        return bench
    }

    @Test func `the panel is held, so that no console hears it`() async throws {
        let bench = try TouchBench(["--display", "memory"])
        try await bench.expect("grabbed")
        bench.tell("probe quit")
        try await bench.expect("bye")
    }

    @Test func `a finger comes out as the pixel under it`() async throws {
        let bench = try await bench()
        bench.tell("down 0 960 540", "move 0 0 0", "move 0 1919 1079", "up 0")
        for touch in ["down 960 540", "move 0 0", "move 1919 1079", "up 1919 1079"] {
            try await bench.expect("touch \(touch)")
        }
    }

    @Test(arguments: [("90", "9 1059"), ("180", "1899 1059"), ("270", "1910 20")])
    func `turned with the picture`(_ rotation: String, _ place: String) async throws {
        let bench = try await bench("--rotation", rotation)
        // A quarter turn makes it a panel of 1080 by 1920 pixels, with the units it has.
        if rotation == "180" {
            bench.tell("down 0 20 20")
        } else {
            // The 20th of 1080 pixels across, the 9th of 1920 down.
            bench.tell("down 0 36 5")
        }
        try await bench.expect("touch down \(place)")
    }

    @Test func `calibrated, from the next report on`() async throws {
        let bench = try await bench("--calibration", "1,0,0.25,0,1,0")
        bench.tell("down 0 480 540", "up 0")
        try await bench.expect("touch down 960 540")
        bench.tell("probe calibrate -1,0,1,0,1,0")
        try await bench.expect("done calibrate")
        bench.tell("down 1 100 700")
        try await bench.expect("touch down 1819 700")
    }

    @Test func `a finger whose lifting was lost is found to be gone`() async throws {
        let bench = try await bench()
        bench.tell("down 0 960 540")
        try await bench.expect("touch down 960 540")
        bench.tell("silently up 0")
        try await bench.expect("touch up 960 540")
        bench.tell("down 0 100 100")
        try await bench.expect("touch down 100 100")
    }

    @Test func `pulled under the finger it cancels; plugged in again, the finger has to be lifted first`()
        async throws
    {
        let bench = try await bench()
        bench.tell("down 0 960 540")
        try await bench.expect("touch down 960 540")
        bench.tell("unplug")
        try await bench.expect("touch cancelled 960 540")
        try await bench.expectPanel(listed: false)
        bench.tell("plug")
        try await bench.expectPanel(listed: true)
        bench.tell("move 0 970 540", "up 0", "down 1 5 5")
        try await bench.expect("touch down 5 5")
    }

    @Test func `plugged and pulled many times, it never hangs`() async throws {
        let bench = try await bench()
        for _ in 0..<25 {
            bench.tell("unplug", "plug")
            try await bench.expect("<6>touch: An input device was found.")
        }
        bench.tell("down 0 960 540")
        try await bench.expect("touch down 960 540")
        bench.tell("probe quit")
        try await bench.expect("bye")
    }
}
