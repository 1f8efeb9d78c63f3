internal import Devices
internal import Foundation

/// The directories and configuration files of a private CUPS server.
struct CUPSLayout: Hashable, Sendable {
    private static let stock = "/usr/lib/cups"

    let root: String

    var configuration: String { root + "/etc/cupsd.conf" }
    var filesConfiguration: String { root + "/etc/cups-files.conf" }
    private var log: String { root + "/log/error_log" }
    private var asRoot: Bool { geteuid() == 0 }

    static func temporary() -> CUPSLayout {
        CUPSLayout(root: "/tmp/kiosk-cups-\(UUID().uuidString.prefix(8))")
    }

    /// Makes everything that `cupsd` needs; what is there already is kept.
    ///
    /// - Parameter otherBackends: Programs of backends besides ours, by their scheme.
    func prepare(
        backend: String, otherBackends: [String: String], port: UInt16, forbidsAdministration: Bool
    ) throws(SimulationFault) {
        do {
            // User lp must be able to walk through to what is its own, and nobody else to look around.
            try makeDirectory("", mode: 0o711)
            for name in ["/etc", "/log", "/lib", "/lib/backend"] { try makeDirectory(name, mode: 0o755) }
            for (name, mode) in [
                ("/spool", 0o710), ("/spool/tmp", 0o1770), ("/cache", 0o770), ("/state", 0o755),
            ] {
                try makeDirectory(name, mode: mode, ofPrintUser: true)
            }
            for name in ["/daemon", "/filter", "/driver", "/notifier"] {
                try? FileManager.default.removeItem(atPath: root + "/lib" + name)
                try FileManager.default.createSymbolicLink(
                    atPath: root + "/lib" + name, withDestinationPath: Self.stock + name)
            }
            try HelperProcess.install(backend, at: root + "/lib/backend/" + PrinterURI.scheme)
            for (scheme, program) in otherBackends {
                try HelperProcess.install(program, at: root + "/lib/backend/" + scheme)
            }
            try daemonSettings(port: port, forbidsAdministration: forbidsAdministration).write(
                toFile: configuration, atomically: true, encoding: .utf8)
            try fileSettings.write(toFile: filesConfiguration, atomically: true, encoding: .utf8)
        } catch {
            throw SimulationFault("A private CUPS cannot be set up in \(root): \(error)")
        }
    }

    func remove() { try? FileManager.default.removeItem(atPath: root) }

    func lastErrors() -> String {
        let text = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").suffix(5).joined(separator: " | ")
    }

    private func makeDirectory(_ name: String, mode: Int, ofPrintUser: Bool = false) throws {
        let path = root + name
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        var attributes: [FileAttributeKey: Any] = [.posixPermissions: mode]
        if ofPrintUser, asRoot { attributes[.groupOwnerAccountName] = "lp" }
        try FileManager.default.setAttributes(attributes, ofItemAtPath: path)
    }

    /// `DirtyCleanInterval 0` here and `SyncOnClose Yes` there: a job that was accepted survives a power cut.
    private func daemonSettings(port: UInt16, forbidsAdministration: Bool) -> String {
        let forbidden = """
              <Limit Resume-Printer Enable-Printer CUPS-Accept-Jobs CUPS-Add-Modify-Printer>
                AuthType Basic
                Require user @SYSTEM
              </Limit>

            """
        return """
            Listen 127.0.0.1:\(port)
            Browsing Off
            BrowseLocalProtocols none
            DefaultAuthType None
            WebInterface No
            LogLevel warn
            MaxLogSize 1m
            ErrorPolicy abort-job
            MaxJobTime 60
            JobKillDelay 5
            MultipleOperationTimeout 30
            PreserveJobHistory 300
            PreserveJobFiles No
            IdleExitTimeout 0
            DirtyCleanInterval 0
            <Location />
              Order allow,deny
              Allow localhost
            </Location>
            <Location /admin>
              Order allow,deny
              Allow localhost
            </Location>
            <Policy default>
              JobPrivateAccess default
              JobPrivateValues default
              SubscriptionPrivateAccess default
              SubscriptionPrivateValues default
            \(forbidsAdministration ? forbidden : "")\
              <Limit All>
                Order allow,deny
                Allow localhost
              </Limit>
            </Policy>

            """
    }

    private var fileSettings: String {
        """
        ServerRoot \(root)/etc
        ServerBin \(root)/lib
        RequestRoot \(root)/spool
        TempDir \(root)/spool/tmp
        CacheDir \(root)/cache
        StateDir \(root)/state
        AccessLog \(root)/log/access_log
        ErrorLog \(log)
        PageLog \(root)/log/page_log
        LogFilePerm 0644
        Sandboxing relaxed
        SyncOnClose Yes
        \(asRoot ? "SystemGroup root lpadmin\nUser lp\nGroup lp" : "")

        """
    }
}
