internal import Devices
internal import KioskCore

/// The state of a simulated receipt printer: bytes in, replies and paper out; a value without clock or
/// socket.
struct VirtualPrinterMachine {
    /// The results of some work.
    struct Outcome {
        var replies: [UInt8] = []
        var slips: [DotBitmap] = []
        /// Pieces that were torn off.
        var scraps: [DotBitmap] = []
        var unknownCommands = 0
    }

    let profile: PrinterProfile
    private let bufferSize: Int
    private var buffer: [UInt8] = []
    private var pending: ArraySlice<PrinterOperation> = []
    private var interpreter: ESCPOSInterpreter
    private var realTime = RealTimeScanner()
    private var paper: PaperRoll
    private var automatic: UInt8 = 0
    private var rowsOfPaper: Int?
    private var cutterSticks = false
    /// When the head has done its last row, where it takes time.
    private var headFree: ContinuousClock.Instant?
    private(set) var fault = VirtualPrinterFault.none

    init(profile: PrinterProfile, bufferSize: Int) {
        self.profile = profile
        self.bufferSize = bufferSize
        interpreter = ESCPOSInterpreter(feedUnitsPerDot: profile.feedUnitsPerDot)
        paper = PaperRoll(dots: profile.dots, cutterDistance: profile.cutterDistance)
    }

    /// How many bytes its buffer can take now.
    var freeSpace: Int { max(0, bufferSize - buffer.count) }
    /// When work that waits for the head can go on; `nil` if there is none.
    var nextWork: ContinuousClock.Instant? {
        canWork && !(buffer.isEmpty && pending.isEmpty) ? headFree : nil
    }
    var hasUnfinishedPaper: Bool { paper.hasInk }

    var status: PrinterStatus {
        if rowsOfPaper == 0 { return PrinterStatus(.paperEmpty) }
        if cutterSticks { return PrinterStatus(.cutterError) }
        switch fault {
        case .none, .paperEmptyAfter, .cutterAtNextCut, .garbage, .slow: return PrinterStatus(.ready)
        case .paperEmpty: return PrinterStatus(.paperEmpty)
        case .paperLow: return PrinterStatus(.paperLow)
        case .coverOpen: return PrinterStatus(.coverOpen)
        case .cutter: return PrinterStatus(.cutterError)
        case .offline, .silent: return PrinterStatus(.offline)
        }
    }

    private var canWork: Bool { status.condition.canPrint }

    mutating func set(_ fault: VirtualPrinterFault) -> Outcome {
        var outcome = Outcome()
        // Whoever mends it opens the lid and takes out what hangs there.
        let wasOpened = [.paperEmpty, .coverOpen, .cutterError].contains(status.condition)
        if wasOpened, paper.hasInk { outcome.scraps.append(paper.tearOff()) }
        if fault == .offline { clearBuffer() }
        self.fault = fault
        rowsOfPaper = if case .paperEmptyAfter(let rows) = fault { rows } else { nil }
        cutterSticks = false
        headFree = nil
        reportChange(into: &outcome)
        return outcome
    }

    /// A connection ended: its settings go, what is in the buffer stays, as in a real one.
    mutating func disconnected() { automatic = 0 }

    mutating func receive(_ bytes: [UInt8]) -> [UInt8] {
        var replies: [UInt8] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            // Nearly all of a slip is dots: go from one DLE to the next.
            let end = realTime.isInsideCommand ? rest.startIndex : rest.firstIndex(of: ControlByte.dle)
            let part = end.map { rest[...$0] } ?? rest
            rest = rest.dropFirst(part.count)
            buffer += part
            guard let last = part.last else { break }
            switch realTime.receive(last) {
            case .question(let question): replies.append(question.answer(status))
            case .clear:
                clearBuffer()
                if last == ESCPOS.clearByDC4.last { replies += [0x37, 0x25, 0x00] }
            case nil: break
            }
        }
        return fault == .silent ? [] : replies
    }

    /// Does what the time since the last call allows.
    mutating func work(now: ContinuousClock.Instant) -> Outcome {
        var outcome = Outcome()
        while canWork, headFree.map({ $0 <= now }) ?? true {
            guard let operation = pending.popFirst() else {
                guard decode() else { break }
                continue
            }
            perform(operation, now: now, into: &outcome)
        }
        return outcome
    }

    private mutating func decode() -> Bool {
        var index = 0
        guard let operations = interpreter.next(in: buffer, from: &index) else {
            buffer.removeAll(keepingCapacity: true)
            return false
        }
        buffer.removeFirst(index)
        pending = operations[...]
        return true
    }

    private mutating func perform(
        _ operation: PrinterOperation, now: ContinuousClock.Instant, into outcome: inout Outcome
    ) {
        switch operation {
        case .row: useRows(1, now: now, into: &outcome)
        case .feed(let rows): useRows(rows, now: now, into: &outcome)
        case .cut where fault == .cutterAtNextCut:
            cutterSticks = true
            pending = [operation] + pending
            reportChange(into: &outcome)
            return
        case .transmitStatus: outcome.replies.append(status.paperNearEnd ? 0b11 : 0)
        case .automaticStatus(let mask):
            automatic = mask
            if mask != 0 { outcome.replies += AutomaticStatus.compose(status) }
        case .unknown: outcome.unknownCommands += 1
        case .cut, .text: break
        }
        guard let piece = paper.apply(operation) else { return }
        if case .cut = operation { outcome.slips.append(piece) } else { outcome.scraps.append(piece) }
    }

    private mutating func useRows(
        _ count: Int, now: ContinuousClock.Instant, into outcome: inout Outcome
    ) {
        if case .slow(let rowsPerSecond) = fault {
            // A head that was looked at late catches up a little.
            headFree =
                max(headFree ?? now, now - .milliseconds(50))
                + .microseconds(count * 1_000_000 / max(1, rowsPerSecond))
        }
        guard let left = rowsOfPaper else { return }
        rowsOfPaper = max(0, left - count)
        if rowsOfPaper == 0 { reportChange(into: &outcome) }
    }

    private mutating func clearBuffer() {
        buffer.removeAll()
        pending = []
        interpreter = ESCPOSInterpreter(feedUnitsPerDot: profile.feedUnitsPerDot)
    }

    private func reportChange(into outcome: inout Outcome) {
        if automatic != 0, fault != .silent { outcome.replies += AutomaticStatus.compose(status) }
    }
}

