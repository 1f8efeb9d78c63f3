import Foundation
import TestKit
import Testing

extension EndToEnd {
    @Suite struct `A scanned code` {
        struct Code: Sendable, CustomTestStringConvertible {
            let name: String
            let payload: Data
            let screen: String
            var testDescription: String { name }

            init(_ name: String, _ payload: String, _ screen: String) {
                self.init(name, Data(payload.utf8), screen)
            }

            init(_ name: String, _ payload: Data, _ screen: String) {
                (self.name, self.payload, self.screen) = (name, payload, screen)
            }
        }

        /// Invented, as no province begins with 999.
        private static let identityNumber = "999123450678"
        private static let receipt =
            "https://dichvucong.gov.vn/p/home/dvc-tra-cuu.html?MaHoSo=H08.99-251120-0001&SGT=\(identityNumber)"

        @Test(arguments: [
            Code("a dossier code", "H08.99-251120-0001", "dossier"),
            Code("a code in small letters with a line end", "h08.99-251120-0001\r\n", "dossier"),
            Code("a result code", "H08.99-260910-0016-KQ1", "dossier"),
            Code("a receipt's address", receipt, "dossier"),
            Code("an unknown dossier", "H08.99-251120-9999", "not-found"),
            Code(
                "a citizen card", "\(identityNumber)||Nguyễn Văn Mẫu|01011990|Nam|1 Đường Mẫu|01012024",
                "unrecognised"),
            Code(
                "a payment code",
                "00020101021138540010A00000072701240006970436011099900000000208QRIBFTTA53037045802VN6304ABCD",
                "unrecognised"),
            Code("a postal item", "EA123456789VN", "unrecognised"),
            Code("a date that does not exist", "H08.99-250230-0001", "unrecognised"),
            Code("a foreign address", "https://example.com/?MaHoSo=H08.99-251120-0001", "unrecognised"),
            Code("a script", "javascript:alert(1)", "unrecognised"),
            Code("a file", "file:///etc/passwd", "unrecognised"),
            Code("an escape sequence", "\u{1B}[2JH08.99-251120-0001", "unrecognised"),
            Code("a right-to-left override", "H08.99-\u{202E}251120-0001", "unrecognised"),
            Code("bytes that are no text", Data([0xFF, 0xFE, 0x00, 0x80]), "unrecognised"),
            Code("three thousand characters", String(repeating: "A", count: 3000), "unrecognised"),
        ])
        func `leads to the right screen`(code: Code) async throws {
            let dock = try RunningDemo.current.dock
            try await dock.home("lookup")
            try await dock.scan("lookup", code.payload)
            try await dock.wait("lookup", for: code.screen)
        }

        @Test func `leaves no identity number anywhere`() async throws {
            let demo = try RunningDemo.current
            let dock = demo.dock
            try await dock.home("lookup")
            try await dock.scan("lookup", Self.receipt)
            try await dock.wait("lookup", for: "dossier")
            #expect(!(try await dock.view("lookup").text.contains(Self.identityNumber)))
            try await dock.home("lookup")
            try await eventually("an empty journal") { try await dock.state("lookup").journal.pending == 0 }
            let needle = Data(Self.identityNumber.utf8)
            let state = try #require(demo.state)
            let files = try #require(
                FileManager.default.enumerator(at: state, includingPropertiesForKeys: nil))
            var count = 0
            while let file = files.nextObject() as? URL {
                guard let contents = try? Data(contentsOf: file) else { continue }
                count += 1
                #expect(contents.range(of: needle) == nil, "\(file.lastPathComponent)")
            }
            #expect(count > 5, "there were files to look into")
            #expect(!demo.output.contains(Self.identityNumber))
        }

        @Test func `a slip shows how many are ahead`() async throws {
            let dock = try RunningDemo.current.dock
            let number = try await dock.takeNumber(showing: "ticket-taken")
            let slip = try #require(try await dock.tray().last)
            let code = try #require(try codes(on: try await dock.picture(of: slip)).first)
            try await dock.home("lookup")
            try await dock.scan("lookup", code)
            try await eventually("the slip's number") { try await dock.view("lookup").number == number }
        }

        @Test func `a disconnected scanner delivers nothing`() async throws {
            let dock = try RunningDemo.current.dock
            try await dock.home("lookup")
            try await dock.fault("lookup", "scanner", "disconnected")
            try await eventually("the kiosk to notice") {
                try await dock.state("lookup").scanner == "disconnected"
            }
            try await dock.scan("lookup", "H08.99-251120-0001")
            #expect(try await dock.view("lookup").screen == "home")
            try await dock.fault("lookup", "scanner", "connected")
            try await eventually("the kiosk to notice") {
                try await dock.state("lookup").scanner == "connected"
            }
        }
    }
}
