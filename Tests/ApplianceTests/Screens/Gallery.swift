import Dispenser
import Drawing
import Foundation
import KioskCore
import KioskFrame
import KioskServices
import Lookup
import ScreenKit

@testable import Appliance
@testable import DeviceTests
@testable import Maintenance
@testable import PanelCalibration

/// A panel, a language and the aids in use: one way in which a screen may be seen.
struct Viewing: Sendable, CustomStringConvertible {
    var size = PixelSize(width: 1080, height: 1920)
    var language = Language.vietnamese
    var aids = Aids(suffix: "")

    var description: String { "\(size.isPortrait ? "p" : "l")-\(language.rawValue)\(aids.suffix)" }

    var profile: Profile {
        Profile(
            size: size, pixelsPerMillimetre: 4, theme: aids.theme, textScale: aids.scale,
            lowScreen: aids.low)
    }

    static let all: [Viewing] = [PixelSize(width: 1080, height: 1920), PixelSize(width: 1920, height: 1080)]
        .flatMap { size in
            Language.allCases.flatMap { language in
                Aids.all.map { Viewing(size: size, language: language, aids: $0) }
            }
        }
}

struct Aids: Sendable {
    var suffix: String
    var scale: TextScale = .ordinary
    var theme: ThemeName = .standard
    var low = false

    static let all = [
        Aids(suffix: ""), Aids(suffix: "-large", scale: .large),
        Aids(suffix: "-contrast", theme: .highContrast), Aids(suffix: "-low", low: true),
        Aids(suffix: "-all", scale: .large, theme: .highContrast, low: true),
    ]
}

extension Scene {
    func page(in language: Language) -> FrameScreens.Screen {
        page { machine in
            if language == .english {
                _ = machine.handle(.chosen(.aid(.language), touch: "x"), now: Scenes.start)
            }
        }
    }

    /// As on a panel of this size: crosses and rulers stand where the panel is.
    func on(_ viewing: Viewing) -> Scene {
        var scene = self
        var panel = scene.machine.panel
        panel.picture = viewing.size
        scene.machine.set(panel)
        return scene
    }

    func picture(_ viewing: Viewing, _ fonts: FontLibrary) -> Bitmap {
        let renderer = ScreenRenderer<FrameMachine.Intent>(profile: viewing.profile, fonts: fonts)
        renderer.show(on(viewing).page(in: viewing.language))
        return renderer.bitmap
    }

    static func named(_ name: String) -> Scene? { Scenes.all.first { $0.name == name } }
}

extension Bitmap {
    /// Half as wide and high; every pixel the mean of four.
    var halved: Bitmap {
        var small = Bitmap(size: PixelSize(width: size.width / 2, height: size.height / 2))
        for y in 0..<small.size.height {
            for x in 0..<small.size.width {
                let (left, top) = (2 * x, 2 * y)
                let four = [
                    self[left, top], self[left + 1, top], self[left, top + 1], self[left + 1, top + 1],
                ]
                small[x, y] = [16, 8, 0].reduce(0) { pixel, shift in
                    pixel | (four.reduce(2) { $0 + ($1 >> UInt32(shift) & 0xFF) } / 4) << UInt32(shift)
                }
            }
        }
        return small
    }
}
