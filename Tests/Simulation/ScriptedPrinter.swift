import Dispenser
import KioskCore
import Synchronization

/// What the simulation's slips say, instead of letters: whose they are.
struct SlipMark: Hashable, Sendable {
    var ticket: String
    var number: String
    var isReprint: Bool

    init(_ slip: TicketSlipContent) {
        ticket = slip.issued.ticket.id
        number = "\(slip.issued.ticket.series.day) \(slip.issued.ticket.number)"
        isReprint = slip.isReprint
    }

    /// `nil` if it is the slip of no ticket.
    init?(_ slip: DotBitmap) {
        let parts = String(decoding: slip.bytes.prefix(slip.bytesPerRow), as: UTF8.self).split(separator: "|")
        guard parts.count == 3 else { return nil }
        ticket = String(parts[0])
        number = String(parts[1])
        isReprint = parts[2] == "IN LAI"
    }

    /// As long as a slip; the first row's bytes are the text.
    var bitmap: DotBitmap {
        let bytes = Array("\(ticket)|\(number)|\(isReprint ? "IN LAI" : "first")".utf8)
        var bitmap = DotBitmap(width: bytes.count * 8, height: 720)
        bitmap.bytes.replaceSubrange(0..<bytes.count, with: bytes)
        return bitmap
    }
}

/// The printer on the kiosk's cable: it has paper of its own and survives the kiosk's power cuts.
final class ScriptedPrinter: Sendable {
    /// Slips on a full roll; few, so that rolls end.
    static let roll = 60

    private struct State {
        var condition = PrinterCondition.ready
        var slipsLeft = roll
        var underWay: [Int: SlipMark] = [:]
        var nextJob = 0
        var paper: [SlipMark] = []
        var listeners: [Int: AsyncStream<PrinterCondition>.Continuation] = [:]
        var random: SeededGenerator
    }
    private let state: Mutex<State>

    init(seed: UInt64) { state = Mutex(State(random: SeededGenerator(seed: seed))) }

    var condition: PrinterCondition { state.withLock { $0.condition } }

    /// The slips that came out since this was last read.
    func takePaper() -> [SlipMark] {
        state.withLock { state in
            defer { state.paper = [] }
            return state.paper
        }
    }

    func set(_ condition: PrinterCondition) {
        let listeners = state.withLock { state in
            state.condition = condition
            return state.listeners.sorted { $0.key < $1.key }.map(\.value)
        }
        for listener in listeners { listener.yield(condition) }
    }

    /// Somebody puts in a new roll and closes the cover.
    func refill() {
        state.withLock { $0.slipsLeft = Self.roll }
        set(.ready)
    }

    /// The kiosk died; the slips that were under way came out, or not.
    func loseKiosk() {
        state.withLock { state in
            for (_, mark) in state.underWay.sorted(by: { $0.key < $1.key })
            where state.slipsLeft > 0 && Bool.random(using: &state.random) {
                state.paper.append(mark)
                state.slipsLeft -= 1
            }
            state.underWay = [:]
        }
    }

    struct Job: Sendable {
        var id: Int
        var time: Duration
        var outcome: PrintOutcome
    }

    func begin(_ mark: SlipMark?) -> Job {
        state.withLock { state in
            state.nextJob += 1
            var job = Job(id: state.nextJob, time: .milliseconds(200), outcome: .failed(state.condition))
            guard state.condition.canPrint else { return job }
            if let mark { state.underWay[job.id] = mark }
            job.time = .milliseconds(Int.random(in: 900...4000, using: &state.random))
            switch Int.random(in: 0..<100, using: &state.random) {
            case 0, 1: job.outcome = .failed(.cutterError)
            case 2: (job.time, job.outcome) = (.seconds(30), .failed(.tooSlow))
            case 3: (job.time, job.outcome) = (.seconds(10), .failed(.offline))
            case 4...9: job.outcome = .sent
            default: job.outcome = .confirmed
            }
            if state.slipsLeft == 0 { job.outcome = .failed(.paperEmpty) }
            return job
        }
    }

    /// The end of a job; it is withdrawn if the kiosk gave it up or its condition does not allow it any more.
    func finish(_ job: Job, isWithdrawn: Bool) -> PrintOutcome {
        var outcome = isWithdrawn ? .failed(.unavailable) : job.outcome
        var news: PrinterCondition?
        state.withLock { state in
            let mark = state.underWay.removeValue(forKey: job.id)
            if !state.condition.canPrint { outcome = .failed(state.condition) }
            switch outcome {
            case .confirmed, .sent:
                if let mark { state.paper.append(mark) }
                state.slipsLeft = max(0, state.slipsLeft - 1)
                if state.slipsLeft == 5 { news = .paperLow }
            case .failed(let condition):
                if [.cutterError, .paperEmpty, .offline].contains(condition) { news = condition }
            }
        }
        if let news, news != condition { set(news) }
        return outcome
    }

    func conditions(_ life: Life) -> AsyncStream<PrinterCondition> {
        let (stream, continuation) = AsyncStream.makeStream(of: PrinterCondition.self)
        let id = state.withLock { state in
            state.nextJob += 1
            state.listeners[state.nextJob] = continuation
            return state.nextJob
        }
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { _ = $0.listeners.removeValue(forKey: id) }
        }
        continuation.yield(condition)
        return stream
    }
}

/// Whether the kiosk of a boot still has power; whoever has none reaches nothing any more.
final class Life: Sendable {
    private let isOver = Mutex(false)

    var isAlive: Bool { isOver.withLock { !$0 } }

    func end() { isOver.withLock { $0 = true } }
}

/// The driver of one boot.
struct ScriptedPrinterDriver: ReceiptPrinter {
    let printer: ScriptedPrinter
    let clock: SimulationClock
    let life: Life

    func print(_ slip: DotBitmap, title: String) async -> PrintOutcome {
        guard life.isAlive else { return .failed(.unavailable) }
        let job = printer.begin(SlipMark(slip))
        try? await clock.sleep(until: clock.now + job.time)
        guard life.isAlive else { return .failed(.unavailable) }
        return printer.finish(job, isWithdrawn: Task.isCancelled)
    }

    func conditions() -> AsyncStream<PrinterCondition> { printer.conditions(life) }
}
