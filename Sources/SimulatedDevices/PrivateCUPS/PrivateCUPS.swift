public import Devices

/// A `cupsd` of our own on loopback, in its own directory, with our backend and no other queue.
///
/// It never touches the machine's CUPS. As root it runs its backends as user `lp`, as CUPS does; as an
/// ordinary user everything runs as that user. It ends with this process, however this process ends.
public final class PrivateCUPS: Sendable {
    /// CUPS's own backend for IPP printers.
    public static let ippBackend = ["ipp": "/usr/lib/cups/backend/ipp"]

    /// Where it listens.
    public let server: CUPSServer
    private let layout: CUPSLayout
    private let daemon: HelperProcess
    private let removesDirectory: Bool

    /// Starts a server and waits until it answers.
    ///
    /// - Parameters:
    ///   - backend: The built `kiosk-printer-backend`; it is copied to where CUPS looks for backends.
    ///   - otherBackends: Programs of backends besides ours, by their scheme; ``ippBackend`` is one.
    ///   - forbidsAdministration: Whether its policy lets nobody resume or change a queue.
    ///   - directory: Its files, kept across restarts; `nil` for a temporary one.
    ///   - port: 0 takes a free one.
    ///   - deadline: How long it may take to answer.
    public init(
        backend: String, otherBackends: [String: String] = [:], forbidsAdministration: Bool = false,
        directory: String? = nil, port: UInt16 = 0, deadline: Duration = .seconds(10)
    ) async throws {
        removesDirectory = directory == nil
        layout = directory.map { CUPSLayout(root: $0) } ?? .temporary()
        let port = try port == 0 ? LoopbackPort.free() : port
        server = CUPSServer(host: "127.0.0.1", port: port)
        try layout.prepare(
            backend: backend, otherBackends: otherBackends, port: port,
            forbidsAdministration: forbidsAdministration)
        daemon = try HelperProcess(
            "/usr/sbin/cupsd", ["-f", "-c", layout.configuration, "-s", layout.filesConfiguration])
        let client = CUPSClient(server)
        let end = ContinuousClock.now + deadline
        while true {
            do throws(CUPSFault) {
                _ = try await client.activeJobs(of: "")
                return
            } catch {
                // A refusal is an answer.
                if case .refused = error { return }
            }
            guard daemon.isRunning, ContinuousClock.now < end else {
                let log = layout.lastErrors()
                stop()
                throw SimulationFault("cupsd does not answer on port \(port). Its log ends: \(log)")
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    deinit { stop() }

    /// Makes a raw queue to a printer behind our backend.
    public func addQueue(_ name: String, to uri: PrinterURI) async throws {
        try await CUPSClient(server).addQueue(name, deviceURI: uri.description)
    }

    /// Ends the server and its backends; waits until they are gone.
    ///
    /// A temporary directory goes too.
    public func stop() {
        daemon.stop(patience: .seconds(3))
        if removesDirectory { layout.remove() }
    }

    /// Ends the server as a power cut would.
    public func kill() { daemon.kill() }

    /// The end of the server's own log.
    public func lastErrors() -> String { layout.lastErrors() }
}
