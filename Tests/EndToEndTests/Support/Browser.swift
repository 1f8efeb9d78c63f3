import AsyncHTTPClient
import Foundation
import NIOCore
import NIOFoundationCompat
import NIOHTTP1
import SimulatedDevices
import Testing

/// A real browser, over WebDriver (chromedriver of Debian's chromium-driver).
final class Browser: Sendable {
    private let driver: Process
    private let session: String

    init() async throws {
        let port = Int(try LoopbackPort.free())
        driver = Process()
        driver.executableURL = URL(filePath: "/usr/bin/chromedriver")
        driver.arguments = ["--port=\(port)", "--log-level=OFF"]
        driver.standardOutput = FileHandle.nullDevice
        driver.standardError = FileHandle.nullDevice
        try driver.run()
        let base = "http://127.0.0.1:\(port)"
        try await eventually("chromedriver") {
            try await Self.call("GET", base + "/status")["ready"] as? Bool == true
        }
        let options: [String: Any] = [
            "args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1440,900"]
        ]
        let wanted: [String: Any] = ["goog:chromeOptions": options, "goog:loggingPrefs": ["browser": "ALL"]]
        let answer = try await Self.call("POST", base + "/session", ["capabilities": ["alwaysMatch": wanted]])
        let id = try #require(answer["sessionId"] as? String)
        session = "\(base)/session/\(id)"
    }

    func open(_ address: String) async throws {
        _ = try await Self.value("POST", session + "/url", ["url": address])
    }

    /// What a piece of JavaScript gives.
    func evaluate(_ script: String) async throws -> Any? {
        try await Self.value("POST", session + "/execute/sync", ["script": "return \(script)", "args": []])
    }

    /// The errors in the browser's console.
    func errors() async throws -> [String] {
        let entries =
            try await Self.value("POST", session + "/se/log", ["type": "browser"]) as? [[String: Any]]
        return try #require(entries).filter { $0["level"] as? String == "SEVERE" }.map {
            "\($0["message"] ?? "")"
        }
    }

    func picture() async throws -> Data {
        let text = try await Self.value("GET", session + "/screenshot") as? String
        return try #require(text.flatMap { Data(base64Encoded: $0) })
    }

    func close() async {
        _ = try? await Self.value("DELETE", session)
        driver.terminate()
    }

    private static func call(
        _ method: String, _ address: String, _ body: [String: Any]? = nil
    ) async throws -> [String: Any] {
        let value = try await value(method, address, body)
        return try #require(value as? [String: Any])
    }

    private static func value(_ method: String, _ address: String, _ body: [String: Any]? = nil) async throws
        -> Any?
    {
        var request = HTTPClientRequest(url: address)
        request.method = .init(rawValue: method)
        if let body { request.body = .bytes(try JSONSerialization.data(withJSONObject: body)) }
        let answer = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
        let data = Data(buffer: try await answer.body.collect(upTo: 32 << 20))
        let text = String(decoding: data, as: UTF8.self)
        guard answer.status == .ok else { throw EndToEndError(description: text) }
        return (try JSONSerialization.jsonObject(with: data) as? [String: Any])?["value"]
    }
}
