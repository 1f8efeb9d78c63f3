import Glibc
public import KioskCore
import Logging

/// The calibration that was made at the kiosk itself: one line of six numbers in the state directory.
///
/// It goes before the configuration's `screen.touchMatrix`; removing the file brings that back.
public struct CalibrationFile: Sendable {
    public enum Contents: Hashable, Sendable {
        case none
        case saved(Calibration)
        /// There is a file that says nothing: it is left there and not used.
        case damaged
    }

    /// Why it could not be kept.
    public struct Unwritable: Error, Hashable, Sendable {
        public var code: CInt
    }

    private static let maxByteCount = 512
    let path: String
    private let folder: String

    public init(directory: String) {
        folder = directory
        path = directory + "/touch-calibration"
    }

    public func read() -> Contents {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return errno == ENOENT ? .none : .damaged }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: Self.maxByteCount + 1)
        let count = unsafe Glibc.read(descriptor, &bytes, bytes.count)
        guard (0...Self.maxByteCount).contains(count), bytes[..<count].last == UInt8(ascii: "\n") else {
            return .damaged
        }
        let words = String(decoding: bytes[..<count], as: UTF8.self).split(whereSeparator: \.isWhitespace)
        let numbers = words.compactMap { Double($0) }
        guard numbers.count == words.count, let calibration = Calibration(numbers) else { return .damaged }
        return .saved(calibration)
    }

    /// Keeps a calibration: after this returns it survives a power cut, and until then the old one does.
    public func write(_ calibration: Calibration) throws(Unwritable) {
        let line = calibration.numbers.map { "\($0)" }.joined(separator: " ") + "\n"
        let draft = path + ".new"
        let file = unsafe open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw Unwritable(code: errno) }
        do throws(Unwritable) {
            defer { close(file) }
            let bytes = Array(line.utf8)
            let count = unsafe Glibc.write(file, bytes, bytes.count)
            guard count == bytes.count else { throw Unwritable(code: count < 0 ? errno : ENOSPC) }
            guard fsync(file) == 0 else { throw Unwritable(code: errno) }
        } catch {
            unsafe unlink(draft)
            throw error
        }
        guard unsafe rename(draft, path) == 0 else { throw Unwritable(code: errno) }
        let directory = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { throw Unwritable(code: errno) }
        defer { close(directory) }
        guard fsync(directory) == 0 else { throw Unwritable(code: errno) }
    }
}

extension CalibrationFile {
    /// Writes a calibration; logs what prevents it.
    /// - Returns: Whether it was kept.
    func keep(_ calibration: Calibration, _ logger: Logger) -> Bool {
        do throws(Unwritable) {
            try write(calibration)
            return true
        } catch {
            logger.error("The calibration could not be kept.", metadata: ["code": "\(error.code)"])
            return false
        }
    }
}

extension ScreenSettings {
    /// What was calibrated at the kiosk goes before what the configuration says.
    public mutating func useSavedCalibration(from directory: String) {
        switch CalibrationFile(directory: directory).read() {
        case .none: break
        case .saved(let saved): calibration = saved
        case .damaged: isSavedCalibrationDamaged = true
        }
    }
}
