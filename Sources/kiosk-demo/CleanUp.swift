import ArgumentParser
import Dock

/// `kiosk-demo clean-up`: removes what the demo that started it leaves behind.
struct CleanUp: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "clean-up", shouldDisplay: false)

    @Option(help: "The demo's directory.")
    var directory: String
    @Flag(help: "Keep the files.")
    var keep = false

    func run() async { await DemoCleanup(directory: directory, keepsDirectory: keep).run() }
}
