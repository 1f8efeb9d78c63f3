import KioskCore
import Synchronization

/// The addresses of the server, for tasks that wait until both listeners are open.
final class ListenerReadiness: Sendable {
    private struct State {
        var kiosks: NetworkAddress?
        var console: NetworkAddress?
        var isClosed = false
        var waiters: [CheckedContinuation<CentralServer.Addresses?, Never>] = []

        var addresses: CentralServer.Addresses? {
            guard let kiosks, let console else { return nil }
            return CentralServer.Addresses(kiosks: kiosks, console: console)
        }
    }

    private let state = Mutex(State())

    func kiosks(_ port: Int?, on host: String) {
        change { $0.kiosks = NetworkAddress(host: host, port: UInt16(port ?? 0)) }
    }

    func console(_ port: Int?, on host: String) {
        change { $0.console = NetworkAddress(host: host, port: UInt16(port ?? 0)) }
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
