import Foundation
import TestKit
import Testing

extension EndToEnd {
    @Suite struct `When the printer fails` {
        struct Trouble: Sendable, CustomTestStringConvertible {
            let state: String
            /// What the screen says, and what CUPS says.
            let words: String
            let reason: String?
            var testDescription: String { state }
        }

        @Test(arguments: [
            Trouble(state: "paper-empty", words: "Hết giấy in", reason: "media-empty"),
            Trouble(state: "paper-empty-after:300", words: "Hết giấy in", reason: "media-empty"),
            Trouble(state: "cover-open", words: "Nắp máy in đang mở", reason: "cover-open"),
            Trouble(state: "cutter", words: "Dao cắt giấy bị kẹt", reason: nil),
            Trouble(state: "offline", words: "Máy in không trả lời", reason: nil),
        ])
        func `the number is on the screen, nothing comes out later, and the copy has the same number`(
            trouble: Trouble
        ) async throws {
            let dock = try RunningDemo.current.dock
            try await dock.home("dispenser")
            let slips = try await dock.tray().count
            try await dock.fault("dispenser", "printer", trouble.state)
            let number: String
            let code: String
            do {
                number = try await dock.takeNumber(showing: "ticket-unprinted")
                #expect(try await dock.view("dispenser").text.contains(trouble.words))
                code = try #require(try codes(on: try await dock.screen("dispenser")).first)
                #expect(Token(code)?.number == number)
                if let reason = trouble.reason { try await expect(reason, in: dock) }
            } catch {
                try? await dock.fault("dispenser", "printer", "ok")
                throw error
            }
            try await dock.fault("dispenser", "printer", "ok")
            try await eventually("a well printer", within: .seconds(30)) {
                try await dock.state("dispenser").printer == "ready"
            }
            #expect(try await dock.tray().count == slips, "a stale slip came out")
            try await dock.press("dispenser", /^In lại/)
            try await dock.wait("dispenser", for: "ticket-taken", within: .seconds(30))
            #expect(try await dock.view("dispenser").number == number)
            let tray = try await dock.tray()
            #expect(tray.count == slips + 1)
            let slip = try #require(tray.last)
            #expect(slip.copy)
            #expect(try codes(on: try await dock.picture(of: slip)) == [code])
        }

        @Test func `the centre hears of paper that runs low, and of the new roll`() async throws {
            let dock = try RunningDemo.current.dock
            let centre = try await ConsoleClient(dock)
            try await dock.home("dispenser")
            try await eventually("the centre knows that the dispenser works", within: .seconds(30)) {
                try await centre.dispenser("dispenser")?.condition == "ready"
            }
            try await dock.fault("dispenser", "printer", "paper-low")
            do {
                try await eventually("the centre knows that paper is low", within: .seconds(30)) {
                    try await centre.dispenser("dispenser")?.condition == "paperLow"
                }
                #expect(try await centre.dispenser("dispenser")?.place == "Sảnh tầng 1, cạnh cửa chính")
                #expect(try await dock.view("dispenser").text.contains("Sắp hết giấy in"))
            } catch {
                try? await dock.fault("dispenser", "printer", "ok")
                throw error
            }
            try await dock.fault("dispenser", "printer", "ok")
            try await eventually("the centre knows of the new roll", within: .seconds(30)) {
                try await centre.dispenser("dispenser")?.condition == "ready"
            }
            // What the centre tells of dispensers comes back to every kiosk.
            for kiosk in ["dispenser", "lookup"] {
                #expect(try await dock.state(kiosk).link == "online")
            }
        }

        /// Asks the queue with a tool that did not come from us.
        private func expect(_ reason: String, in dock: DockClient) async throws {
            let queue = try #require(try await dock.state("dispenser").printerQueue)
            let question = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).test")
            try Self.question.write(to: question, atomically: true, encoding: .utf8)
            defer { try? FileManager.default.removeItem(at: question) }
            try await eventually("\(reason) in the queue's state") {
                try run("/usr/bin/ipptool", ["-tv", queue, question.path]).contains(reason)
            }
        }

        private static let question = """
            {
            NAME "state"
            OPERATION Get-Printer-Attributes
            GROUP operation-attributes-tag
            ATTR charset attributes-charset utf-8
            ATTR naturalLanguage attributes-natural-language en
            ATTR uri printer-uri $uri
            ATTR keyword requested-attributes printer-state-reasons
            STATUS successful-ok
            DISPLAY printer-state-reasons
            }
            """
    }
}
