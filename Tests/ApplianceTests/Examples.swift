import Devices
import Foundation

/// Invented devices.
enum Examples {
    static func scanner(state: String) -> ScannerListing {
        decoded(
            """
            {"name":"Honeywell","vendor":3118,"product":2913,"address":"001/011","mode":"hid-pos",
             "profile":"Honeywell","state":"\(state)"}
            """)
    }

    static let printer: PrinterListing = decoded(
        """
        {"queue":"receipt","uri":"kiosk://127.0.0.1:9100","isOurBackend":true,"profile":"generic-80","dots":576,
         "dotsPerInch":203,"confirmation":"in-order","reasons":[],"condition":"ready"}
        """)

    static let keyboard: InputDevice = decoded(
        """
        {"path":"/dev/input/event3","name":"A Keyboard","model":"046d:c31c","kind":"keyboard","use":"ignored"}
        """)

    static let panel: InputDevice = decoded(
        """
        {"path":"/dev/input/event5","name":"A Panel","model":"0eef:0001","kind":"multiTouch","use":"used"}
        """)

    static let stranger: USBListing = decoded(
        """
        {"name":"A Stick","vendor":2385,"product":5734,"address":"001/004","classes":["mass storage"]}
        """)

    private static func decoded<Value: Decodable>(_ json: String) -> Value {
        do { return try JSONDecoder().decode(Value.self, from: Data(json.utf8)) } catch {
            preconditionFailure("\(error)")
        }
    }
}
