import Appliance
import ArgumentParser

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
        options.tell("Hold a code to the scanner.")
        try await options.run(.scanner, showsContent: show) { event in
            switch event {
            case .scanned(let facts, let content):
                wasScanned = true
                options.tell(facts.words)
                if let content { options.tell(content) }
            case .ended(let how): if how != .done { options.tell(how.words) }
            case .plate, .touched, .printed, .calibrated, .refused: break
            }
        }
        guard wasScanned else { throw Outcome.no }
    }
}
