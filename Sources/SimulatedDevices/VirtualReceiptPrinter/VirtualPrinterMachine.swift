internal import Devices
internal import KioskCore

/// A receipt printer without its box: bytes in, answers and paper out; a value without clock or socket.
struct VirtualPrinterMachine {
    /// What came of some work.
    struct Outcome {
        var replies: [UInt8] = []
        var slips: [DotBitmap] = []
        /// Pieces that somebody tore off.
        var scraps: [DotBitmap] = []
        var unknownCommands = 0
    }

    let profile: PrinterProfile
    private let bufferSize: Int
    private var buffer: [UInt8] = []
    private var pending: ArraySlice<PrinterOperation> = []
    private var interpreter: ESCPOSInterpreter
    private var listener = RealTimeListener()
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

    /// How many bytes it takes now.
    var room: Int { max(0, bufferSize - buffer.count) }
    /// When there is something to do that waits for the head.
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
        if fault == .offline { forget() }
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
            let end = listener.isListening ? rest.startIndex : rest.firstIndex(of: ControlByte.dle)
            let part = end.map { rest[...$0] } ?? rest
            rest = rest.dropFirst(part.count)
            buffer += part
            guard let last = part.last else { break }
            switch listener.take(last) {
            case .question(let question): replies.append(question.answer(status))
            case .clear:
                forget()
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

    private mutating func forget() {
        buffer.removeAll()
        pending = []
        interpreter = ESCPOSInterpreter(feedUnitsPerDot: profile.feedUnitsPerDot)
    }

    private func reportChange(into outcome: inout Outcome) {
        if automatic != 0, fault != .silent { outcome.replies += AutomaticStatus.compose(status) }
    }
}

/// Hears real-time commands wherever they occur in what arrives, inside raster data as well, as printers do.
struct RealTimeListener {
    enum Command: Equatable {
        case question(RealTimeStatus)
        case clear
    }

    private var heard: [UInt8] = []

    /// Whether a command may be under way.
    var isListening: Bool { !heard.isEmpty }

    mutating func take(_ byte: UInt8) -> Command? {
        if heard.isEmpty, byte != ControlByte.dle { return nil }
        heard.append(byte)
        if let command = complete() {
            heard.removeAll(keepingCapacity: true)
            return command
        }
        if !couldContinue { heard = byte == ControlByte.dle ? [byte] : [] }
        return nil
    }

    private func complete() -> Command? {
        if heard == ESCPOS.clearByDC4 || heard == ESCPOS.clearByENQ { return .clear }
        guard heard.count == 3, heard[1] == ControlByte.eot else { return nil }
        return RealTimeStatus(rawValue: heard[2]).map(Command.question)
    }

    private var couldContinue: Bool {
        let known = [ESCPOS.clearByDC4, ESCPOS.clearByENQ, [ControlByte.dle, ControlByte.eot]]
        return known.contains { $0.count >= heard.count && $0.starts(with: heard) }
    }
}

/// What can be wrong with the virtual printer, on command.
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
    /// It takes connections and bytes, and never says or does a thing.
    case silent
    /// It does its work, and whatever it says arrives as noise.
    case garbage
    case slow(rowsPerSecond: Int)

    /// Reads the workbench's word for a fault: `ok`, `paper-empty`, `paper-low`, `cover-open`, `cutter`,
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
        default: return nil
        }
    }
}

/// A fault that waits for its moment: the end of certain bytes in what the printer takes.
struct FaultStrike {
    let fault: VirtualPrinterFault
    let pattern: [UInt8]
    /// As many of the last bytes as could begin the pattern.
    private var tail: [UInt8] = []

    init(fault: VirtualPrinterFault, pattern: [UInt8]) {
        self.fault = fault
        self.pattern = pattern
    }

    /// Watches bytes go by; answers how many of them go up to the end of the pattern, when it is there.
    mutating func take(_ bytes: [UInt8]) -> Int? {
        let all = tail + bytes
        let starts = 0..<max(0, all.count - pattern.count + 1)
        guard let start = starts.first(where: { all[$0..<$0 + pattern.count].elementsEqual(pattern) }) else {
            tail = all.suffix(pattern.count - 1)
            return nil
        }
        return start + pattern.count - tail.count
    }
}
