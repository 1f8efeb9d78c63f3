internal import CentralContract
internal import KioskCore

extension FeedPage {
    /// Whether the page can be an answer to what was asked: in order, whole, and not more than wanted.
    ///
    /// A page of another feed counts from that feed's beginning.
    func follows(cursor asked: Int64, feed askedFeed: String?, limit: Int) -> Bool {
        var last = askedFeed == nil || askedFeed == feed ? asked : 0
        guard !feed.isEmpty, feed.utf8.count <= 128, changes.count <= limit, remaining >= 0 else {
            return false
        }
        for change in changes {
            guard change.sequence > last, change.isConsistent else { return false }
            last = change.sequence
        }
        return changes.isEmpty ? cursor == last : cursor >= last
    }
}

extension FeedChange {
    /// Whether the change holds a value of its kind and key, or none.
    var isConsistent: Bool {
        guard !isTombstone else { return true }
        let values: [Kind?] = [
            dossier.map { _ in .dossier }, procedure.map { _ in .procedure }, field.map { _ in .field },
            ticket.map { _ in .ticket },
        ]
        let keys = [dossier?.code.text, procedure?.id, field?.id, ticket?.id]
        return values.compactMap { $0 } == [kind] && keys.compactMap { $0 } == [key]
    }
}
