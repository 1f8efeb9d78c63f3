import Appliance
import ArgumentParser

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
        let client = options.asking.client()
        // Ends with the program: nobody can take back a read that waits for Enter.
        let lines = linesOfStandardInput()
        let (begun, begin) = AsyncStream.makeStream(of: Void.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for await _ in begun { break }
                for await _ in lines { _ = try? await client.ask("test-next") }
            }
            try await options.run(.screen) { event in
                switch event {
                case .plate(let name, let index, let count):
                    begin.yield()
                    options.tell("\(index)/\(count)  \(name)  (Enter or a touch: next)")
                case .ended(let how): end = how
                case .touched, .scanned, .printed, .calibrated, .refused: break
                }
            }
            group.cancelAll()
        }
        options.tell(end?.words ?? "")
        guard end == .done else { throw Outcome.no }
    }
}
