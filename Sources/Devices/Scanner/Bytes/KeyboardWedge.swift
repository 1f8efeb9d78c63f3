/// Reads a scanner that types: boot keyboard reports of eight bytes, US layout (HID 1.11 appendix B.1).
struct KeyboardWedge: Hashable, Sendable {
    typealias Instant = ContinuousClock.Instant

    private var framing: SerialFraming
    private var pressed: Set<UInt8> = []
    private var numpad = AltNumpad()

    init(_ framing: SerialFraming) { self.framing = framing }

    var deadline: Instant? { framing.deadline }

    mutating func receive(_ report: [UInt8], now: Instant) -> [ScanOutcome] {
        var outcomes = [tick(now: now)].compactMap(\.self)
        guard report.count >= 3, report.count <= 64 else { return outcomes }
        let modifiers = KeyModifiers(rawValue: report[0])
        let keys = report[2...].filter { $0 != 0 }
        // Every slot 1 to 3: too many keys at once, or a fault; says nothing about which are down.
        guard !keys.contains(where: { (1...3).contains($0) }) else { return outcomes }
        var bytes: [UInt8] = []
        if !modifiers.hasAlt { bytes += numpad.release() }
        // A key counts when it goes down: two equal ones have a release between them.
        for key in keys where !pressed.contains(key) { bytes += typed(key, modifiers) }
        pressed = Set(keys)
        // `nil` for a lone modifier; a scan has begun while a letter is incomplete.
        if !bytes.isEmpty || numpad.isPending { outcomes += framing.receive(bytes, now: now) }
        return outcomes
    }

    mutating func tick(now: Instant) -> ScanOutcome? {
        guard let deadline, now >= deadline else { return nil }
        pressed = []
        let rest = numpad.flush()
        guard !rest.isEmpty else { return framing.tick(now: now) }
        // The half letter came before the silence.
        let outcomes = framing.receive(rest, now: deadline.advanced(by: .nanoseconds(-1)))
        return outcomes.first ?? framing.tick(now: now + ScanLimits.partGap)
    }

    private mutating func typed(_ key: UInt8, _ modifiers: KeyModifiers) -> [UInt8] {
        if modifiers.hasAlt {
            if let digit = USKeyboard.keypadDigit(key) { numpad.press(digit) }
            return []
        }
        guard let character = USKeyboard.character(key, shift: modifiers.hasShift) else { return [] }
        return numpad.flush() + [modifiers.hasControl ? USKeyboard.control(character) : character]
    }
}

/// The first byte of a boot keyboard report.
struct KeyModifiers: OptionSet {
    let rawValue: UInt8

    var hasControl: Bool { rawValue & 0x11 != 0 }
    var hasShift: Bool { rawValue & 0x22 != 0 }
    var hasAlt: Bool { rawValue & 0x44 != 0 }
}
