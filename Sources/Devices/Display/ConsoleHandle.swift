import CKioskShims
import Glibc
public import KioskCore

/// A text console in graphics mode, so that it draws neither cursor nor messages and hears no keyboard; a
/// text console again when it goes.
///
/// A process that is killed cannot do that: then the service manager does (`TTYReset=`), or ``giveBackConsole(_:)``.
final class ConsoleHandle: Sendable {
    private let descriptor: CInt

    init(_ path: String) throws(DisplayFault) {
        descriptor = try openConsole(path)
        guard kiosk_console_set_mode(descriptor, KD_GRAPHICS) == 0 else {
            let code = errno
            close(descriptor)
            throw .unusable(
                "the console \(path) cannot be kept quiet (\(systemErrorText(code))): give it to the service with TTYPath="
            )
        }
        // Ctrl-Alt-F2 and the like go nowhere; a kernel that does not let us is no reason to stay dark.
        _ = kiosk_console_set_keyboard(descriptor, CInt(K_OFF))
    }

    deinit {
        restore(descriptor)
        close(descriptor)
    }
}

/// Makes a console that a killed kiosk left behind a text console again.
public func giveBackConsole(_ path: String) throws(DisplayFault) {
    let descriptor = try openConsole(path)
    defer { close(descriptor) }
    guard restore(descriptor) else {
        throw .unusable("the console \(path) cannot be given back: \(systemErrorText(errno))")
    }
}

private func openConsole(_ path: String) throws(DisplayFault) -> CInt {
    let descriptor = unsafe open(path, O_RDWR | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else {
        throw .unusable(
            "the console \(path) cannot be opened (\(systemErrorText(errno))): correct screen.console, or add the "
                + "kiosk's user to the group tty")
    }
    return descriptor
}

/// Always to text, whatever it was: a kiosk that was killed before us left graphics behind.
@discardableResult
private func restore(_ descriptor: CInt) -> Bool {
    _ = kiosk_console_set_keyboard(descriptor, CInt(K_UNICODE))
    return kiosk_console_set_mode(descriptor, KD_TEXT) == 0
}