/// Finds real-time commands wherever they occur in what arrives, inside raster data as well, as printers do.
struct RealTimeScanner {
    enum Command: Equatable {
        case question(RealTimeStatus)
        case clear
    }

    private var received: [UInt8] = []

    /// Whether a command may be under way.
    var isInsideCommand: Bool { !received.isEmpty }

    mutating func receive(_ byte: UInt8) -> Command? {
        if received.isEmpty, byte != ControlByte.dle { return nil }
        received.append(byte)
        if let command = complete() {
            received.removeAll(keepingCapacity: true)
            return command
        }
        if !couldContinue { received = byte == ControlByte.dle ? [byte] : [] }
        return nil
    }

    private func complete() -> Command? {
        if received == ESCPOS.clearByDC4 || received == ESCPOS.clearByENQ { return .clear }
        guard received.count == 3, received[1] == ControlByte.eot else { return nil }
        return RealTimeStatus(rawValue: received[2]).map(Command.question)
    }

    private var couldContinue: Bool {
        let known = [ESCPOS.clearByDC4, ESCPOS.clearByENQ, [ControlByte.dle, ControlByte.eot]]
        return known.contains { $0.count >= received.count && $0.starts(with: received) }
    }
}

/// A fault of the virtual printer, on command.
public enum VirtualPrinterFault: Hashable, Sendable {
    case none
    case paperEmpty
    /// The paper ends so many rows from now, wherever in a slip or a line that is.
    case paperEmptyAfter(rows: Int)
    case paperLow
    case coverOpen
    case cutter
    /// The knife sticks at the next cut, with the slip printed and hanging.
    case cutterAtNextCut
    /// No power or no cable: it refuses and drops connections and forgets its buffer.
    case offline
    /// It takes connections and bytes, and neither answers nor prints.
    case silent
    /// It prints, and whatever it sends arrives as noise.
    case garbage
    case slow(rowsPerSecond: Int)

    /// Reads the dev dock's word for a fault: `ok`, `paper-empty`, `paper-low`, `cover-open`, `cutter`,
    /// `offline`, `silent`, `garbage`, `slow`.
    public init?(_ word: String) {
        switch word {
        case "ok": self = .none
        case "paper-empty": self = .paperEmpty
        case "paper-low": self = .paperLow
        case "cover-open": self = .coverOpen
        case "cutter": self = .cutter
        case "offline": self = .offline
        case "silent": self = .silent
        case "garbage": self = .garbage
        case "slow": self = .slow(rowsPerSecond: 200)
        default: return nil  // neither state nor event
        }
    }
}

/// A fault that happens as soon as the printer has taken certain bytes.
struct TriggeredFault {
    let fault: VirtualPrinterFault
    let pattern: [UInt8]
    /// As many of the last bytes as could begin the pattern.
    private var tail: [UInt8] = []

    init(fault: VirtualPrinterFault, pattern: [UInt8]) {
        self.fault = fault
        self.pattern = pattern
    }

    /// Receives bytes.
    ///
    /// - Returns: How many of them go up to the end of the pattern; `nil` if it has not come.
    mutating func receive(_ bytes: [UInt8]) -> Int? {
        let all = tail + bytes
        let starts = 0..<max(0, all.count - pattern.count + 1)
        guard let start = starts.first(where: { all[$0..<$0 + pattern.count].elementsEqual(pattern) }) else {
            tail = all.suffix(pattern.count - 1)
            return nil
        }
        return start + pattern.count - tail.count
    }
}
