import Foundation
import KioskCore

/// What the environment asks of a demo.
struct DemoSettings {
    /// Where the Dock is opened, on 127.0.0.1; `DEMO_PORT`.
    let port: Int
    /// A directory to use and to keep; `DEMO_STATE`.
    let state: String?
    /// How both screens stand, instead of each its own way; `DEMO_ORIENTATION`.
    let orientation: Orientation?

    enum Orientation: String { case portrait, landscape }

    /// What is wrong, in words for whoever started the demo.
    struct Fault: Error, CustomStringConvertible {
        let description: String
    }

    init(_ environment: [String: String]) throws {
        let port = environment["DEMO_PORT"] ?? "8080"
        guard let number = UInt16(port), number > 0 else {
            throw Fault(description: "DEMO_PORT is \(port); it must be a port, 1 to 65535.")
        }
        self.port = Int(number)
        state = environment["DEMO_STATE"].flatMap { $0.isEmpty ? nil : $0 }
        let orientation = environment["DEMO_ORIENTATION"].flatMap { $0.isEmpty ? nil : $0 }
        self.orientation = try orientation.map { name in
            guard let orientation = Orientation(rawValue: name) else {
                throw Fault(description: "DEMO_ORIENTATION is \(name); it must be portrait or landscape.")
            }
            return orientation
        }
    }

    func screen(of role: KioskRole) -> PixelSize {
        switch orientation ?? (role == .dispenser ? .portrait : .landscape) {
        case .portrait: PixelSize(width: 1080, height: 1920)
        case .landscape: PixelSize(width: 1920, height: 1080)
        }
    }
}
