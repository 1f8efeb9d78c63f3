import Devices
import EmulatedBus
import KioskCore

/// From the reports of a code that was held under the scanner to the scan that the kiosk is given.
///
/// Once in process, from the bytes of a HID POS scanner; once from a bus, with libusb and the hub's thread.
struct ScanToEvent {
    private static let scans = 1_000
    private static let what = "… over an emulated bus, libusb and hub"

    init(_ bench: Bench) {}

    func findings() async throws -> [Finding] {
        let direct = Finding(
            "scan-to-event", "a scanner's reports to the scan in a waiting task", try await inProcess(),
            note: "a dossier's code, HID POS; report layout, joining, hand-over")
        if let missing = Emulator.whatIsMissing {
            return [direct, .skipped("scan-bus", Self.what, why: missing)]
        }
        let (bus, word) = try await onBus()
        return [
            direct,
            Finding(
                "scan-bus", Self.what, bus, to: Bare("a word through the same pipes", word),
                note: "umockdev and pipes to and from the bench in it"),
        ]
    }

    private func inProcess() async throws -> Samples {
        var reader = try HIDPOSReader(reportDescriptor: EmulatedScanner.honeywell)
        let queue = ScanQueue { .now }
        let scans = queue.stream()
        let (taken, take) = AsyncStream.makeStream(of: (bytes: [UInt8], at: ContinuousClock.Instant).self)
        async let kiosk: Void = { for await scan in scans { take.yield((scan.bytes, .now)) } }()
        var arrivals = taken.makeAsyncIterator()
        var samples = Samples()
        for round in 0..<Self.scans + 100 {
            let code = Centre.code(round).text
            let reports = EmulatedScanner.Kind.hidPOS.packets(code)
            let start = ContinuousClock.now
            for report in reports {
                for case .scan(let scan) in reader.receive(report, now: .now) { queue.send(scan) }
            }
            guard let scan = await arrivals.next(isolation: #isolation), scan.bytes == Array(code.utf8)
            else { throw BenchFault("a scan came out wrong") }
            if round >= 100 { samples.add(scan.at - start) }
        }
        queue.finish()
        await kiosk
        return samples
    }

    /// - Returns: Scans, and words of ours that go the same way but for the scanner's bus.
    private func onBus() async throws -> (scans: Samples, words: Samples) {
        let bus = try EmulatedBusRun([EmulatedScanner("a", .hidPOS)])
        try await bus.plug("a")
        var (scans, words) = (Samples(), Samples())
        for round in 0..<Self.scans / 5 + 20 {
            let code = Centre.code(round).text
            let start = ContinuousClock.now
            bus.scan("a", code)
            let scan = try await bus.nextLine { $0.hasPrefix("scan ") }
            guard scan.text.hasSuffix(Array(code.utf8).hexadecimal) else {
                throw BenchFault("a scan came out wrong")
            }
            let asked = ContinuousClock.now
            bus.tell("tell wake-ups")
            let word = try await bus.nextLine { $0.hasPrefix("wake-ups ") }
            guard round >= 20 else { continue }
            scans.add(scan.at - start)
            words.add(word.at - asked)
        }
        bus.tell("tell end")
        try await bus.expect { $0.hasPrefix("emulator: the program ended") }
        return (scans, words)
    }
}
