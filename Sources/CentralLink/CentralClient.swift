public import CentralContract
public import KioskCore

/// What a kiosk asks of the centre (`docs/api/openapi.yaml`): ``CentralHTTPClient`` in a kiosk, a script in a
/// simulation.
public protocol CentralClient: Sendable {
    /// The changes after a cursor, waiting for the first when there are none.
    ///
    /// - Parameters:
    ///   - cursor: 0 for the beginning.
    ///   - feed: The feed that the cursor belongs to; `nil` before the first page.
    ///   - limit: The most changes to return, 1 to 1000.
    ///   - wait: Whole seconds that the centre may wait for a change, 0 to 55.
    func feed(after cursor: Int64, feed: String?, limit: Int, wait: Int) async throws(LinkFault) -> FeedPage

    /// Uploads journal entries and returns up to which one the centre has stored them.
    func upload(_ upload: JournalUpload) async throws(LinkFault) -> JournalReceipt

    /// The public facts of a dossier; `nil` if the centre does not know it.
    func dossier(_ code: DossierCode) async throws(LinkFault) -> DossierFacts?

    /// Closes all connections; a call under way ends with ``LinkFault/cancelled``.
    func shutdown() async
}
