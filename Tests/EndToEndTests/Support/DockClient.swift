import AsyncHTTPClient
import Foundation
import NIOCore
import NIOFoundationCompat
import NIOHTTP1
import Testing

/// The Dock's API from outside, as docs/architecture.md promises it.
struct DockClient: Sendable {
    let port: Int
    private var base: String { "http://127.0.0.1:\(port)" }

    struct Refused: Error {
        let status: Int
        let text: String
    }

    struct View: Decodable, Sendable {
        struct Node: Decodable, Sendable {
            struct Bounds: Decodable, Sendable { let x, y, width, height: Double }
            let role: String
            let label: String
            let value: String?
            let enabled: Bool
            let bounds: Bounds
        }
        let screen: String
        let language: String
        let mode: String
        let nodes: [Node]

        /// Everything that can be read on it.
        var text: String { nodes.map { "\($0.label) \($0.value ?? "")" }.joined(separator: "\n") }
        /// The queue number on it.
        var number: String? { text.firstMatch(of: /[A-Z][0-9]{3,4}/).map { String($0.output) } }
    }

    struct State: Decodable, Sendable {
        struct Tickets: Decodable, Sendable { let issued, confirmed, failed: Int }
        struct Journal: Decodable, Sendable { let pending, acknowledged: Int }
        let link: String?
        let printer: String?
        let scanner: String
        let tickets: Tickets
        let journal: Journal
        let clock: String
        let faults: [String: String]
        let printerQueue: String?
    }

    struct Slip: Decodable, Sendable {
        let id: Int
        let png: String
        let copy: Bool
        let at: Date
    }

    struct About: Decodable, Sendable { let console: String? }

    // MARK: Calls

    func data(_ method: HTTPMethod, _ path: String, _ body: [String: Any]? = nil) async throws -> Data {
        var request = HTTPClientRequest(url: path.hasPrefix("http") ? path : base + path)
        request.method = method
        if let body {
            request.headers.add(name: "content-type", value: "application/json")
            request.body = .bytes(try JSONSerialization.data(withJSONObject: body))
        }
        let answer = try await HTTPClient.shared.execute(request, timeout: .seconds(40))
        let data = Data(buffer: try await answer.body.collect(upTo: 32 << 20))
        guard (200..<300).contains(answer.status.code) else {
            throw Refused(status: Int(answer.status.code), text: String(decoding: data, as: UTF8.self))
        }
        return data
    }

    private func get<Value: Decodable>(_ type: Value.Type, _ path: String) async throws -> Value {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return try decoder.decode(type, from: try await data(.GET, path))
    }

    func about() async throws -> About { try await get(About.self, "/dock/about") }
    func view(_ kiosk: String) async throws -> View { try await get(View.self, "/dock/view?kiosk=\(kiosk)") }
    func state(_ kiosk: String) async throws -> State {
        try await get(State.self, "/dock/state?kiosk=\(kiosk)")
    }
    func screen(_ kiosk: String) async throws -> Data {
        try await data(.GET, "/dock/screen.png?kiosk=\(kiosk)")
    }
    func tray() async throws -> [Slip] { try await get([Slip].self, "/dock/tray") }
    func picture(of slip: Slip) async throws -> Data { try await data(.GET, slip.png) }

    func touch(_ kiosk: String, x: Double, y: Double) async throws {
        _ = try await data(.POST, "/dock/touch?kiosk=\(kiosk)", ["x": x, "y": y])
    }

    func scan(_ kiosk: String, _ payload: Data) async throws {
        _ = try await data(.POST, "/dock/scan?kiosk=\(kiosk)", ["base64": payload.base64EncodedString()])
    }

    func scan(_ kiosk: String, _ payload: String) async throws { try await scan(kiosk, Data(payload.utf8)) }

    func fault(_ kiosk: String, _ device: String, _ state: String) async throws {
        _ = try await data(.POST, "/dock/fault?kiosk=\(kiosk)", ["device": device, "state": state])
    }

    // MARK: What a visitor does

    /// The field that tests choose: its tile lies where its group's was not, or the second touch would be
    /// taken for an echo of the first.
    static var field: Regex<Substring> { /^Nuôi con nuôi/ }

    /// What can be touched and is called so.
    func control(_ kiosk: String, _ label: Regex<Substring>) async throws -> View.Node {
        let roles = ["button", "tile", "key", "list-item", "checkbox"]
        let view = try await view(kiosk)
        let control = view.nodes.first { node in
            node.enabled && roles.contains(node.role) && node.label.firstMatch(of: label) != nil
        }
        guard let control else {
            throw EndToEndError(
                description: "nothing to touch like that on \(view.screen): \(view.nodes.map(\.label))")
        }
        return control
    }

    func press(_ kiosk: String, _ label: Regex<Substring>) async throws {
        let bounds = try await control(kiosk, label).bounds
        try await touch(kiosk, x: bounds.x + bounds.width / 2, y: bounds.y + bounds.height / 2)
    }

    func wait(
        _ kiosk: String, for screen: String, within limit: Duration = .seconds(15)
    ) async throws {
        try await eventually("the screen \(screen)", within: limit) {
            try await view(kiosk).screen == screen
        }
    }

    /// Brings a kiosk home, from wherever it is.
    func home(_ kiosk: String) async throws {
        try await eventually("home", within: .seconds(30)) {
            let view = try await view(kiosk)
            if view.screen == "home" { return true }
            _ = try? await press(kiosk, /^(?:Kết thúc|Trang chủ|Tiếp tục)/)
            return false
        }
    }

    /// Goes to the choice of a field of the first group.
    func chooseGroup() async throws {
        try await home("dispenser")
        try await press("dispenser", /^Tư pháp/)
        try await wait("dispenser", for: "field")
    }

    /// Two touches, and the number that is then on the screen.
    func takeNumber(showing screen: String) async throws -> String {
        try await chooseGroup()
        try await press("dispenser", Self.field)
        try await wait("dispenser", for: screen, within: .seconds(30))
        return try #require(try await view("dispenser").number)
    }
}
