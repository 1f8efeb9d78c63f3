import ArgumentParser

@main
struct KioskDemo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kiosk-demo",
        abstract:
            "A whole service centre on this machine: central system, printer, two kiosks, and a dev dock.",
        subcommands: [RunDemo.self, RunKiosk.self, CleanUp.self], defaultSubcommand: RunDemo.self)
}
