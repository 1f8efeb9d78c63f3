public import KioskCore

/// What the dispenser's screens say about the hall right now; the appliance keeps it up to date.
public struct Hall: Hashable, Sendable {
    public var fields: [ServiceField]
    /// How many wait, by field id.
    public var waiting: [String: Int]
    /// The expected wait of somebody who takes a number now, by field id.
    public var waits: [String: MinuteRange]
    public var serving: [Serving]
    public var openness: Openness
    public var printer: PrinterCondition
    /// When the roll is expected to be out; nothing when it lasts the day, or when nobody can say.
    public var paperEndsAt: Timestamp?
    /// Where a dispenser prints while this one does not.
    public var alternative: Place?
    /// The store finds no room: no number can be promised now.
    public var isFull = false

    /// A number that a counter called last.
    public struct Serving: Hashable, Sendable {
        public var number: QueueNumber
        public var counter: String

        public init(number: QueueNumber, counter: String) {
            self.number = number
            self.counter = counter
        }
    }

    public enum Openness: Hashable, Sendable {
        case open
        /// Closed until then, when the calendar knows.
        case closed(until: Timestamp?)
    }

    public init(
        fields: [ServiceField] = [], waiting: [String: Int] = [:], waits: [String: MinuteRange] = [:],
        serving: [Serving] = [], openness: Openness = .open, printer: PrinterCondition = .ready
    ) {
        self.fields = fields
        self.waiting = waiting
        self.waits = waits
        self.serving = serving
        self.openness = openness
        self.printer = printer
    }

    /// The counter groups in the catalogue's order; a number is two touches away.
    public var groups: [String] {
        var seen: Set<String> = []
        return fields.map(\.group).filter { seen.insert($0).inserted }
    }

    func fields(of group: String) -> [ServiceField] { fields.filter { $0.group == group } }

    /// A small centre has no groups: its fields are the home screen (look.md).
    var isSmall: Bool { fields.count <= 8 }
}
