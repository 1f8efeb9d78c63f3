import Appliance
public import ArgumentParser
import ConfigurationFiles
public import Devices
import KioskCore
import Logging
import NIOCore

@main
enum Program {
    static func main() {
        useOneHeap()
        let signals = ShutdownSignals()
        // One thread is plenty for one control socket and one connection to the centre.
        NIOSingletons.groupLoopCountSuggestion = 1
        runProgram { await Kioskd.$signals.withValue(signals) { await Kioskd.main() } }
    }
}

struct Kioskd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kioskd",
        abstract: "Runs one kiosk: a ticket dispenser or a lookup terminal.",
        discussion: """
            Ends with status 78 when the configuration is wrong (kioskctl check FILE says the same), and 69 \
            when the display cannot be used.
            """)

    /// Taken over before the first thread; ArgumentParser makes the command itself.
    @TaskLocal static var signals: ShutdownSignals?

    @Option(help: "The kiosk's configuration file; docs/kiosk.example.yaml shows every key.")
    var config: String

    @Option(help: "Overrides the configuration's screen.display: auto, drm, fbdev or memory.")
    var display: DisplaySettings.Kind?

    func run() async throws {
        LoggingSystem.bootstrap(JournalLogHandler.init(label:))
        var settings = try loadConfiguration()
        if let display { settings.screen.display.kind = display }
        settings.screen.useSavedCalibration(from: settings.stateDirectory)
        let changes = ChangeNotifier()
        let driver = try open(settings.screen.display, changes)
        let panel = FirstFrameDisplay(driver, hasMouse: settings.screen.allowsMouse)
        let logger = Logger(label: "kioskd")
        for fault in settings.warnings {
            logger.warning("A file about hardware was left out", metadata: ["fault": "\(fault)"])
        }
        try await Services(settings, panel, changes, Self.signals, logger).run()
    }

    private func loadConfiguration() throws -> KioskConfiguration {
        do throws(ConfigurationFault) {
            return try KioskConfiguration.load(file: config)
        } catch {
            writeToStandardError(error.description + "\n")
            throw Ending.wrongConfiguration
        }
    }

    private func open(_ settings: DisplaySettings, _ changes: ChangeNotifier) throws -> any PanelDriver {
        do throws(DisplayFault) {
            return try openDisplay(settings, changes: changes)
        } catch {
            switch error {
            case .gone(let why), .unusable(let why): writeToStandardError("the display: \(why)\n")
            }
            throw Ending.noDisplay
        }
    }
}

extension DisplaySettings.Kind: ExpressibleByArgument {}

/// How the process ends, as `sysexits.h` numbers it.
enum Ending {
    static let noDisplay = ExitCode(69)
    static let wrongConfiguration = ExitCode(78)
}
