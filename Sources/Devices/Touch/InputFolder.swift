import CKioskShims
import Glibc
import SystemPackage

/// The folder in which the system shows input devices, watched for what comes, goes, or may now be opened.
///
/// No udevd is needed; where one runs, it hands a new device to the kiosk's group a moment after it appears,
/// which is a change that shows here as well.
struct InputFolder: ~Copyable {
    let path: String
    let descriptor: FileDescriptor

    init(_ path: String) {
        self.path = path
        descriptor = FileDescriptor(rawValue: inotify_init1(CInt(IN_CLOEXEC | IN_NONBLOCK)))
        watch()
    }

    deinit { descriptor.closeQuietly() }

    /// Begins, or goes on where the folder was removed and came again: with its last device it can vanish.
    private func watch() {
        let changes = UInt32(IN_CREATE | IN_ATTRIB | IN_DELETE | IN_MOVED_TO)
        guard unsafe inotify_add_watch(descriptor.rawValue, path, changes) < 0 else { return }
        let parent = path.split(separator: "/").dropLast().joined(separator: "/")
        _ = unsafe inotify_add_watch(descriptor.rawValue, "/" + parent, UInt32(IN_CREATE))
        // It may have come between the two, which no message would tell any more.
        _ = unsafe inotify_add_watch(descriptor.rawValue, path, changes)
    }

    /// Throws away the messages: the folder itself is listed anew.
    func discardMessages() {
        while let messages = try? descriptor.readBytes(atMost: 4096), !messages.isEmpty {}
        watch()
    }

    /// `/dev/input/event0` and so on, by number.
    func devices() -> [String] {
        guard let folder = unsafe opendir(path) else { return [] }
        defer { unsafe closedir(folder) }
        var numbers: [Int] = []
        while let entry = unsafe readdir(folder) {
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasPrefix("event"), let number = Int(name.dropFirst(5)) { numbers.append(number) }
        }
        return numbers.sorted().prefix(64).map { "\(path)/event\($0)" }
    }
}
