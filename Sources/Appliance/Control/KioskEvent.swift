public import KioskCore
public import KioskFrame
import Synchronization

/// Something that happened on a kiosk, for who watches: what it was, never what a code or a visitor said.
public struct KioskEvent: Hashable, Sendable, Codable {
    public enum What: Hashable, Sendable, Codable {
        case screen(name: String)
        /// Down, up or cancelled; in pixels of the picture.
        ///
        /// No position while keys are shown: it would reveal the PIN or the code that is typed.
        case touch(phase: TouchEvent.Phase, x: Int?, y: Int?)
        case scan(code: ScanFacts)
        case scanner(condition: ScannerCondition)
        case printer(condition: PrinterCondition)
        case link(state: LinkState)
        /// How a slip ended; with what kept it from coming out.
        case print(outcome: String, condition: String?)
        case device(change: DeviceChange)
        /// So many events did not fit because they were not read in time.
        case leftOut(count: Int)
    }

    /// The hall's clock, ISO 8601.
    public var at: String
    public var what: What
}

/// A device that came, went, or is not as it was.
public struct DeviceChange: Hashable, Sendable, Codable {
    public enum Change: String, Hashable, Sendable, Codable { case came, went, changed }

    public var change: Change
    public var name: String
    /// Its state now, as in the device list; its last state, for one that went.
    public var state: String
}

/// The way to one watcher, who may be slow: what does not fit is left out, and counted.
final class EventOutlet: Sendable {
    static let capacity = 256

    let id = UInt64.random(in: .min ... .max)
    private let continuation: AsyncStream<KioskEvent>.Continuation
    private let missed = Mutex(0)

    private init(_ continuation: AsyncStream<KioskEvent>.Continuation) { self.continuation = continuation }

    /// The way and its end, which the outlet does not hold: who lets go of it stops watching.
    /// - Parameter onEnd: Called when the watcher stops.
    static func make(
        onEnd: @escaping @Sendable (UInt64) -> Void = { _ in }
    ) -> (outlet: EventOutlet, events: AsyncStream<KioskEvent>) {
        let (events, continuation) = AsyncStream.makeStream(
            of: KioskEvent.self, bufferingPolicy: .bufferingOldest(capacity))
        let outlet = EventOutlet(continuation)
        continuation.onTermination = { [id = outlet.id] _ in onEnd(id) }
        return (outlet, events)
    }

    func send(_ event: KioskEvent) {
        missed.withLock { missed in
            if missed > 0 {
                guard put(KioskEvent(at: event.at, what: .leftOut(count: missed))) else {
                    missed += 1
                    return
                }
                missed = 0
            }
            if !put(event) { missed += 1 }
        }
    }

    private func put(_ event: KioskEvent) -> Bool {
        if case .enqueued = continuation.yield(event) { true } else { false }
    }
}

/// Everybody who watches.
struct EventOutlets: Sendable {
    private var outlets: [UInt64: EventOutlet] = [:]

    var isEmpty: Bool { outlets.isEmpty }

    mutating func add(_ outlet: EventOutlet) { outlets[outlet.id] = outlet }
    mutating func remove(_ id: UInt64) { outlets[id] = nil }
    func send(_ event: KioskEvent) { for outlet in outlets.values { outlet.send(event) } }
}

// MARK: For a terminal

extension KioskEvent {
    /// One line for `kioskctl watch`.
    public var line: String {
        // The time of day is enough for who looks on.
        let time = at.split(separator: "T").last.map { String($0.prefix(8)) } ?? at
        return printable("\(time)  \(what.text)")
    }
}

extension KioskEvent.What {
    fileprivate var text: String {
        switch self {
        case .screen(let name): "screen   \(name)"
        case .touch(let phase, let x?, let y?): "touch    \(phase.rawValue) at \(x),\(y)"
        case .touch(let phase, _, _): "touch    \(phase.rawValue) while keys are shown"
        case .scan(let facts): "scan     \(facts.text)"
        case .scanner(let condition): "scanner  \(condition.rawValue)"
        case .printer(let condition): "printer  \(condition.rawValue)"
        case .link(let state): "link     \(state.rawValue)"
        case .print(let outcome, let condition):
            "print    " + [outcome, condition].compactMap(\.self).joined(separator: ": ")
        case .device(let change): "device   \(change.change.rawValue): \(change.name) (\(change.state))"
        case .leftOut(let count): "…        \(count) events left out: read too slowly"
        }
    }
}

extension ScanFacts {
    /// The facts of a scan, without its content.
    public var text: String {
        let parts = [
            kind, symbology ?? "symbology not told", "\(length) bytes", scanner.map { "scanner \($0)" },
        ]
        return parts.compactMap(\.self).joined(separator: ", ")
    }
}
