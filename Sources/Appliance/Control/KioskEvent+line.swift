import KioskCore

extension KioskEvent {
    /// One line for `kioskctl watch`.
    public var line: String {
        // The time of day is enough for who looks on.
        let time = at.split(separator: "T").last.map { String($0.prefix(8)) } ?? at
        return printable("\(time)  \(what.words)")
    }
}

extension KioskEvent.What {
    fileprivate var words: String {
        switch self {
        case .screen(let name): "screen   \(name)"
        case .touch(let phase, let x?, let y?): "touch    \(phase.rawValue) at \(x),\(y)"
        case .touch(let phase, _, _): "touch    \(phase.rawValue) while keys are shown"
        case .scan(let facts): "scan     \(facts.words)"
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
    /// What is told of a scan, without its content.
    public var words: String {
        let parts = [
            kind, symbology ?? "symbology not told", "\(length) bytes", scanner.map { "scanner \($0)" },
        ]
        return parts.compactMap(\.self).joined(separator: ", ")
    }
}
