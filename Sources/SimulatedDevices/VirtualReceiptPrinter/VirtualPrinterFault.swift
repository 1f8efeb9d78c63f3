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
