import Synchronization

/// Delivers values to one reader, and resumes each sender when the reader returns for the next value.
///
/// A reader that processes a value before it asks for another has by then processed it: that is how a script
/// knows that the kiosk has handled its touch, without sleeping.
final class AcknowledgedQueue<Value: Sendable>: Sendable {
    private struct Item {
        let value: Value
        let sender: CheckedContinuation<Bool, Never>
    }
    private struct State {
        var waiting: [Item] = []
        var unacknowledged: CheckedContinuation<Bool, Never>?
        var reader: CheckedContinuation<Value?, Never>?
        var isFinished = false
    }
    private let state = Mutex(State())

    /// The values, for one reader; it ends with ``finish()`` or when the reader is cancelled.
    func values() -> AsyncStream<Value> {
        AsyncStream {
            await self.next()
        } onCancel: {
            self.finish()
        }
    }

    /// Sends a value.
    /// - Returns: Whether it was processed; `false` if the queue was finished before.
    @discardableResult
    func send(_ value: Value) async -> Bool {
        await withCheckedContinuation { sender in
            let isRefused = state.withLock { state in
                if state.isFinished { return true }
                if let reader = state.reader {
                    state.reader = nil
                    state.unacknowledged = sender
                    reader.resume(returning: value)
                } else {
                    state.waiting.append(Item(value: value, sender: sender))
                }
                return false
            }
            if isRefused { sender.resume(returning: false) }
        }
    }

    /// Ends the queue; senders that still wait are resumed.
    func finish() {
        let (reader, senders) = state.withLock { state in
            state.isFinished = true
            let left = (state.reader, [state.unacknowledged].compactMap(\.self) + state.waiting.map(\.sender))
            (state.reader, state.unacknowledged, state.waiting) = (nil, nil, [])
            return left
        }
        reader?.resume(returning: nil)
        for sender in senders { sender.resume(returning: false) }
    }

    private func next() async -> Value? {
        await withCheckedContinuation { reader in
            state.withLock { state in
                state.unacknowledged?.resume(returning: true)
                state.unacknowledged = nil
                if state.isFinished {
                    reader.resume(returning: nil)
                } else if state.waiting.isEmpty {
                    state.reader = reader
                } else {
                    let item = state.waiting.removeFirst()
                    state.unacknowledged = item.sender
                    reader.resume(returning: item.value)
                }
            }
        }
    }
}
