import Dispenser
import Drawing
import Foundation
import KioskCore
import KioskFrame
import KioskServices
import Lookup
import ScreenKit
import TestKit
import Testing

@testable import Appliance
@testable import DeviceTests
@testable import Maintenance
@testable import PanelCalibration

/// Draws every screen on both panels, in both languages, with every aid.
///
/// `KIOSK_GALLERY=folder` leaves the pictures in a folder, to look at; `KIOSK_PICTURES=docs/pictures` draws
/// those of the README again.
@Suite struct GalleryTests {
    static let environment = ProcessInfo.processInfo.environment

    @Test(arguments: Scenes.all) func `every screen passes the accessibility audit`(_ scene: Scene) throws {
        let fonts = try FontLibrary()
        for viewing in Viewing.all {
            if let folder = Self.environment["KIOSK_GALLERY"] {
                let file = URL(filePath: folder).appending(path: "\(scene.name)-\(viewing).png")
                try Data(scene.picture(viewing, fonts).png()).write(to: file)
            }
            let findings = AccessibilityAudit.findings(
                of: scene.on(viewing).page(in: viewing.language), profile: viewing.profile, fonts: fonts)
            #expect(findings.isEmpty, "\(viewing): \(findings)")
        }
    }

    @Test(arguments: Viewing.all)
    func `a number that was not printed can be read from the screen`(_ viewing: Viewing) throws {
        let scene = try #require(Scene.named("ticket-unprinted-paperEmpty"))
        let picture = scene.picture(viewing, try FontLibrary())
        #expect(try codes(on: picture.png()) == [Scenes.issued("t").ticket.token])
    }

    @Test(.enabled(if: environment["KIOSK_PICTURES"] != nil))
    func `the pictures of the README are drawn`() throws {
        let folder = URL(filePath: Self.environment["KIOSK_PICTURES"] ?? ".")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let fonts = try FontLibrary()
        for (name, file) in [
            "field": "field", "ticket-taken": "ticket-taken",
            "ticket-unprinted-paperEmpty": "ticket-unprinted", "dossier-4": "dossier",
        ] {
            let scene = try #require(Scene.named(name))
            try Data(scene.picture(Viewing(), fonts).halved.png())
                .write(to: folder.appending(path: "\(file).png"))
        }
        let head = PrintHead(dots: 576, dotsPerInch: 203)
        let press = TicketSlip(site: Scenes.site, cutOffHour: 15, head: head, fonts: fonts)
        try Data(press.draw(Scenes.issued("t"), isReprint: false).png())
            .write(to: folder.appending(path: "slip.png"))
    }
}
