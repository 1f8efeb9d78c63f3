import ArgumentParser
import Dock
import Foundation
import KioskCore
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import UnixSignals

/// `kiosk-demo`: everything on one machine, until Ctrl-C.
struct RunDemo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Start everything and print the dev dock's address.",
        discussion: """
            DEMO_PORT is the dev dock's port (8080), DEMO_STATE a directory to keep, DEMO_ORIENTATION portrait or \
            landscape for both screens, and DEMO_CLOCK real or a time such as 2026-11-20T15:12:00+07:00 \
            (a working morning).
            """)

    @Option(help: "The directory with the demo's catalogue and dossiers.")
    var data = "demo"

    func run() async throws {
        LoggingSystem.bootstrap(StreamLogHandler.standardError)
        _ = signal(SIGPIPE, SIG_IGN)
        do {
            let settings = try DemoSettings(ProcessInfo.processInfo.environment)
            try await checkPort(settings.port)
            let directory = try DemoDirectory(named: settings.state)
            let cleanup = try startCleanup(of: directory)
            let outcome: Result<Void, any Error>
            do {
                try await Demo(settings, directory, data: URL(filePath: data, directoryHint: .isDirectory))
                    .run()
                outcome = .success(())
            } catch {
                outcome = .failure(error)
            }
            await cleanup.release(within: .seconds(15))
            try outcome.get()
        } catch {
            FileHandle.standardError.write(Data("The demo cannot run: \(error)\n".utf8))
            throw ExitCode.failure
        }
    }

    /// Fails before anything is started if the port is in use.
    private func checkPort(_ port: Int) async throws {
        do {
            let listener = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .bind(host: "127.0.0.1", port: port).get()
            try await listener.close()
        } catch {
            throw DemoSettings.Fault(
                description: """
                    port \(port) on 127.0.0.1 is in use. Free it, or choose another one: \
                    DEMO_PORT=\(port == 65535 ? port - 1 : port + 1) make demo
                    """)
        }
    }

    /// Starts the process that cleans up; every process started after this inherits the variable it looks
    /// for.
    private func startCleanup(of directory: DemoDirectory) throws -> SupervisedProcess {
        let path = directory.url.path
        guard unsafe setenv(DemoCleanup.variable, path, 1) == 0 else { throw POSIXError(.ENOMEM) }
        return try SupervisedProcess(
            Demo.program, ["clean-up", "--directory", path] + (directory.isKept ? ["--keep"] : []),
            log: .standardError)
    }
}
