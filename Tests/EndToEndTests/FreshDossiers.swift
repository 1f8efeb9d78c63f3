import Foundation
import Testing

extension EndToEnd {
    @Suite struct `A dossier that has just come in` {
        private static let code = "H08.99-251120-0777"

        @Test func `is found at once, and from the cache when the link is down`() async throws {
            let demo = try RunningDemo.current
            let dock = demo.dock
            let state = try #require(demo.state)
            let demoLines = try String(
                contentsOf: RunningDemo.root.appending(path: "demo/dossiers.ndjson"), encoding: .utf8)
            let line = try #require(demoLines.split(separator: "\n").first)
                .replacing("H08.99-251120-0001", with: Self.code)
            let file = state.appending(path: "new.ndjson")
            try line.write(to: file, atomically: true, encoding: .utf8)
            let text = try run(
                try RunningDemo.executable("kiosk-central").path,
                [
                    "import", "dossiers", "--database", state.appending(path: "central/central.sqlite").path,
                    file.path,
                ])
            #expect(text.hasPrefix("1 changed"), "\(text)")
            try await dock.home("lookup")
            try await dock.scan("lookup", Self.code)
            try await dock.wait("lookup", for: "dossier")
            #expect(try await dock.view("lookup").text.contains(Self.code))

            try await dock.fault("lookup", "link", "down")
            try await eventually("the kiosk to notice") { try await dock.state("lookup").link == "offline" }
            try await dock.home("lookup")
            try await dock.scan("lookup", "H08.99-251120-0001")
            try await dock.wait("lookup", for: "dossier")
            #expect(try await dock.view("lookup").text.contains("Mất kết nối – dữ liệu cập nhật lúc"))
            try await dock.fault("lookup", "link", "up")
            try await eventually("the kiosk to notice", within: .seconds(60)) {
                try await dock.state("lookup").link == "online"
            }
        }
    }
}
