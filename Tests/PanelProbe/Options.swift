import Devices
import KioskCore

/// `--name value` pairs.
struct Options {
    private var values: [String: String] = [:]

    init(_ arguments: some Collection<String>) {
        var rest = Array(arguments)[...]
        while let name = rest.popFirst(), name.hasPrefix("--") {
            values[String(name.dropFirst(2))] = rest.popFirst() ?? ""
        }
    }

    subscript(_ name: String) -> String? { values[name] }

    var display: DisplaySettings {
        DisplaySettings(
            kind: self["display"].flatMap(DisplaySettings.Kind.init) ?? .auto, card: self["card"],
            connector: self["connector"], mode: self["mode"].flatMap { ModeWish($0) }, rotation: rotation,
            device: self["device"] ?? "/dev/fb0", console: self["console"],
            memorySize: self["size"].flatMap { ModeWish($0)?.size } ?? PixelSize(width: 1080, height: 1920))
    }

    func touch(_ picture: PixelSize) -> TouchSettings {
        TouchSettings(
            picture: picture, rotation: rotation, calibration: calibration ?? .identity,
            allowsMouse: self["mouse"] == "yes")
    }

    private var rotation: Rotation { self["rotation"].flatMap(Int.init).flatMap(Rotation.init) ?? .none }

    private var calibration: Calibration? {
        self["calibration"].flatMap { Calibration($0.split(separator: ",").compactMap { Double($0) }) }
    }
}
