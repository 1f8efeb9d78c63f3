public import Devices
public import KioskCore
internal import Synchronization

/// A simulated receipt printer on loopback TCP.
///
/// It takes one connection at a time, answers real-time questions wherever they stand, keeps what it was sent
/// in a buffer while it cannot print, and goes on with it when it can, unless the buffer was cleared.
public final class VirtualReceiptPrinter: Sendable {
    /// What happened in or at the printer.
    public enum Event: Hashable, Sendable {
        case printed(PrintedSlip)
        case fault(VirtualPrinterFault)
        /// A half slip was torn off as the roll was changed.
        case torn
    }

    private struct State {
        var machine: VirtualPrinterMachine
        var tray: [PrintedSlip] = []
        var printed = 0
        var scraps: [DotBitmap] = []
        var bytesTaken = 0
        var unknownCommands = 0
        var trigger: TriggeredFault?
        var watchers: [Int: AsyncStream<Event>.Continuation] = [:]
        var nextWatcher = 0
    }

    private static let longestTray = 200

    private let state: Mutex<State>
    private let server: PrinterSocket
    private let wallClock: @Sendable () -> Timestamp
    /// Where it listens.
    public let address: NetworkAddress

    /// Switches a printer on.
    ///
    /// - Parameters:
    ///   - port: 0 takes a free one; another keeps its place over restarts.
    ///   - bufferSize: Bytes it takes before it has printed them.
    /// - Throws: When the port is taken.
    public init(
        profile: PrinterProfile = .generic80, port: UInt16 = 0, bufferSize: Int = 64 * 1024,
        wallClock: @escaping @Sendable () -> Timestamp = { .now }
    ) throws(SimulationFault) {
        state = Mutex(State(machine: VirtualPrinterMachine(profile: profile, bufferSize: bufferSize)))
        server = try PrinterSocket(port: port)
        address = NetworkAddress(host: "127.0.0.1", port: server.port)
        self.wallClock = wallClock
        server.start(serving: self)
    }

    deinit { server.stop() }

    /// The URI with which CUPS reaches it through our backend.
    public var uri: PrinterURI { PrinterURI(address: address, profile: profileName) }

    private var profileName: String { state.withLock { $0.machine.profile.name } }

    /// Switches it off for good.
    public func stop() {
        server.stop()
        state.withLock { state in
            for watcher in state.watchers.values { watcher.finish() }
            state.watchers.removeAll()
        }
    }

    public var fault: VirtualPrinterFault { state.withLock { $0.machine.fault } }
    /// The whole slips, oldest first; only the last 200 are kept.
    public var tray: [PrintedSlip] { state.withLock { $0.tray } }
    /// Half slips that were torn off.
    public var scraps: [DotBitmap] { state.withLock { $0.scraps } }
    /// Whether a half slip hangs out of it.
    public var hasUnfinishedPaper: Bool { state.withLock { $0.machine.hasUnfinishedPaper } }
    /// Every byte it ever took from the cable.
    public var bytesTaken: Int { state.withLock { $0.bytesTaken } }
    /// Commands it did not know: none, when a slip came through whole.
    public var unknownCommands: Int { state.withLock { $0.unknownCommands } }

    /// Makes a fault, or mends it with `.none`; mending an empty printer is new paper.
    public func set(_ fault: VirtualPrinterFault) {
        let replies = state.withLock { state in
            let outcome = state.machine.set(fault)
            notify(.fault(fault), to: state)
            return keep(outcome, in: &state)
        }
        server.faultChanged(isOffline: fault == .offline, send: replies)
    }

    /// Makes a fault in the moment in which the last of these bytes has been taken.
    public func set(_ fault: VirtualPrinterFault, onceTaken pattern: [UInt8]) {
        state.withLock { $0.trigger = TriggeredFault(fault: fault, pattern: pattern) }
    }

    /// What happens from now on; a watcher that does not keep up loses the oldest.
    public func events() -> AsyncStream<Event> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: Event.self, bufferingPolicy: .bufferingNewest(64))
        let id = state.withLock { state in
            state.nextWatcher += 1
            state.watchers[state.nextWatcher] = continuation
            return state.nextWatcher
        }
        continuation.onTermination = { [weak self] _ in
            _ = self?.state.withLock { $0.watchers.removeValue(forKey: id) }
        }
        return stream
    }

    private func keep(_ outcome: VirtualPrinterMachine.Outcome, in state: inout State) -> [UInt8] {
        for bitmap in outcome.slips {
            state.printed += 1
            let slip = PrintedSlip(id: state.printed, bitmap: bitmap, at: wallClock(), cutAt: .now)
            state.tray = state.tray.suffix(Self.longestTray - 1) + [slip]
            notify(.printed(slip), to: state)
        }
        if !outcome.scraps.isEmpty {
            state.scraps = (state.scraps + outcome.scraps).suffix(Self.longestTray)
            notify(.torn, to: state)
        }
        state.unknownCommands += outcome.unknownCommands
        return audible(outcome.replies, in: state)
    }

    private func audible(_ replies: [UInt8], in state: State) -> [UInt8] {
        // No message begins with bit 7 set.
        state.machine.fault == .garbage ? replies.map { ~$0 | 0x80 } : replies
    }

    private func notify(_ event: Event, to state: State) {
        for watcher in state.watchers.values { watcher.yield(event) }
    }
}

extension VirtualReceiptPrinter: PrinterSocketUser {
    func freeSpace() -> Int { state.withLock { $0.machine.freeSpace } }

    func receive(_ bytes: [UInt8], now: ContinuousClock.Instant) -> [UInt8] {
        let (before, fault) = state.withLock { state in
            guard let end = state.trigger?.receive(bytes) else {
                return (bytes.count, VirtualPrinterFault?.none)
            }
            defer { state.trigger = nil }
            return (end, state.trigger?.fault)
        }
        let replies = pass(bytes[..<before], now: now)
        guard let fault else { return replies }
        set(fault)
        return replies + pass(bytes[before...], now: now)
    }

    private func pass(_ bytes: ArraySlice<UInt8>, now: ContinuousClock.Instant) -> [UInt8] {
        state.withLock { state in
            state.bytesTaken += bytes.count
            let replies = audible(state.machine.receive(Array(bytes)), in: state)
            return replies + keep(state.machine.work(now: now), in: &state)
        }
    }

    func work(now: ContinuousClock.Instant) -> (replies: [UInt8], next: ContinuousClock.Instant?) {
        state.withLock { state in
            let replies = keep(state.machine.work(now: now), in: &state)
            return (replies, state.machine.nextWork)
        }
    }

    func disconnected() { state.withLock { $0.machine.disconnected() } }
}

/// A piece of paper in the virtual printer's tray.
public struct PrintedSlip: Hashable, Sendable, Identifiable {
    public static func == (left: Self, right: Self) -> Bool { left.id == right.id }
    public func hash(into hasher: inout Hasher) { hasher.combine(id) }

    /// Counts from 1.
    public let id: Int
    /// What is on it, from cut to cut: the top is blank for as far as the knife is from the head.
    public let bitmap: DotBitmap
    public let at: Timestamp
    /// When the cut came, on the clock that measures.
    public let cutAt: ContinuousClock.Instant
}
