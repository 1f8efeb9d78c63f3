import Glibc
import KioskCore
import SystemPackage
import Testing

@testable import Devices

@Suite("Graphics cards that are none")
struct GraphicsCardTests {
    @Test(arguments: [
        ("/dev/dri/card99", "/dev/dri/card99 cannot be opened: No such file or directory"),
        (
            "/dev/null",
            "/dev/null has no socket for a panel; name another card, or set screen.display to fbdev"
        ),
    ])
    func `a card that cannot be used says what to do`(_ card: String, _ words: String) {
        #expect(throws: DisplayFault.unusable(words)) {
            try openDisplay(DisplaySettings(kind: .drm, card: card))
        }
    }

    @Test func `auto falls back from a card that is none to the frame buffer, and says why that fails`()
        throws
    {
        let settings = DisplaySettings(kind: .auto, card: "/dev/null", device: "/dev/zero")
        #expect(
            throws: DisplayFault.unusable("/dev/zero is not a frame buffer: Inappropriate ioctl for device")
        ) {
            try openDisplay(settings)
        }
    }

    @Test(arguments: [
        (EACCES, CardFailure.notMaster), (ENODEV, .gone), (EBUSY, .busy),
        (EINVAL, .refused("the mode: Invalid argument")),
    ])
    func `the system's errors are distinguished by what can be done`(_ code: CInt, _ failure: CardFailure) {
        #expect(CardFailure(Errno(rawValue: code), doing: "the mode") == failure)
    }
}
