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
