import Appliance
import ArgumentParser

/// Tests of devices, on the kiosk's own screen and through its own queue.
struct Test: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tests a device; the kiosk gives no numbers meanwhile.",
        discussion: """
            A test begins only while nobody uses the kiosk. It ends by itself after --seconds, and when this \
            program ends; then the kiosk's front screen is back.

            Exit status: 0 good, 1 not good or not now, 2 unreachable, 64 wrong usage.
            """,
        subcommands: [TestScreen.self, TestTouch.self, TestScanner.self, TestPrinter.self])
}

/// What every test is asked with.
struct TestOptions: ParsableArguments {
    @OptionGroup var asking: Asking

    @Option(help: "After so many seconds the test ends and the screen goes back to visitors.")
    var seconds = 60

    func validate() throws {
        guard KioskControl.testSeconds.contains(seconds) else {
            throw ValidationError("--seconds is 5 to 600")
        }
    }

    /// Runs a test and hands each event over; prints them all as JSON where that is wanted.
    /// - Throws: `ExitCode` when it could not be run.
    func run(
        _ test: DeviceTest, showsContent: Bool = false, _ hear: (DeviceTestEvent) -> Void
    ) async throws {
        let order = KioskControl.TestOrder(test, seconds: seconds, showsContent: showsContent)
        do {
            var hasEnded = false
            let events = try await asking.client().follow("test", order, as: DeviceTestEvent.self)
            for try await event in events {
                if asking.json { say(json(event, isLine: true)) }
                if case .ended = event { hasEnded = true }
                hear(event)
            }
            guard hasEnded else { throw ControlFault.garbled("it ends in the middle of the test") }
        } catch let fault as ControlFault {
            throw ending(fault)
        }
    }

    /// Words for a person; nothing where JSON is wanted.
    func tell(_ words: String) { if !asking.json { say(printable(words)) } }
}

extension DeviceTestEnd {
    var words: String {
        switch self {
        case .done: "done"
        case .deadline: "time is up"
        case .stopped: "stopped at the kiosk"
        }
    }
}
