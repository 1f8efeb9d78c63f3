import Appliance
import ArgumentParser

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
        options.tell("Touch the middle of each cross on the kiosk's screen, then save there.")
        try await options.run(.calibration) { event in
            switch event {
            case .calibrated(let numbers, let kept):
                isKept = kept
                options.tell("saved: touchMatrix: [\(numbers.map { "\($0)" }.joined(separator: ", "))]")
            case .refused(let reason): options.tell("refused: \(reason)")
            case .ended(let how): options.tell(how.words)
            case .plate, .touched, .scanned, .printed: break
            }
        }
        guard isKept else { throw Outcome.no }
    }
}
