import ArgumentParser
import Dock

/// `kiosk-demo sweep`: clears up after the demo that started it.
struct Sweep: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "sweep", shouldDisplay: false)

    @Option(help: "The demo's directory.")
    var directory: String
    @Flag(help: "Leave the files.")
    var keep = false

    func run() async { await Sweeper(directory: directory, keepsDirectory: keep).run() }
}
