import Foundation
import Hummingbird
import NIOCore
import NIOFoundationCompat

/// `GET /dock/state`: the kiosk's own status, and the fault switches.
enum DockState {
    static func response(status: ByteBuffer, switches: FaultSwitches, printerQueue: String?) throws
        -> Response
    {
        guard var state = try JSONSerialization.jsonObject(with: Data(buffer: status)) as? [String: Any]
        else {
            throw DockError(.badGateway, "the kiosk's status is not a JSON object")
        }
        state["faults"] = try JSONSerialization.jsonObject(with: JSONEncoder().encode(switches))
        state["printerQueue"] = printerQueue
        let bytes = try JSONSerialization.data(
            withJSONObject: state, options: [.sortedKeys, .withoutEscapingSlashes])
        return Response(
            status: .ok,
            headers: [.contentType: "application/json; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}

/// One line of `GET /dock/tray`.
struct SlipLine: Encodable {
    let id: Int
    /// The path of the picture.
    let png: String
    let copy: Bool
    let at: Date

    init(_ slip: PaperTray.Slip, kiosk: String) {
        id = slip.id
        png = "/dock/tray/\(slip.id).png?kiosk=\(kiosk)"
        copy = slip.isCopy
        at = slip.at
    }
}
