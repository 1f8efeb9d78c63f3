import Central
import Foundation
import KioskCore
import Logging

/// The central system of the demo, with the demo's data in it.
struct DemoCentre {
    let server: CentralServer
    let summary: String
    /// The centre's file, into which `kiosk-central import` may write while the demo runs.
    let database: String

    /// - Parameter data: The directory with `catalogue.json` and `dossiers.ndjson`.
    init(directory: URL, data: URL, authority: String, identity: DemoAuthority.Identity, logger: Logger)
        throws
    {
        let now: @Sendable () -> Timestamp = {
            Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        }
        database = directory.appending(path: "central.sqlite").path
        let database = try CentralDatabase(path: self.database)
        let complain: (ImportRemark) -> Void = { logger.warning("Demo data: \($0)") }
        let catalogue = try CatalogueImport(database: database).run(
            file: data.appending(path: "catalogue.json").path, remark: complain, gap: { _ in })
        let dossiers = try DossierImport(database: database, now: now).run(
            file: data.appending(path: "dossiers.ndjson").path, remark: complain, progress: { _ in })
        summary =
            "\(catalogue.changed + catalogue.unchanged) fields and procedures, "
            + "\(dossiers.changed + dossiers.unchanged) dossiers, all invented"
        server = try CentralServer(
            database: database, kiosks: ListenAddress(host: "127.0.0.1", port: 0),
            console: ListenAddress(host: "127.0.0.1", port: 0),
            certificates: .init(
                certificate: identity.certificate, key: identity.key, clientAuthority: authority),
            logger: logger, now: now)
    }
}
