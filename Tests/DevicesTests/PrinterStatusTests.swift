import Devices
import KioskCore
import TestKit
import Testing

@Suite struct `A printer's status` {
    /// Recorded from Epson's reference: each question's answer, and what it means.
    static let answers: [(RealTimeStatus, UInt8, PrinterCondition)] = [
        (.printer, 0x12, .ready), (.printer, 0x1A, .offline),
        (.offlineCause, 0x12, .ready), (.offlineCause, 0x16, .coverOpen), (.offlineCause, 0x32, .paperEmpty),
        (.errorCause, 0x12, .ready), (.errorCause, 0x1A, .cutterError), (.errorCause, 0x32, .offline),
        (.errorCause, 0x52, .offline),
        (.paper, 0x12, .ready), (.paper, 0x1E, .paperLow), (.paper, 0x7E, .paperEmpty),
        (.paper, 0x72, .paperEmpty),
    ]

    @Test(arguments: answers)
    func `a real-time answer is understood`(
        question: RealTimeStatus, byte: UInt8, condition: PrinterCondition
    ) {
        var status = PrinterStatus()
        question.read(byte, into: &status)
        #expect(status.condition == condition)
    }

    @Test(arguments: [PrinterCondition.ready, .paperLow, .paperEmpty, .coverOpen, .cutterError, .offline])
    func `the simulator's status is read back, polled or unsolicited`(condition: PrinterCondition) {
        let meant = PrinterStatus(condition)
        var read = PrinterStatus()
        for question in RealTimeStatus.allCases {
            let byte = question.answer(meant)
            #expect(RealTimeStatus.isAnswer(byte) && !AutomaticStatus.isFirst(byte))
            question.read(byte, into: &read)
        }
        #expect(read.condition == condition)
        #expect(AutomaticStatus.read(AutomaticStatus.compose(meant))?.condition == condition)
    }

    @Test func `the worst comes first`() {
        var status = PrinterStatus(.paperEmpty)
        status.coverOpen = true
        #expect(status.condition == .coverOpen)
        status.cutterError = true
        #expect(status.condition == .cutterError)
    }
}

@Suite struct `A printer's replies` {
    private func parsed(_ bytes: [UInt8]) -> [PrinterReply] {
        var replies = PrinterReplyParser()
        return bytes.compactMap { replies.receive($0) }
    }

    @Test func `are told apart in one stream`() {
        let open = AutomaticStatus.compose(PrinterStatus(.coverOpen))
        let bytes: [UInt8] = [0x12, 0x00] + open + [0x11, 0x13, 0x37, 0x25, 0x00, 0x0C]
        guard case .automatic(let status) = parsed(open).first else {
            Issue.record("no automatic status")
            return
        }
        #expect(
            parsed(bytes) == [.realTime(0x12), .inOrder(0x00), .automatic(status), .cleared, .inOrder(0x0C)])
        #expect(status.condition == .coverOpen)
    }

    @Test func `do not lose a real-time answer that comes between the four bytes of a status`() {
        #expect(
            parsed([0x10, 0x00, 0x16, 0x00, 0x00]) == [.realTime(0x16), .automatic(PrinterStatus(.ready))])
    }

    @Test(arguments: 0..<50)
    func `are read again after noise`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var replies = PrinterReplyParser()
        for byte in random.commandNoise(count: 500) { _ = replies.receive(byte) }
        let quiet = (0..<200).compactMap { _ in replies.receive(0x00) }
        #expect(quiet.last == .inOrder(0))
        #expect(replies.receive(0x12) == .realTime(0x12))
    }
}

@Suite struct `The printer's state reasons` {
    @Test(arguments: PrinterCondition.allCases)
    func `mean the same on the way back`(condition: PrinterCondition) {
        guard let keyword = PrinterStateReason.keyword(for: condition) else {
            #expect(condition == .ready || condition == .unavailable)
            return
        }
        #expect(PrinterStateReason.condition(of: [keyword]) == condition)
    }

    @Test(
        arguments: [
            (["none"], .ready), ([], .ready), (["media-needed-error", "media-low-warning"], .paperEmpty),
            (["door-open-report"], .coverOpen), (["offline-report"], .offline),
            (["cups-missing-filter-warning"], .ready),
            (["connecting-to-device"], .ready), (["media-empty", "cover-open"], .coverOpen),
        ] as [([String], PrinterCondition)])
    func `of other backends are understood`(reasons: [String], condition: PrinterCondition) {
        #expect(PrinterStateReason.condition(of: reasons) == condition)
    }
}
