import Appliance
import ArgumentParser
import DeviceTests

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

/// The options of every test.
struct TestOptions: ParsableArguments {
    @OptionGroup var kiosk: KioskOptions

    @Option(help: "After so many seconds the test ends and the screen goes back to visitors.")
    var seconds = 60

    func validate() throws {
        guard KioskControl.testSeconds.contains(seconds) else {
            throw ValidationError("--seconds is 5 to 600")
        }
    }

    /// Runs a test and passes each event on; prints them all with `--json`.
    /// - Throws: `ExitCode` if it could not be run.
    func run(
        _ test: DeviceTest, showsContent: Bool = false, _ receive: (DeviceTestEvent) -> Void
    ) async throws {
        let order = KioskControl.TestOrder(test, seconds: seconds, showsContent: showsContent)
        do {
            var hasEnded = false
            let events = try await kiosk.client().events(of: "test", order, as: DeviceTestEvent.self)
            for try await event in events {
                if kiosk.json { printLine(json(event, isLine: true)) }
                if case .ended = event { hasEnded = true }
                receive(event)
            }
            guard hasEnded else { throw ControlFault.invalidReply("it ends in the middle of the test") }
        } catch let fault as ControlFault {
            throw exitStatus(for: fault)
        }
    }

    /// Prints a line for a person; nothing with `--json`.
    func show(_ text: String) { if !kiosk.json { printLine(printable(text)) } }
}

extension DeviceTestEnd {
    var text: String {
        switch self {
        case .done: "done"
        case .deadline: "time is up"
        case .stopped: "stopped at the kiosk"
        }
    }
}

struct TestScreen: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "screen",
        abstract: "Shows red, green, blue, white, black, greys, and a ruler in millimetres.",
        discussion: """
            A touch, or Enter here, shows the next. Hold a ruler to the last: when 100 mm are not 100 mm, \
            correct screen.pixelsPerMillimetre. The thin frame must be whole on all four edges.

            Exit status: 0 all were shown, 1 time was up or the kiosk is in use, 2 unreachable.
            """)

    @OptionGroup var options: TestOptions

    func run() async throws {
        var end: DeviceTestEnd?
        let client = options.kiosk.client()
        // Ends with the program: a read that waits for Enter cannot be cancelled.
        let lines = linesOfStandardInput()
        let (begun, begin) = AsyncStream.makeStream(of: Void.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for await _ in begun { break }
                for await _ in lines { _ = try? await client.request("test-next") }
            }
            try await options.run(.screen) { event in
                switch event {
                case .plate(let name, let index, let count):
                    begin.yield()
                    options.show("\(index)/\(count)  \(name)  (Enter or a touch: next)")
                case .ended(let how): end = how
                case .touched, .scanned, .printed, .calibrated, .refused: break
                }
            }
            group.cancelAll()
        }
        options.show(end?.text ?? "")
        guard end == .done else { throw ExitStatus.notGood }
    }
}

struct TestTouch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "touch",
        abstract: "Shows four crosses and tells how far off each touch was.",
        discussion: """
            Good is within \(Int(TestTouch.tolerance)) mm for each: the least gap between two buttons. Else \
            calibrate, in the technician's corner or with "kioskctl calibrate".

            Exit status: 0 all four good, 1 not, or the kiosk is in use, 2 unreachable.
            """)

    /// Millimetres.
    static let tolerance = 3.0

    @OptionGroup var options: TestOptions

    func run() async throws {
        var distances: [Double] = []
        var end: DeviceTestEnd?
        options.show("Touch the middle of each cross on the kiosk's screen.")
        try await options.run(.touch) { event in
            switch event {
            case .touched(let cross, let x, let y, let millimetres):
                distances.append(millimetres)
                let verdict = millimetres <= Self.tolerance ? "good" : "too far"
                options.show("cross \(cross): touched at \(x),\(y), \(millimetres) mm off: \(verdict)")
            case .ended(let how): end = how
            case .plate, .scanned, .printed, .calibrated, .refused: break
            }
        }
        options.show(end?.text ?? "")
        guard end == .done, distances.allSatisfy({ $0 <= Self.tolerance }) else { throw ExitStatus.notGood }
    }
}

struct TestScanner: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scanner",
        abstract: "Waits for a code and tells what kind it was, and which scanner read it.",
        discussion: """
            The content is neither told nor logged unless --show asks for it.

            Exit status: 0 a code came, 1 none did, or the kiosk is in use, 2 unreachable.
            """)

    @OptionGroup var options: TestOptions

    @Flag(help: "Also print what the code says. Use a code of your own: it may be personal.")
    var show = false

    func run() async throws {
        var wasScanned = false
        options.show("Hold a code to the scanner.")
        try await options.run(.scanner, showsContent: show) { event in
            switch event {
            case .scanned(let facts, let content):
                wasScanned = true
                options.show(facts.text)
                if let content { options.show(content) }
            case .ended(let how): if how != .done { options.show(how.text) }
            case .plate, .touched, .printed, .calibrated, .refused: break
            }
        }
        guard wasScanned else { throw ExitStatus.notGood }
    }
}

struct TestPrinter: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "printer",
        abstract: "Prints a test slip through the real queue and asks whether it came out well.",
        discussion: """
            On the slip: a ruler, Vietnamese letters, a QR, and where the cut must be.

            Exit status: 0 good, 1 not printed, or you said no, or the kiosk is in use, 2 unreachable.
            """)

    @OptionGroup var options: TestOptions

    @Flag(help: "Do not ask: the slip came out well.")
    var yes = false
    @Flag(help: "Do not ask: what the printer says counts.")
    var noQuestion = false

    func run() async throws {
        var outcome: String?
        try await options.run(.printer) { event in
            switch event {
            case .printed(let how, let condition):
                outcome = how
                options.show(Self.text(how, condition))
            case .ended(let how): if how != .done { options.show(how.text) }
            case .plate, .touched, .scanned, .calibrated, .refused: break
            }
        }
        guard let outcome, outcome != "failed" else { throw ExitStatus.notGood }
        if yes || noQuestion || options.kiosk.json { return }
        printError(
            "Is the slip whole, straight and cut, are the letters right, and does a phone read the QR? [y/n]")
        guard let answer = readLine()?.lowercased(), answer.hasPrefix("y") || answer.hasPrefix("c") else {
            throw ExitStatus.notGood
        }
    }

    private static func text(_ outcome: String, _ condition: String?) -> String {
        switch outcome {
        case "confirmed": "The printer confirmed that the slip is out."
        case "sent": "The slip was sent; this printer cannot say whether it came out."
        default: "No slip came out: \(condition ?? "unknown")."
        }
    }
}

struct Calibrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows the four crosses on the kiosk, for a panel too far off for the technician's corner.",
        discussion: """
            Touch each cross; then try it out and touch "Lưu" within 20 seconds, else the touch stays as it was.

            Exit status: 0 saved, 1 not, or the kiosk is in use, 2 unreachable.
            """)

    @OptionGroup var options: TestOptions

    func run() async throws {
        var isKept = false
        options.show("Touch the middle of each cross on the kiosk's screen, then save there.")
        try await options.run(.calibration) { event in
            switch event {
            case .calibrated(let numbers, let kept):
                isKept = kept
                options.show("saved: touchMatrix: [\(numbers.map { "\($0)" }.joined(separator: ", "))]")
            case .refused(let reason): options.show("refused: \(reason)")
            case .ended(let how): options.show(how.text)
            case .plate, .touched, .scanned, .printed: break
            }
        }
        guard isKept else { throw ExitStatus.notGood }
    }
}
