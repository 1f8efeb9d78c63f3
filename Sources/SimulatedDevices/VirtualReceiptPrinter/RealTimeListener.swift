internal import Devices

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
