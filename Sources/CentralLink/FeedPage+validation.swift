internal import CentralContract
internal import KioskCore

extension FeedPage {
    /// Whether the page can be a response to the request: in order, complete, and not longer than the limit.
    ///
    /// A page of another feed counts from that feed's beginning.
    func follows(cursor requested: Int64, feed requestedFeed: String?, limit: Int) -> Bool {
        let start = requestedFeed == nil || requestedFeed == feed ? requested : 0
        let count = changes.count + unknownChanges
        guard !feed.isEmpty, feed.utf8.count <= 128, count <= limit, remaining >= 0 else { return false }
        var last = start
        for change in changes {
            guard change.sequence > last, change.isConsistent else { return false }
            last = change.sequence
        }
        return count == 0 ? cursor == start : cursor >= last && cursor > start
    }
}

extension FeedChange {
    /// Whether the change contains a value of its kind and key, or none.
    var isConsistent: Bool {
        guard !isTombstone else { return true }
        let values: [Kind?] = [
            dossier.map { _ in .dossier }, procedure.map { _ in .procedure }, field.map { _ in .field },
            ticket.map { _ in .ticket }, dispenser.map { _ in .dispenser },
        ]
        return values.compactMap { $0 } == [kind] && ownKey == key
    }

    /// The key that the value itself contains.
    private var ownKey: String? {
        switch kind {
        case .dossier: dossier?.code.text
        case .procedure: procedure?.id
        case .field: field?.id
        case .ticket: ticket?.id
        case .dispenser: dispenser?.kiosk
        }
    }
}
