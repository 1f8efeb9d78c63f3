import Synchronization

/// Hands values to one reader, and tells the giver when the reader has come back for the next.
///
/// A reader that deals with a value before it asks for another has by then dealt with it: that is how a
/// script knows that the kiosk has handled its touch, without waiting for a while and hoping.
final class HandOver<Value: Sendable>: Sendable {
    private struct Item {
        let value: Value
        let giver: CheckedContinuation<Bool, Never>
    }
    private struct State {
        var waiting: [Item] = []
        var inHand: CheckedContinuation<Bool, Never>?
        var reader: CheckedContinuation<Value?, Never>?
        var isOver = false
    }
    private let state = Mutex(State())

    /// The values, for one reader; it ends with ``end()`` or when the reader is cancelled.
    func values() -> AsyncStream<Value> {
        AsyncStream {
            await self.next()
        } onCancel: {
            self.end()
        }
    }

    /// Gives a value; returns when it was dealt with, and whether it was.
    @discardableResult
    func give(_ value: Value) async -> Bool {
        await withCheckedContinuation { giver in
            let refused = state.withLock { state in
                if state.isOver { return true }
                if let reader = state.reader {
                    state.reader = nil
                    state.inHand = giver
                    reader.resume(returning: value)
                } else {
                    state.waiting.append(Item(value: value, giver: giver))
                }
                return false
            }
            if refused { giver.resume(returning: false) }
        }
    }

    /// Nothing more comes; who still waits is told.
    func end() {
        let left = state.withLock { state in
            state.isOver = true
            let left = (state.reader, [state.inHand].compactMap(\.self) + state.waiting.map(\.giver))
            (state.reader, state.inHand, state.waiting) = (nil, nil, [])
            return left
        }
        left.0?.resume(returning: nil)
        for giver in left.1 { giver.resume(returning: false) }
    }

    private func next() async -> Value? {
        await withCheckedContinuation { reader in
            state.withLock { state in
                state.inHand?.resume(returning: true)
                state.inHand = nil
                if state.isOver {
                    reader.resume(returning: nil)
                } else if state.waiting.isEmpty {
                    state.reader = reader
                } else {
                    let item = state.waiting.removeFirst()
                    state.inHand = item.giver
                    reader.resume(returning: item.value)
                }
            }
        }
    }
}
