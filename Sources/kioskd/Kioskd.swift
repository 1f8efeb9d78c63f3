import Appliance
public import ArgumentParser
import ConfigurationFiles
public import Devices
import KioskCore
import Logging

@main
struct Kioskd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kioskd",
        abstract: "Runs one kiosk: a ticket dispenser or a lookup terminal.",
        discussion: """
            Ends with status 78 when the configuration is wrong (kioskctl check FILE says the same), and 69 \
            when the display cannot be used.
            """)

    @Option(help: "The kiosk's configuration file; docs/kiosk.example.yaml shows every key.")
    var config: String

    @Option(help: "Overrides the configuration's screen.display: auto, drm, fbdev or memory.")
    var display: DisplaySettings.Kind?

    func run() async throws {
        LoggingSystem.bootstrap(JournalLogHandler.init(label:))
        var settings = try loadConfiguration()
        if let display { settings.screen.display.kind = display }
        let panel = FirstFrameDisplay(try open(settings.screen.display))
        let logger = Logger(label: "kioskd")
        for fault in settings.warnings {
            logger.warning("A file about hardware was left out", metadata: ["fault": "\(fault)"])
        }
        try await Services(settings, panel, logger).run()
    }

    private func loadConfiguration() throws -> KioskConfiguration {
        do throws(ConfigurationFault) {
            return try KioskConfiguration.load(file: config)
        } catch {
            writeToStandardError(error.description + "\n")
            throw Ending.wrongConfiguration
        }
    }

    private func open(_ settings: DisplaySettings) throws -> any PanelDriver {
        do throws(DisplayFault) {
            return try openDisplay(settings)
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
