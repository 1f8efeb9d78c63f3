import CKioskShims
import Glibc
public import KioskCore
import SystemPackage

/// A text console in graphics mode, so that it draws neither cursor nor messages and reads no keyboard; a
/// text console again when it goes.
///
/// A process that is killed cannot do that: then the service manager does (`TTYReset=`), or
/// ``restoreConsole(_:)``.
final class ConsoleHandle: Sendable {
    private let descriptor: FileDescriptor

    init(_ path: String) throws(DisplayFault) {
        descriptor = try openConsole(path)
        guard kiosk_console_set_mode(descriptor.rawValue, KD_GRAPHICS) == 0 else {
            let error = lastError()
            descriptor.closeQuietly()
            throw .unusable(
                "the console \(path) cannot be kept quiet (\(error)): give it to the service with TTYPath="
            )
        }
        // Ctrl-Alt-F2 and the like go nowhere; a kernel that does not allow it is no reason to show nothing.
        _ = kiosk_console_set_keyboard(descriptor.rawValue, CInt(K_OFF))
    }

    deinit {
        restore(descriptor)
        descriptor.closeQuietly()
    }
}

/// Makes a console that a killed kiosk left behind a text console again.
public func restoreConsole(_ path: String) throws(DisplayFault) {
    let descriptor = try openConsole(path)
    defer { descriptor.closeQuietly() }
    guard restore(descriptor) else {
        throw .unusable("the console \(path) cannot be given back: \(lastError())")
    }
}

private func openConsole(_ path: String) throws(DisplayFault) -> FileDescriptor {
    do throws(Errno) {
        return try .openNode(path, .readWrite, options: FileDescriptor.OpenOptions(rawValue: O_NOCTTY))
    } catch {
        throw .unusable(
            "the console \(path) cannot be opened (\(error)): correct screen.console, or add the "
                + "kiosk's user to the group tty")
    }
}

/// Always to text, whatever it was: a kiosk that was killed before us left graphics behind.
@discardableResult
private func restore(_ descriptor: FileDescriptor) -> Bool {
    _ = kiosk_console_set_keyboard(descriptor.rawValue, CInt(K_UNICODE))
    return kiosk_console_set_mode(descriptor.rawValue, KD_TEXT) == 0
}
