import Drawing
import Testing

@testable import ScreenKit

@Suite struct ThemeTests {
    @Test(arguments: [
        (ColorToken.ink, ColorToken.paper, 14.0), (.quietInk, .paper, 6.5), (.blue, .paper, 10),
        (.blue, .card, 10), (.onBlue, .blue, 10), (.green, .card, 4.5), (.amber, .card, 4.5),
        (.red, .card, 4.5), (.quietInk, .card, 6.6),
    ])
    func `the standard colours can be read on their background`(
        text: ColorToken, background: ColorToken, least: Double
    ) {
        let theme = Theme(name: .standard)
        #expect(contrast(theme.color(text), theme.color(background)) >= least)
    }

    @Test(arguments: StateColor.allCases, ThemeName.allCases)
    func `ink, quiet ink and the state's own colour can be read on its tint`(
        state: StateColor, name: ThemeName
    ) {
        let theme = Theme(name: name)
        #expect(contrast(theme.color(.ink), theme.tint(state)) >= 7)
        #expect(contrast(theme.color(.quietInk), theme.tint(state)) >= 4.5)
        #expect(contrast(theme.color(state.token), theme.tint(state)) >= 4.5)
    }

    @Test func `high contrast is black and white`() {
        let theme = Theme(name: .highContrast)
        for token in ColorToken.allCases { #expect([.black, .white].contains(theme.color(token))) }
        #expect(theme.lineWidth == 4)
    }

    @Test func `contrast of black and white is 21, of a colour with itself 1`() {
        #expect(abs(contrast(.black, .white) - 21) < 0.001)
        #expect(abs(contrast(Color(0x8A4A00), Color(0x8A4A00)) - 1) < 0.001)
    }
}
