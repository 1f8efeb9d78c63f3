import KioskCore
import Testing

@testable import Devices

@Suite("Choice of panel and mode")
struct ModeChoiceTests {
    private static let full = PixelSize(width: 1920, height: 1080)
    private static let small = PixelSize(width: 1280, height: 720)
    private let modes = [
        DisplayMode(size: small, rate: 60_000), DisplayMode(size: full, rate: 60_000, isInterlaced: true),
        DisplayMode(size: full, rate: 50_000), DisplayMode(size: full, rate: 59_940),
        DisplayMode(size: PixelSize(width: 1024, height: 768), rate: 75_000, isPreferred: true),
    ]

    private func output(
        _ name: String, id: UInt32 = 1, isConnected: Bool = true, _ modes: [DisplayMode]? = nil
    ) -> DisplayOutput {
        DisplayOutput(id: id, name: name, isConnected: isConnected, modes: modes ?? self.modes)
    }

    @Test func `the panel's preferred mode is taken where nothing is asked for`() throws {
        let choice = try #require(ModeChoice(from: [output("HDMI-A-1")], connector: nil, wish: nil))
        #expect(choice.index == 4)
        #expect(choice.unmet == nil)
    }

    @Test(arguments: [("1920x1080", 3), ("1920x1080@50", 2), ("1920x1080@60", 3), ("1280x720", 0)])
    func `the mode asked for is taken, progressive, at the nearest rate`(_ text: String, _ index: Int) throws
    {
        let wish = try #require(ModeWish(text))
        let choice = try #require(ModeChoice(from: [output("HDMI-A-1")], connector: nil, wish: wish))
        #expect(choice.index == index)
        #expect(choice.unmet == nil)
    }

    @Test func `a panel without the mode asked for still shows, and it is said`() throws {
        let wish = try #require(ModeWish("3840x2160"))
        let choice = try #require(ModeChoice(from: [output("HDMI-A-1")], connector: nil, wish: wish))
        #expect(choice.index == 4)
        #expect(choice.unmet == wish)
    }

    @Test func `a new panel keeps the size that is drawn for, where it can`() throws {
        let kept = try #require(
            ModeChoice(from: [output("HDMI-A-1")], connector: nil, wish: nil, keeping: Self.full))
        #expect(kept.mode.size == Self.full)
        #expect(!kept.mode.isInterlaced)
        let other = try #require(
            ModeChoice(
                from: [output("HDMI-A-1")], connector: nil, wish: nil, keeping: PixelSize(width: 9, height: 9)
            ))
        #expect(other.index == 4)
    }

    @Test func `without a preferred mode the largest one is taken`() throws {
        let modes = Array(modes.dropLast())
        let choice = try #require(ModeChoice(from: [output("VGA-1", modes)], connector: nil, wish: nil))
        #expect(choice.index == 3)
    }

    @Test func `a built-in panel goes before an external one, and a named socket before both`() throws {
        let outputs = [
            output("HDMI-A-1", id: 1), output("eDP-1", id: 2), output("DP-1", id: 3, isConnected: false),
        ]
        #expect(ModeChoice(from: outputs, connector: nil, wish: nil)?.output.id == 2)
        #expect(ModeChoice(from: outputs, connector: "HDMI-A-1", wish: nil)?.output.id == 1)
        #expect(ModeChoice(from: outputs, connector: "DP-1", wish: nil) == nil)
    }

    @Test func `nothing plugged in, or nothing offered, is no choice`() {
        #expect(ModeChoice(from: [], connector: nil, wish: nil) == nil)
        #expect(ModeChoice(from: [output("DP-1", isConnected: false)], connector: nil, wish: nil) == nil)
        #expect(ModeChoice(from: [output("DP-1", [])], connector: nil, wish: nil) == nil)
    }

    @Test(arguments: [
        "", "1920", "1920x", "x1080", "1920x1080@", "1920x1080@0", "0x5", "-3x4", "1920x1080x2", "١x٢",
    ])
    func `what is no mode is none`(_ text: String) { #expect(ModeWish(text) == nil) }

    @Test(arguments: ["1920x1080", "800x480@60"])
    func `a mode is written as it is read`(_ text: String) { #expect(ModeWish(text)?.description == text) }
}
