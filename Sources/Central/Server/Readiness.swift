import Synchronization

/// Tells whoever waits where the server listens, once both doors are open.
final class Readiness: Sendable {
    private struct State {
        var kiosks: ListenAddress?
        var console: ListenAddress?
        var isClosed = false
        var waiters: [CheckedContinuation<CentralServer.Addresses?, Never>] = []

        var addresses: CentralServer.Addresses? {
            guard let kiosks, let console else { return nil }
            return CentralServer.Addresses(kiosks: kiosks, console: console)
        }
    }

    private let state = Mutex(State())

    func kiosks(_ port: Int?, on host: String) {
        change { $0.kiosks = ListenAddress(host: host, port: port ?? 0) }
    }

    func console(_ port: Int?, on host: String) {
        change { $0.console = ListenAddress(host: host, port: port ?? 0) }
    }

    func close() { change { $0.isClosed = true } }

    func addresses() async -> CentralServer.Addresses? {
        await withCheckedContinuation { continuation in
            change { $0.waiters.append(continuation) }
        }
    }

    private func change(_ change: (inout State) -> Void) {
        let (waiters, addresses) = state.withLock { state in
            change(&state)
            guard state.addresses != nil || state.isClosed else {
                return ([CheckedContinuation<CentralServer.Addresses?, Never>](), state.addresses)
            }
            defer { state.waiters.removeAll() }
            return (state.waiters, state.addresses)
        }
        for waiter in waiters { waiter.resume(returning: addresses) }
    }
}
