import Appliance
import ArgumentParser

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
                options.tell(Self.words(how, condition))
            case .ended(let how): if how != .done { options.tell(how.words) }
            case .plate, .touched, .scanned, .calibrated, .refused: break
            }
        }
        guard let outcome, outcome != "failed" else { throw Outcome.no }
        if yes || noQuestion || options.asking.json { return }
        complain(
            "Is the slip whole, straight and cut, are the letters right, and does a phone read the QR? [y/n]")
        guard let answer = readLine()?.lowercased(), answer.hasPrefix("y") || answer.hasPrefix("c") else {
            throw Outcome.no
        }
    }

    private static func words(_ outcome: String, _ condition: String?) -> String {
        switch outcome {
        case "confirmed": "The printer confirmed that the slip is out."
        case "sent": "The slip was sent; this printer cannot say whether it came out."
        default: "No slip came out: \(condition ?? "unknown")."
        }
    }
}
