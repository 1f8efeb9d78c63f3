import CKioskShims
import Glibc
import KioskCore

/// A text console in graphics mode, so that it draws neither cursor nor messages; as before when it goes.
final class ConsoleHandle: Sendable {
    private let descriptor: CInt
    private let before: CInt

    init(_ path: String) throws(DisplayFault) {
        let descriptor = unsafe open(path, O_RDWR | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else {
            throw .unusable(
                "the console \(path) cannot be opened (\(systemErrorText(errno))): correct "
                    + "screen.console, or add the "
                    + "kiosk's user to the group tty")
        }
        var mode: CInt = KD_TEXT
        guard unsafe kiosk_console_mode(descriptor, &mode) == 0,
            kiosk_console_set_mode(descriptor, KD_GRAPHICS) == 0
        else {
            let code = errno
            close(descriptor)
            throw .unusable(
                "the console \(path) cannot be kept quiet (\(systemErrorText(code))): give it to the "
                    + "service with TTYPath="
            )
        }
        self.descriptor = descriptor
        before = mode
    }

    deinit {
        _ = kiosk_console_set_mode(descriptor, before)
        close(descriptor)
    }
}
