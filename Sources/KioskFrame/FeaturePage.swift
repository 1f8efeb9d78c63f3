public import KioskCore
public import ScreenKit

extension Page {
    /// A feature's page; the frame fills in header, help bar and page turning.
    public init(
        _ name: String, in language: Language, back: View<Intent>? = nil, next: View<Intent>? = nil,
        shownShare: Int = 42,
        @ViewsBuilder<Intent> shown: () -> [View<Intent>] = { [] },
        @ViewsBuilder<Intent> choices: () -> [View<Intent>] = { [] }
    ) {
        self.init(
            name: name, language: language, header: Header(name: "", detail: "", clock: "", date: ""),
            help: HelpBar(isFull: name == "home", items: []), back: back, next: next,
            shownShare: shownShare, shown: shown, choices: choices)
    }
}
