import Foundation
import HTTPTypes
import KioskCore

/// The body of `POST /dock/touch`: a press and release, or one phase of a touch.
struct TouchRequest: Decodable {
    enum Kind: String, Decodable { case down, move, up }
    static let example = #"{"x": 540, "y": 960} or {"kind": "down" | "move" | "up", "x": 540, "y": 960}"#

    let kind: Kind?
    let x: Double
    let y: Double

    /// The pixel that was touched; `nil` if it lies outside the screen.
    func point(on size: PixelSize) -> PixelPoint? {
        guard (0..<Double(size.width)).contains(x), (0..<Double(size.height)).contains(y) else { return nil }
        return PixelPoint(x: Int(x), y: Int(y))
    }
}

/// The body of `POST /dock/scan`: text, or raw bytes.
struct ScanRequest: Decodable {
    static let example = #"{"payload": "text"} or {"base64": "dGV4dA=="}"#

    let payload: String?
    let base64: String?

    func bytes() throws(DockError) -> [UInt8] {
        switch (payload, base64) {
        case (let payload?, nil): return Array(payload.utf8)
        case (nil, let base64?):
            if let data = Data(base64Encoded: base64) { return Array(data) }
        default: break
        }
        throw DockError(.badRequest, "the body must be JSON like \(Self.example)")
    }
}

/// The body of `POST /dock/fault`.
struct FaultRequest: Codable {
    static let example = #"{"device": "printer", "state": "paper-empty"}"#

    let device: String
    let state: String

    func json() throws -> Data { try JSONEncoder().encode(self) }
}
