import Dock
import Foundation
import KioskCore

/// The settings of a demo, from the environment.
struct DemoSettings {
    /// The Dock's port on 127.0.0.1; `DEMO_PORT`.
    let port: Int
    /// A directory to use and to keep; `DEMO_STATE`.
    let state: String?
    /// The orientation of both screens, instead of each its own; `DEMO_ORIENTATION`.
    let orientation: Orientation?

    /// What time it is in the demo; `DEMO_CLOCK`.
    let clock: ClockChoice

    enum ClockChoice: Hashable {
        case workingMorning, real
        case starting(Timestamp)
    }

    enum Orientation: String { case portrait, landscape }

    /// What is wrong, for whoever started the demo.
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
        clock =
            switch environment["DEMO_CLOCK"].map({ ($0, ClockSetting($0)) }) {
            case nil, ("", _)?: .workingMorning
            case (_, .real?)?: .real
            case (_, .instant(let time)?)?: .starting(time)
            case (let text, nil)?:
                throw Fault(
                    description: "DEMO_CLOCK is \(text); it must be real, or a time such as "
                        + "2026-11-20T15:12:00+07:00. Without it the demo begins on a working morning.")
            }
    }

    func screen(of role: KioskRole) -> PixelSize {
        switch orientation ?? (role == .dispenser ? .portrait : .landscape) {
        case .portrait: PixelSize(width: 1080, height: 1920)
        case .landscape: PixelSize(width: 1920, height: 1080)
        }
    }
}
