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
        abstract: "Start everything and say where the workbench is.",
        discussion: """
            DEMO_PORT is the workbench's port (8080), DEMO_STATE a directory to keep, and DEMO_ORIENTATION \
            portrait or landscape for both screens.
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
            let sweeper = try startSweeper(of: directory)
            let outcome: Result<Void, any Error>
            do {
                try await Demo(settings, directory, data: URL(filePath: data, directoryHint: .isDirectory))
                    .run()
                outcome = .success(())
            } catch {
                outcome = .failure(error)
            }
            await sweeper.leave(within: .seconds(15))
            try outcome.get()
        } catch {
            FileHandle.standardError.write(Data("The demo cannot run: \(error)\n".utf8))
            throw ExitCode.failure
        }
    }

    /// Finds out before anything is started.
    private func checkPort(_ port: Int) async throws {
        do {
            let listener = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .bind(host: "127.0.0.1", port: port).get()
            try await listener.close()
        } catch {
            throw DemoSettings.Fault(
                description: """
                    port \(port) on 127.0.0.1 is taken. Free it, or choose another one: \
                    DEMO_PORT=\(port == 65535 ? port - 1 : port + 1) make demo
                    """)
        }
    }

    /// Everything that is started after this carries the demo's mark, and is ended with it.
    private func startSweeper(of directory: DemoDirectory) throws -> ChildProcess {
        let path = directory.url.path
        guard unsafe setenv(Sweeper.mark, path, 1) == 0 else { throw POSIXError(.ENOMEM) }
        return try ChildProcess(
            Demo.program, ["sweep", "--directory", path] + (directory.isKept ? ["--keep"] : []),
            log: .standardError)
    }
}
