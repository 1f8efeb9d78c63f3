import Devices
import Glibc
import KioskCore
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(5)))
struct `A printer that sends without end` {
    /// Accepts everything, and always sends something that is no answer.
    private final class Talker: PrinterTransport {
        private let word: UInt8

        init(_ word: UInt8) { self.word = word }

        func write(_ bytes: ArraySlice<UInt8>, by deadline: Instant) -> Int { bytes.count }
        func read(by deadline: Instant) -> [UInt8] {
            usleep(500)
            return [UInt8](repeating: word, count: 4)
        }
        func cancelWrite() -> Int { 0 }
        func portCondition() -> PrinterCondition? { nil }
        func ignoreInterrupt() {}
        func discardUnsent() {}
    }

    // An answer in order that nobody asked for, flow control, and a block that begins and never ends.
    @Test(arguments: [0x00, 0x11, 0x37] as [UInt8])
    func `is given up at the deadline`(_ word: UInt8) {
        var conversation = PrinterConversation(over: Talker(word))
        let fault = #expect(throws: TransportFault.self) {
            try conversation.status(by: .now + .milliseconds(50))
        }
        #expect(fault == .timedOut)
    }

    @Test func `and answers every question at once holds up no slip for ever`() {
        // The bits of a real-time answer: all is well, again and again, and never that a band is done.
        var delivery = SlipDelivery(over: Talker(0b0001_0010), profile: .generic80)
        let result = delivery.deliver(copies: 1) { _ in JobData(descriptor: FileDescriptor(rawValue: -1)) }
        #expect(result == .failed(.tooSlow))
    }
}
