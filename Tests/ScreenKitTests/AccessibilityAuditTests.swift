import Drawing
import KioskCore
import ScreenKit
import Testing

@Suite struct AccessibilityAuditTests {
    let fonts: FontLibrary
    let profile = Profile(size: SamplePages.portrait, pixelsPerMillimetre: 4)

    init() throws { fonts = try FontLibrary() }

    @Test(arguments: SamplePages.profiles)
    func `nothing is wrong with the samples`(profile: Profile) {
        for page in SamplePages.all {
            let findings = AccessibilityAudit.findings(of: page, profile: profile, fonts: fonts)
            #expect(findings.isEmpty, "\(page.name): \(findings)")
        }
    }

    @Test(arguments: [60, 220], SamplePages.profiles)
    func `long names of fields and procedures stay inside`(length: Int, profile: Profile) {
        let words = "Thực hiện thủ tục đăng ký biện pháp bảo đảm bằng quyền sử dụng đất, tài sản gắn liền "
        let name = String(String(repeating: words, count: 4).prefix(length))
        let list = page(shown: []) {
            View.pages(SamplePages.turning(0)) {
                for index in 0..<5 { View.listItem(name, intent: .choose(index)) }
            }
        }
        let tiles = page(shown: []) {
            View.grid {
                for index in 0..<2 { View.tile(name, detail: "Chờ 5 người", intent: .choose(index)) }
            }
        }
        for page in [list, tiles] {
            let findings = AccessibilityAudit.findings(of: page, profile: profile, fonts: fonts)
            #expect(findings.isEmpty, "\(findings)")
        }
    }

    private func page(
        shown: [View<SamplePages.Touch>], low: Bool = false,
        @ViewsBuilder<SamplePages.Touch> _ choices: () -> [View<SamplePages.Touch>]
    ) -> Page<SamplePages.Touch> {
        Page(
            name: "test", language: .vietnamese, header: SamplePages.header, help: SamplePages.help,
            back: .button("Quay lại", intent: .back), turning: SamplePages.turning(0), shown: { shown },
            choices: choices)
    }

    private func kinds(
        of page: Page<SamplePages.Touch>, _ change: (inout Profile) -> Void = { _ in }
    ) -> Set<AccessibilityFinding.Kind> {
        var profile = profile
        change(&profile)
        return Set(AccessibilityAudit.findings(of: page, profile: profile, fonts: fonts).map(\.kind))
    }

    @Test func `a target that is too small is found`() {
        let bad = page(shown: []) { View.key("1", intent: .other).width(.fixed(50)) }
        #expect(kinds(of: bad) == [.targetTooSmall, .clippedText] || kinds(of: bad) == [.targetTooSmall])
        let chip = page(shown: []) { View.chip("Lọc", .blue).touching(.other) }
        #expect(kinds(of: chip) == [.targetTooSmall])
    }

    @Test func `a gap that is too small is found`() {
        let bad = page(shown: []) {
            View.row(spacing: 4) {
                View.key("1", intent: .key("1"))
                View.key("2", intent: .key("2"))
            }
        }
        #expect(kinds(of: bad) == [.gapTooSmall])
    }

    @Test func `a body without page turning that does not fit is found`() {
        var bad = page(shown: []) {
            for index in 0..<20 { View.tile("Lĩnh vực \(index)", .large, intent: .choose(index)) }
        }
        #expect(kinds(of: bad).isEmpty)
        bad.turning = nil
        #expect(kinds(of: bad).isSuperset(of: [.overfull, .clippedText, .overlappingTargets]))
    }

    @Test func `text that can hardly be read is found`() {
        #expect(kinds(of: page(shown: [.text("Mờ", color: .line)]) {}) == [.lowContrast])
        #expect(kinds(of: page(shown: [.text("Trắng trên giấy", color: .onBlue)]) {}) == [.lowContrast])
    }

    @Test func `what nobody can name is found`() {
        #expect(kinds(of: page(shown: []) { View.key(" ", intent: .other) }) == [.missingLabel])
        #expect(kinds(of: page(shown: [.picture(.clock, label: "")]) {}) == [.missingLabel])
    }

    @Test func `what a seated person cannot reach is found`() {
        let bad = page(shown: [.button("Ở trên cao", intent: .other)]) { View.key("1", intent: .key("1")) }
        #expect(kinds(of: bad).isEmpty)
        #expect(kinds(of: bad) { $0.lowScreen = true } == [.outOfReach])
    }

    @Test func `a code that cannot be scanned is found`() {
        let long = String(repeating: "x", count: 4000)
        #expect(kinds(of: page(shown: [.qr(long, label: "Mã", size: 600)]) {}) == [.unreadableCode])
        #expect(
            kinds(of: page(shown: [.qr("https://mau.vn", label: "Mã", size: 80)]) {}) == [.unreadableCode])
        #expect(kinds(of: page(shown: [.qr("https://mau.vn", label: "Mã")]) {}).isEmpty)
    }
}

extension View {
    fileprivate func touching(_ intent: Intent) -> View {
        var copy = self
        copy.intent = intent
        return copy
    }
}
