import Central
import Dock
import Foundation
import KioskCore
import Logging

/// The central system of the demo, with the demo's data in it.
struct DemoCentralSystem {
    let server: CentralServer
    let summary: String
    /// The central system's database, into which `kiosk-central import` may write while the demo runs.
    let database: String

    /// - Parameter data: The directory with `catalogue.json` and `dossiers.ndjson`.
    init(
        directory: URL, data: URL, authority: String, identity: DemoAuthority.Identity, clock: DemoClock,
        logger: Logger
    ) throws {
        let now: @Sendable () -> Timestamp = { clock.now }
        database = directory.appending(path: "central.sqlite").path
        let database = try CentralDatabase(path: self.database)
        let report: (ImportRemark) -> Void = { logger.warning("Demo data: \($0)") }
        let catalogue = try CatalogueImport(database: database).run(
            file: data.appending(path: "catalogue.json").path, remark: report, gap: { _ in })
        let dossiers = try DossierImport(database: database, now: now).run(
            file: data.appending(path: "dossiers.ndjson").path, remark: report, progress: { _ in })
        summary =
            "\(catalogue.changed + catalogue.unchanged) fields and procedures, "
            + "\(dossiers.changed + dossiers.unchanged) dossiers, all invented"
        server = try CentralServer(
            database: database, kiosks: NetworkAddress(host: "127.0.0.1", port: 0),
            console: NetworkAddress(host: "127.0.0.1", port: 0),
            certificates: .init(
                certificate: identity.certificate, key: identity.key, clientAuthority: authority),
            logger: logger, now: now)
    }
}
