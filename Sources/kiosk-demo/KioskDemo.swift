import ArgumentParser

@main
struct KioskDemo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kiosk-demo",
        abstract: "A whole centre on this machine: central system, printer, two kiosks, and a workbench.",
        subcommands: [RunDemo.self, RunKiosk.self, Sweep.self], defaultSubcommand: RunDemo.self)
}
