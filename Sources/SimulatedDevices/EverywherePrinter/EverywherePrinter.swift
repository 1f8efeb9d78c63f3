internal import Devices
internal import Foundation

/// An IPP Everywhere receipt printer in a process of its own: CUPS's `ippeveprinter`, with a roll of paper.
///
/// It is an independent implementation of the standard, and so a check of ours. It needs a D-Bus of its own,
/// since its use of Avahi cannot be switched off. It ends with this process, however this process ends.
public final class EverywherePrinter: Sendable {
    /// What the paper does with the next document.
    public enum Paper: Hashable, Sendable {
        /// It comes out.
        case comesOut
        /// It comes out, and the roll is near its end.
        case comesOutLow
        /// It comes out, and nothing is left.
        case comesOutLast
        /// It waits for somebody, with this reason; empty for none.
        case waits(reason: String)
        /// The printer gives the document up.
        case refuses

        fileprivate var word: String {
            switch self {
            case .comesOut: "print"
            case .comesOutLow: "low"
            case .comesOutLast: "last"
            case .waits(let reason): "wait \(reason)"
            case .refuses: "refuse"
            }
        }
    }

    /// A document that came out of the printer.
    public struct Document: Hashable, Sendable {
        public var format: String
        public var path: String
    }

    /// For `lpadmin -v`.
    public var uri: String { "ipp://localhost:\(port)/ipp/print" }
    public let port: UInt16
    private let layout: EverywhereLayout
    private let bus: HelperProcess
    private let printer: HelperProcess
    private let removesDirectory: Bool

    /// Starts a printer and waits until it answers.
    ///
    /// - Parameters:
    ///   - formats: The MIME types that it reads.
    ///   - dotsPerInch: The resolution of its raster.
    ///   - kinds: Its `pwg-raster-document-type-supported`.
    ///   - directory: Its files, kept across restarts; `nil` for a temporary one.
    ///   - port: 0 takes a free one.
    public init(
        formats: [String], dotsPerInch: Int = 203, kinds: [String] = ["black_1", "sgray_8"],
        directory: String? = nil, port: UInt16 = 0, deadline: Duration = .seconds(20)
    ) async throws {
        removesDirectory = directory == nil
        layout = EverywhereLayout(root: directory ?? "/tmp/kiosk-ipp-\(UUID().uuidString.prefix(8))")
        self.port = try port == 0 ? LoopbackPort.free() : port
        try layout.prepare(formats: formats, dotsPerInch: dotsPerInch, kinds: kinds)
        bus = try HelperProcess(
            "/usr/bin/dbus-daemon",
            [
                "--config-file=/usr/share/dbus-1/system.conf", "--address=\(layout.bus)", "--nofork",
                "--nopidfile", "--nosyslog",
            ])
        let end = ContinuousClock.now + deadline
        while !FileManager.default.fileExists(atPath: layout.busSocket), ContinuousClock.now < end {
            try await Task.sleep(for: .milliseconds(20))
        }
        printer = try HelperProcess(
            "/usr/bin/env",
            [
                "DBUS_SYSTEM_BUS_ADDRESS=\(layout.bus)", "/usr/sbin/ippeveprinter", "-r", "off", "-n",
                "localhost",
                "-p", "\(self.port)", "-d", layout.spool, "-a", layout.attributes, "-c", layout.command,
                "Receipt",
            ])
        set(.comesOut)
        guard let address = IPPPrinterURI(uri) else { throw SimulationFault("\(uri) is no printer's URI.") }
        let client = IPPClient()
        while (try? await client.condition(of: address)) == nil {
            guard printer.isRunning, ContinuousClock.now < end else {
                stop()
                throw SimulationFault("ippeveprinter does not answer on port \(self.port).")
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    deinit { stop() }

    public func set(_ paper: Paper) { layout.write(paper: paper.word) }

    /// Says how many of 250 sheets the printer thinks that it has: 25 is low, 0 is empty.
    ///
    /// Through the form on its own web page, since that is where `ippeveprinter` has its paper.
    public func load(sheets: Int) throws {
        let form = "media?size0=\(EverywhereLayout.paperName)&type0=continuous&level0=\(sheets)"
        let page = try HelperProcess(
            "/usr/bin/curl", ["-s", "-o", "/dev/null", "http://localhost:\(port)/\(form)"])
        guard page.ends(within: .seconds(10)) else {
            throw SimulationFault("The printer's web page is stuck.")
        }
    }

    /// What came out, in order.
    public var tray: [Document] { layout.documents() }

    /// Whether a document is at the print head and does not come out.
    public var isWaiting: Bool { FileManager.default.fileExists(atPath: layout.waiting) }

    /// Makes it deaf, with what it has, or lets it go on where it was.
    public func freeze(_ isFrozen: Bool) { printer.freeze(isFrozen) }

    /// Ends it; a temporary directory goes too.
    public func stop() {
        freeze(false)
        printer.stop(patience: .seconds(2))
        bus.stop(patience: .seconds(2))
        if removesDirectory { layout.remove() }
    }

    /// Ends it as a power cut would.
    public func kill() {
        printer.kill()
        bus.kill()
    }
}
