import Drawing
import KioskCore
import Testing

@testable import ScreenKit

@Suite struct PagingTests {
    let fonts: FontLibrary

    init() throws { fonts = try FontLibrary() }

    @Test(arguments: [
        ([Int](), [Range<Int>]()), ([50], [0..<1]), ([500], [0..<1]), ([40, 40, 40], [0..<2, 2..<3]),
        ([100, 100], [0..<1, 1..<2]), ([45, 45, 10], [0..<2, 2..<3]), ([40, 50], [0..<2]),
        ([500, 10, 10], [0..<1, 1..<3]),
    ])
    func `as many as fit, at least one`(heights: [Int], pages: [Range<Int>]) {
        let context = LayoutContext(profile: SamplePages.profiles[0], fonts: fonts, spacingScale: 1)
        let composer = Composer<Int>(context: context, pressed: nil)
        #expect(composer.pack(heights, spacing: 10, into: 100) == pages)
    }

    @Test(arguments: SamplePages.profiles)
    func `turning the pages of a list shows every item once`(profile: Profile) throws {
        var seen: [String] = []
        var index = 0
        while true {
            let screen = PageLayout(page: SamplePages.procedures(turn: index), profile: profile, fonts: fonts)
                .laidOut().screen
            seen += screen.nodes.filter { $0.role == .listItem }.map(\.label)
            let state = try #require(screen.paging.first)
            #expect(state.index == index)
            let next = screen.nodes.first { $0.id == "page-next" }
            #expect((next?.isTouchable ?? false) == (index + 1 < state.pages))
            let previous = screen.nodes.first { $0.id == "page-previous" }
            #expect((previous?.isTouchable ?? false) == (index > 0))
            index += 1
            if index >= state.pages { break }
        }
        #expect(seen.count == 23)
        #expect(Set(seen).count == 23)
    }

    @Test(arguments: SamplePages.profiles)
    func `a screen that is too full for large text shows everything on its pages`(profile: Profile) {
        var seen: Set<String> = []
        var index = 0
        var pages = 1
        while index < pages {
            let screen = PageLayout(page: SamplePages.home(turn: index), profile: profile, fonts: fonts)
                .laidOut()
                .screen
            seen.formUnion(screen.nodes.map(\.label))
            pages = screen.paging.first?.pages ?? 1
            index += 1
        }
        for label in [
            "Lấy số thứ tự", "Tra cứu hồ sơ", "Thủ tục hành chính", "Đánh giá", "Công khai số liệu",
            "Hướng dẫn, hỏi đáp", "Đang phục vụ", "Kính chào quý khách",
        ] { #expect(seen.contains(label)) }
    }

    @Test func `a short list has no page buttons`() {
        let profile = SamplePages.profiles[0]
        let screen = PageLayout(page: SamplePages.procedures(count: 3), profile: profile, fonts: fonts)
            .laidOut()
            .screen
        #expect(!screen.nodes.contains { $0.id == "page-next" })
        #expect(screen.paging == [PagingState(index: 0, pages: 1, items: 0..<3)])
    }

    @Test func `a page beyond the last shows the last`() {
        let profile = SamplePages.profiles[0]
        let screen = PageLayout(page: SamplePages.procedures(turn: 99), profile: profile, fonts: fonts)
            .laidOut()
            .screen
        #expect(screen.paging.first.map { $0.index == $0.pages - 1 } == true)
    }

    @Test func `a long text is cut between words and loses none`() {
        let context = LayoutContext(profile: SamplePages.profiles[0], fonts: fonts, spacingScale: 1)
        let text = (0..<400).map { "từ\($0)" }.joined(separator: " ")
        let pages = context.pages(of: [View<Int>.text(text)], spacing: 32, width: 600, available: 300)
        #expect(pages.count > 3)
        let words = pages.flatMap { $0 }.map { piece -> String in
            guard case .text(let words) = piece.content else { return "" }
            #expect(context.size(of: piece, width: 600).height <= 300)
            return words.plain
        }
        #expect(words.joined(separator: " ") == text)
    }

    @Test func `a card is cut under its heading, never after it`() throws {
        let context = LayoutContext(profile: SamplePages.profiles[0], fonts: fonts, spacingScale: 1)
        let text = (0..<200).map { "từ\($0)" }.joined(separator: " ")
        let card = View<Int>.panel {
            View.text("4. Thành phần hồ sơ", .title)
            View.text(text)
        }
        let before = View<Int>.text("Mã thủ tục 1.000894")
        for available in stride(from: 200, to: 900, by: 20) {
            let pages = context.pages(of: [before, card], spacing: 32, width: 600, available: available)
            var said: [String] = []
            for page in pages {
                for view in page {
                    guard case .panel(_, let stack) = view.content else { continue }
                    let texts = stack.children.compactMap { child -> String? in
                        if case .text(let words) = child.content { words.plain } else { nil }
                    }
                    #expect(texts != ["4. Thành phần hồ sơ"], "\(available)")
                    said += texts
                }
            }
            #expect(said.dropFirst().joined(separator: " ") == text)
        }
    }
}
