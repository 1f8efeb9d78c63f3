import ArgumentParser
import Dock
import Foundation
import KioskCore
import Logging
import NIOCore
import ServiceLifecycle
import UnixSignals

/// `kiosk-demo`: everything on one machine.
struct RunDemo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "run")
    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let directory = try DemoDirectory(named: environment["DEMO_STATE"])
        unsafe setenv(Sweeper.mark, directory.url.path, 1)
        let me = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        let sweeper = try ChildProcess(me, ["sweep", "--directory", directory.url.path], log: .standardError)
        let logger = Logger(label: "demo")
        var services: [any Service] = []
        var kiosks: [KioskProcess] = []
        for role in KioskRole.allCases {
            let link = try await LinkProxy(toPort: 9)
            services.append(link)
            let k = KioskProcess(
                id: role.rawValue, role: role, link: link, executable: me,
                arguments: ["kiosk", "--config", role.rawValue], directory: try directory.own(role.rawValue),
                logger: logger)
            kiosks.append(k)
            services.append(k)
        }
        let dock = DockServer(
            kiosks: kiosks, tray: PaperTray(),
            about: .init(console: nil, printerQueue: nil, examples: [.init("Dossier", "H08.99-251120-0001")])
        ) { _ in }
        services.append(
            dock.application(port: Int(environment["DEMO_PORT"] ?? "") ?? 8080, logger: logger) {
                print($0.localAddress as Any)
            })
        var group = ServiceGroupConfiguration(
            services: services, gracefulShutdownSignals: [.sigint, .sigterm, .sighup], logger: logger)
        group.maximumGracefulShutdownDuration = .seconds(8)
        group.maximumCancellationDuration = .seconds(3)
        try await ServiceGroup(configuration: group).run()
        await sweeper.leave(within: .seconds(10))
    }
}
