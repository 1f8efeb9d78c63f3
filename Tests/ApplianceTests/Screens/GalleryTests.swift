import Drawing
import Foundation
import KioskCore
import ScreenKit
import Testing

@testable import Appliance

/// Draws every screen in every size, language and aid; with `KIOSK_GALLERY=folder` it leaves the pictures there.
@Suite struct GalleryTests {
    static let sizes = [PixelSize(width: 1080, height: 1920), PixelSize(width: 1920, height: 1080)]

    @Test(arguments: Scenes.all) func `every screen passes the accessibility audit`(_ scene: Scene) throws {
        let fonts = try FontLibrary()
        for size in Self.sizes {
            for language in Language.allCases {
                for aids in Aids.all {
                    let page = scene.page { machine in
                        if language == .english {
                            _ = machine.handle(.chosen(.aid(.language), touch: "x"), now: scene.touchTime)
                        }
                    }
                    var profile = Profile(size: size, pixelsPerMillimetre: 4)
                    aids.apply(to: &profile)
                    let renderer = ScreenRenderer<KioskMachine.Intent>(profile: profile, fonts: fonts)
                    renderer.show(page)
                    try Gallery.keep(
                        renderer.bitmap,
                        "\(scene.name)-\(size.isPortrait ? "p" : "l")-\(language.rawValue)\(aids.suffix)")
                    let findings = AccessibilityAudit.findings(of: page, profile: profile, fonts: fonts)
                    #expect(findings.isEmpty, "\(size) \(language) \(aids): \(findings)")
                }
            }
        }
    }
}

extension Scene {
    /// A touch that does not end a warning that the scene is about.
    var touchTime: Moment { Scenes.start }
}

struct Aids: Sendable, CustomStringConvertible {
    var suffix: String
    var scale: TextScale = .ordinary
    var theme: ThemeName = .standard
    var low = false

    static let all = [
        Aids(suffix: ""), Aids(suffix: "-large", scale: .large),
        Aids(suffix: "-contrast", theme: .highContrast),
        Aids(suffix: "-low", low: true),
    ]

    var description: String { suffix.isEmpty ? "standard" : suffix }

    func apply(to profile: inout Profile) {
        profile.textScale = scale
        profile.theme = theme
        profile.lowScreen = low
    }
}

enum Gallery {
    static func keep(_ bitmap: Bitmap, _ name: String) throws {
        guard let folder = ProcessInfo.processInfo.environment["KIOSK_GALLERY"] else { return }
        try Data(bitmap.png()).write(to: URL(fileURLWithPath: "\(folder)/\(name).png"))
    }
}
