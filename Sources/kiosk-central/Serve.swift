import ArgumentParser
import Central
import Foundation
import KioskCore
import Logging
import ServiceLifecycle
import UnixSignals

/// `kiosk-central serve`.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve kiosks over mutual TLS, and the counter console.")

    @OptionGroup var database: DatabaseOption
    @Option(help: "Where kiosks connect; port 0 takes a free one.", transform: address)
    var listen = NetworkAddress(host: "127.0.0.1", port: 8443)
    @Option(
        help: "Where staff open the console; plain HTTP, so keep it to loopback or the counters' network.",
        transform: address)
    var console = NetworkAddress(host: "127.0.0.1", port: 8081)
    @Option(
        help: "A host name, beside plain addresses, under which the console may be opened; may be repeated.")
    var consoleName: [String] = []
    @Option(help: "The server's certificate chain, PEM.")
    var certificate: String
    @Option(help: "The server's key, PEM.")
    var key: String
    @Option(help: "The authority that signs kiosks' certificates, PEM. A kiosk's id is its common name.")
    var clientAuthority: String
    @Option(help: "A file to write the addresses to, as soon as both are open.")
    var readyFile: String?

    func run() async throws {
        var logger = Logger(label: "kiosk-central", factory: { StreamLogHandler.standardError(label: $0) })
        logger.logLevel = .notice
        let server: CentralServer
        do {
            server = try CentralServer(
                database: database.open(), kiosks: listen, console: console, consoleNames: Set(consoleName),
                certificates: .init(certificate: certificate, key: key, clientAuthority: clientAuthority),
                logger: logger, now: KioskCentral.now)
        } catch let fault as StartFault {
            KioskCentral.printError(fault.description)
            throw ExitCode(2)
        }
        var configuration = ServiceGroupConfiguration(
            services: [server, Announcement(server: server, readyFile: readyFile)],
            gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = .seconds(5)
        configuration.maximumCancellationDuration = .seconds(5)
        try await ServiceGroup(configuration: configuration).run()
    }
}

/// Prints the addresses, once both listeners are open.
struct Announcement: Service {
    let server: CentralServer
    let readyFile: String?

    func run() async throws {
        if let addresses = await server.addresses() {
            let lines = "kiosks \(addresses.kiosks)\nconsole \(addresses.console)\n"
            FileHandle.standardOutput.write(Data(lines.utf8))
            if let readyFile {
                try Data(lines.utf8).write(to: URL(fileURLWithPath: readyFile), options: .atomic)
            }
        }
        try await gracefulShutdown()
    }
}

private func address(_ text: String) throws -> NetworkAddress {
    guard let address = NetworkAddress(text) else {
        throw ValidationError("An address is written like 127.0.0.1:8443 or [::1]:8443; this one is not.")
    }
    return address
}
