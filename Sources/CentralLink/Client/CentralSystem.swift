public import CentralContract
public import KioskCore

/// What a kiosk asks of the centre (`docs/api/openapi.yaml`).
public protocol CentralSystem: Sendable {
    /// The changes after a cursor, waiting for the first when there are none.
    ///
    /// - Parameters:
    ///   - cursor: 0 for the beginning.
    ///   - feed: which feed the cursor is of; nothing before the first page.
    ///   - limit: 1 to 1000.
    ///   - wait: whole seconds, 0 to 55.
    func feed(after cursor: Int64, feed: String?, limit: Int, wait: Int) async throws(LinkFault) -> FeedPage

    /// Hands journal entries over; says up to which one the centre has stored them.
    func upload(_ upload: JournalUpload) async throws(LinkFault) -> JournalReceipt

    /// The public facts of a dossier; nothing when the centre does not know it.
    func dossier(_ code: DossierCode) async throws(LinkFault) -> DossierFacts?

    /// Returns when the centre answers that it is well.
    func health() async throws(LinkFault)
}
