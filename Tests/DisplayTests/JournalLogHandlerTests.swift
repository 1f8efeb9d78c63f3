import Logging
import Synchronization
import Testing

@testable import Devices

@Suite("Journal log")
struct JournalLogHandlerTests {
    @Test(arguments: zip(Logger.Level.allCases, ["7", "7", "6", "5", "4", "3", "2"]))
    func `each level has syslog's number`(_ level: Logger.Level, _ number: String) {
        #expect(line(level, "hello", [:]) == "<\(number)>kioskd: hello\n")
    }

    @Test func `a line stays one line, with its facts in order`() {
        #expect(
            line(.warning, "printer\nchanged", ["to": "offline", "from": "a\r\nb"])
                == "<4>kioskd: printer changed from=a b to=offline\n")
    }

    private func line(_ level: Logger.Level, _ message: Logger.Message, _ metadata: Logger.Metadata) -> String
    {
        let lines = Lines()
        var logger = Logger(label: "kioskd") { JournalLogHandler(label: $0, write: lines.append) }
        logger.logLevel = .trace
        logger.log(level: level, message, metadata: metadata)
        return lines.all.joined()
    }
}

private final class Lines: Sendable {
    private let lines = Mutex<[String]>([])
    var all: [String] { lines.withLock(\.self) }
    @Sendable func append(_ line: String) { lines.withLock { $0.append(line) } }
}
