import Drawing
import KioskCore
import Testing

@testable import ScreenKit

@Suite struct LayoutTests {
    let fonts: FontLibrary
    let profile = Profile(size: SamplePages.portrait, pixelsPerMillimetre: 4)

    init() throws { fonts = try FontLibrary() }

    private func placed(_ view: View<Int>, in rect: PixelRect) -> [PixelRect] {
        var composer = Composer<Int>(
            context: LayoutContext(profile: profile, fonts: fonts, spacingScale: 1), pressed: nil)
        composer.place(view, in: rect)
        return composer.nodes.map(\.bounds)
    }

    private func key(_ label: String = "1") -> View<Int> { .key(label, intent: 0) }

    @Test func `a row gives fixed and fitting children their width, and shares the rest`() {
        let row = View<Int>.row(spacing: 20) {
            key().width(.fixed(100))
            key().grow(1)
            key().grow(3)
        }
        let bounds = placed(row, in: PixelRect(x: 10, y: 0, width: 540, height: 100))
        #expect(bounds.map(\.x) == [10, 130, 250])
        #expect(bounds.map(\.width) == [100, 100, 300])
        #expect(bounds.allSatisfy { $0.height == 100 })
    }

    @Test func `a row that is too narrow becomes a column`() {
        let row = View<Int>.row(spacing: 20) {
            View.chip("Cập nhật lúc 08:41", .green)
            View.chip("Tạm thời chưa có mạng", .amber)
        }
        let wide = placed(row, in: PixelRect(x: 0, y: 0, width: 900, height: 60))
        let narrow = placed(row, in: PixelRect(x: 0, y: 0, width: 400, height: 140))
        #expect(Set(wide.map(\.y)).count == 1)
        #expect(Set(narrow.map(\.x)).count == 1)
        #expect(narrow[1].y >= narrow[0].maxY)
    }

    @Test(arguments: [(984, 2), (500, 1), (600, 2)])
    func `a grid has fewer columns where they would be too narrow`(width: Int, columns: Int) {
        let grid = View<Int>.grid(columns: 2) {
            key("1")
            key("2")
            key("3")
        }
        let bounds = placed(grid, in: PixelRect(x: 0, y: 0, width: width, height: 400))
        #expect(Set(bounds.map(\.x)).count == columns)
        #expect(Set(bounds.map(\.width)).count == 1)
    }

    @Test func `the cells of a row are as high as its highest`() {
        let grid = View<Int>.grid {
            View.tile("Hộ tịch", intent: 1)
            View.tile("Căn cước, định danh điện tử và xác thực điện tử của người nước ngoài", intent: 2)
            View.tile("Đất đai", intent: 3)
        }
        let bounds = placed(grid, in: PixelRect(x: 0, y: 0, width: 984, height: 0))
        #expect(bounds[0].height == bounds[1].height)
        #expect(bounds[2].height < bounds[0].height)
        #expect(bounds[2].y == bounds[0].maxY + 32)
    }

    @Test func `growing children share what is left, none beyond its limit`() {
        let column = View<Int>.column(spacing: 0) {
            key().grow(1, maxHeight: 120)
            key().grow(2)
            key()
        }
        let bounds = placed(column, in: PixelRect(x: 0, y: 0, width: 200, height: 1000))
        #expect(bounds.map(\.height) == [120, 792, 88])
    }

    @Test func `a spacer pushes its neighbours apart`() {
        let column = View<Int>.column(spacing: 0) {
            key()
            View.spacer()
            key()
        }
        let bounds = placed(column, in: PixelRect(x: 0, y: 0, width: 200, height: 500))
        #expect(bounds[0].y == 0)
        #expect(bounds[1].maxY == 500)
    }

    @Test(arguments: [4, 2.7, 5.6])
    func `lengths follow the pixels per millimetre`(pixels: Double) {
        var profile = profile
        profile.pixelsPerMillimetre = pixels
        let context = LayoutContext(profile: profile, fonts: fonts, spacingScale: 1)
        #expect(context.size(of: key(), width: 200).height == Int((22 * pixels).rounded()))
    }

    @Test(arguments: SamplePages.profiles)
    func `places never move`(profile: Profile) {
        let inner = [
            SamplePages.field(), SamplePages.taken(), SamplePages.keypad(), SamplePages.procedures(),
        ]
        .map { PageLayout(page: $0, profile: profile, fonts: fonts).laidOut().screen }
        for label in ["English", "Trợ giúp"] {
            let places = Set(
                inner.compactMap { screen in screen.nodes.first { $0.label == label }?.bounds.x })
            #expect(places.count == 1)
        }
        for screen in inner {
            let back = screen.nodes.first { ["Quay lại", "In lại"].contains($0.label) }
            #expect(back.map { $0.bounds.x == profile.pixels(48) } == true)
        }
    }

    @Test func `mapping changes intents and nothing else`() {
        for page in SamplePages.all {
            let layout = PageLayout(page: page, profile: profile, fonts: fonts).laidOut()
            let mapped = PageLayout(page: page.map { "\($0)" }, profile: profile, fonts: fonts).laidOut()
            #expect(layout.items == mapped.items)
            #expect(layout.screen.nodes.map(\.label) == mapped.screen.nodes.map(\.label))
            #expect(
                layout.screen.nodes.map { $0.intent.map { "\($0)" } } == mapped.screen.nodes.map(\.intent))
            #expect(page.map { $0 } == page)
        }
    }

    @Test func `while a dialogue is open only it is read and touched`() {
        let screen = PageLayout(page: SamplePages.timeOut(), profile: profile, fonts: fonts).laidOut().screen
        #expect(screen.nodes.map(\.label).contains("Tiếp tục"))
        #expect(!screen.nodes.map(\.label).contains("Tra cứu mã khác"))
    }
}
