import Drawing
import KioskCore
import Testing

@testable import ScreenKit

@Suite struct DamageTests {
    let fonts: FontLibrary
    let small = Profile(size: PixelSize(width: 360, height: 640), pixelsPerMillimetre: 1.34)

    init() throws { fonts = try FontLibrary() }

    @Test(arguments: 1...24 as ClosedRange<UInt64>)
    func `painting only the damage gives the same picture as painting everything`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var profile = small
        if seed % 2 == 0 { profile.size = PixelSize(width: 640, height: 360) }
        let renderer = ScreenRenderer<Int>(profile: profile, fonts: fonts)
        var page = RandomPages.page(&random)
        for _ in 0..<8 {
            if Int.random(in: 0..<4, using: &random) == 0 {
                page = RandomPages.page(&random)
            } else {
                RandomPages.change(&page, &random)
            }
            if Int.random(in: 0..<6, using: &random) == 0 {
                renderer.profile.theme = renderer.profile.theme == .standard ? .highContrast : .standard
            }
            renderer.show(page)
            let target = renderer.screen?.nodes.filter(\.isTouchable).randomElement(using: &random)
            for pressed in [nil, target, nil] {
                renderer.show(page, pressed: pressed)
                let fresh = ScreenRenderer<Int>(profile: renderer.profile, fonts: fonts)
                fresh.show(page, pressed: pressed)
                #expect(differences(renderer.bitmap, fresh.bitmap) == [])
            }
        }
    }

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func `a page that returns looks as it did when it was first shown`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let renderer = ScreenRenderer<Int>(profile: small, fonts: fonts)
        let pages = (0..<4).map { _ in RandomPages.page(&random) }
        for _ in 0..<24 {
            var page = try #require(pages.randomElement(using: &random))
            if Bool.random(using: &random) {
                page.header.clock = "08:3\(Int.random(in: 0..<3, using: &random))"
            }
            if Int.random(in: 0..<4, using: &random) == 0 { page.overlay = .text("Hết giờ", .display) }
            renderer.profile.theme = Bool.random(using: &random) ? .standard : .highContrast
            renderer.profile.textScale = Int.random(in: 0..<4, using: &random) == 0 ? .large : .ordinary
            renderer.show(page)
            let pressed = renderer.screen?.nodes.filter(\.isTouchable).randomElement(using: &random)
            renderer.show(page, pressed: pressed)
            let fresh = ScreenRenderer<Int>(profile: renderer.profile, fonts: fonts)
            fresh.show(page, pressed: pressed)
            #expect(differences(renderer.bitmap, fresh.bitmap) == [])
            #expect(renderer.screen == fresh.screen)
        }
    }

    @Test func `only what is pressed, and the header of a new minute, is laid out again`() throws {
        let recent = RecentParts<SamplePages.Touch>()
        func parts(_ page: Page<SamplePages.Touch>) -> [LaidOutPart<SamplePages.Touch>] {
            PageLayout(page: page, profile: SamplePages.profiles[0], fonts: fonts, recent: recent).laidOut()
                .parts
        }
        var page = SamplePages.home()
        let first = parts(page)
        #expect(zip(first, parts(page)).allSatisfy { $0 === $1 })
        page.header.clock = "08:43"
        #expect(zip(first, parts(page)).map { $0 === $1 } == [false, true, true, true])
        let tile = try #require(first[1].nodes.first { $0.role == .tile })
        #expect(first.map { $0.pressed(tile) === $0 } == [true, false, true, true])
        let kept = Set(first[1].items).intersection(first[1].pressed(tile).items)
        #expect(kept.count > first[1].items.count / 2)
        #expect(
            first[1].items.filter { !kept.contains($0) }.allSatisfy {
                $0.bounds.intersection(tile.bounds) == $0.bounds
            })
    }

    @Test func `a new minute repaints the clock only`() throws {
        let renderer = ScreenRenderer<SamplePages.Touch>(profile: SamplePages.profiles[0], fonts: fonts)
        var page = SamplePages.home()
        renderer.show(page)
        page.header.clock = "08:43"
        let damage = renderer.show(page)
        let clock = try #require(renderer.screen?.nodes.first { $0.label == "08:43" })
        #expect(damage.count == 1)
        #expect(damage.allSatisfy { $0.intersection(clock.bounds.insetBy(-2)) == $0 })
        #expect(renderer.show(page).isEmpty)
    }

    @Test func `the pressed look stays inside what is pressed, and goes away again`() throws {
        let renderer = ScreenRenderer<SamplePages.Touch>(profile: SamplePages.profiles[0], fonts: fonts)
        renderer.show(SamplePages.home())
        let before = renderer.bitmap
        let tile = try #require(renderer.screen?.nodes.first { $0.label == "Tra cứu hồ sơ" })
        let damage = renderer.press(tile)
        #expect(!damage.isEmpty)
        #expect(damage.allSatisfy { $0.intersection(tile.bounds) == $0 })
        #expect(differences(renderer.bitmap, before) != [])
        renderer.press(nil)
        #expect(differences(renderer.bitmap, before) == [])
    }

    @Test func `another size of panel is a new picture`() {
        let renderer = ScreenRenderer<SamplePages.Touch>(profile: SamplePages.profiles[0], fonts: fonts)
        renderer.show(SamplePages.home())
        renderer.profile.size = SamplePages.landscape
        #expect(renderer.show(SamplePages.home()) == [PixelRect(SamplePages.landscape)])
        #expect(renderer.bitmap.size == SamplePages.landscape)
    }

    @Test(arguments: [
        ([PixelRect](), 0),
        ([PixelRect(x: 0, y: 0, width: 10, height: 10), PixelRect(x: 5, y: 5, width: 10, height: 10)], 1),
        (
            [PixelRect(x: 0, y: 0, width: 10, height: 10), PixelRect(x: 500, y: 500, width: 10, height: 10)],
            2
        ),
        ((0..<30).map { PixelRect(x: $0 * 60, y: ($0 % 7) * 100, width: 10, height: 10) }, 8),
    ])
    func `rectangles are joined until few are left and none overlap`(rects: [PixelRect], count: Int) {
        let joined = joined(rects)
        #expect(joined.count <= count)
        for rect in rects { #expect(joined.contains { $0.intersection(rect) == rect }) }
        for (index, rect) in joined.enumerated() {
            for other in joined[(index + 1)...] { #expect(rect.intersection(other).isEmpty) }
        }
    }
}

/// Where two pictures differ: a few places with both values, so that a failure can be read.
private func differences(_ one: Bitmap, _ other: Bitmap) -> [String] {
    guard one.pixels != other.pixels else { return [] }
    return one.pixels.indices.lazy.filter { one.pixels[$0] != other.pixels[$0] }.prefix(5).map {
        let (x, y) = ($0 % one.size.width, $0 / one.size.width)
        return "\(x),\(y): \(String(one.pixels[$0], radix: 16)) or \(String(other.pixels[$0], radix: 16))"
    }
}
