import Appliance
import ArgumentParser

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
        options.tell("Touch the middle of each cross on the kiosk's screen.")
        try await options.run(.touch) { event in
            switch event {
            case .touched(let cross, let x, let y, let millimetres):
                distances.append(millimetres)
                let verdict = millimetres <= Self.tolerance ? "good" : "too far"
                options.tell("cross \(cross): touched at \(x),\(y), \(millimetres) mm off: \(verdict)")
            case .ended(let how): end = how
            case .plate, .scanned, .printed, .calibrated, .refused: break
            }
        }
        options.tell(end?.words ?? "")
        guard end == .done, distances.allSatisfy({ $0 <= Self.tolerance }) else { throw Outcome.no }
    }
}
