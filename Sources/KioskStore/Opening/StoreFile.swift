internal import Foundation
internal import KioskCore

/// The database file and what lies beside it: the log, the mark of corruption, and the files set aside.
struct StoreFile: Sendable {
    /// How many corrupt files are kept for the maintainers; a failing disk must not fill itself.
    static let setAsideLimit = 3

    let path: String

    private var files: FileManager { .default }
    private var directory: String { (path as NSString).deletingLastPathComponent }
    private var name: String { (path as NSString).lastPathComponent }
    private var suspectMark: String { path + ".suspect" }
    private var bootMark: String { path + ".boot" }
    var walPath: String { path + "-wal" }
    /// Where a replacement is built before it takes the corrupt file's place.
    var replacement: StoreFile { StoreFile(path: path + ".new") }

    var isSuspect: Bool { files.fileExists(atPath: suspectMark) }
    var length: Int { length(of: path) }
    var walLength: Int { length(of: walPath) }

    /// Whether nothing was ever stored here: no file, or an empty one, and no log.
    var isNew: Bool { length == 0 && walLength == 0 }

    /// Makes the next opening replace this file.
    ///
    /// If even the mark cannot be written, the next error will try again.
    func markSuspect() { _ = files.createFile(atPath: suspectMark, contents: nil) }

    /// When the store was last written, for a machine whose clock lost its battery.
    var lastWrite: Timestamp? {
        let dates = [path, walPath].compactMap { path in
            (try? files.attributesOfItem(atPath: path))?[.modificationDate] as? Date
        }
        return dates.max().map { Timestamp(milliseconds: Int64($0.timeIntervalSince1970 * 1000)) }
    }

    /// How often a file was set aside on a day.
    func setAsideCount(on day: Int) -> Int { setAside().count { $0.hasPrefix("\(name).damaged-\(day)T") } }

    /// Completes a replacement that a power cut interrupted, or deletes one that was never complete.
    func finishInterruptedReplacement() throws(StoreFault) {
        guard length(of: replacement.path) > 0 else { return replacement.remove() }
        guard !files.fileExists(atPath: path) else { return replacement.remove() }
        // The corrupt file is away already, perhaps without its log.
        remove(walPath)
        remove(path + "-shm")
        try move(replacement.path, to: path)
    }

    /// Sets the corrupt files aside and puts the complete replacement in their place.
    ///
    /// - Returns: the name under which the corrupt file was kept.
    func moveReplacementIntoPlace(at now: Timestamp) throws(StoreFault) -> String {
        let target = freeName(at: now)
        try move(path, to: target)
        remove(suspectMark)
        if files.fileExists(atPath: walPath) { try move(walPath, to: target + "-wal") }
        remove(path + "-shm")
        try move(replacement.path, to: path)
        replacement.remove()
        for old in setAside().dropLast(Self.setAsideLimit) {
            // Its name stays, because the names are counted.
            _ = files.createFile(atPath: directory + "/" + old, contents: nil)
            remove(directory + "/" + old + "-wal")
        }
        return (target as NSString).lastPathComponent
    }

    func remove() {
        for suffix in ["", "-wal", "-shm"] { remove(path + suffix) }
    }

    /// Whether SQLite will see every acknowledged commit in the log.
    var isLogWhole: Bool {
        guard let handle = FileHandle(forReadingAtPath: walPath) else { return true }
        defer { try? handle.close() }
        func next(_ length: Int) -> [UInt8] { [UInt8]((try? handle.read(upToCount: length)) ?? Data()) }
        let header = next(WriteAheadLog.headerLength)
        guard var log = WriteAheadLog(header: header) else { return walLength <= WriteAheadLog.headerLength }
        while case let frame = next(log.frameLength), frame.count == log.frameLength {
            log.add(frame: frame)
        }
        return !log.hidesCommits(index, isOfThisBoot: isOfThisBoot)
    }

    /// Whether the store was last opened since the machine started.
    private var isOfThisBoot: Bool {
        guard let boot = Self.boot else { return false }
        return files.contents(atPath: bootMark) == boot
    }

    /// Notes that the log's index was written since this start of the machine.
    func markBoot() { _ = files.createFile(atPath: bootMark, contents: Self.boot) }

    private static var boot: Data? { FileManager.default.contents(atPath: "/proc/sys/kernel/random/boot_id") }

    private var index: WriteAheadLogIndex? {
        guard let handle = FileHandle(forReadingAtPath: path + "-shm") else { return nil }
        defer { try? handle.close() }
        return WriteAheadLogIndex(
            header: [UInt8]((try? handle.read(upToCount: WriteAheadLogIndex.headerLength)) ?? Data()))
    }

    /// A replacement counts as complete once the file is away, so there has to be one.
    func createIfMissing() {
        if !files.fileExists(atPath: path) { _ = files.createFile(atPath: path, contents: nil) }
    }

    /// The names of the files set aside, oldest first.
    private func setAside() -> [String] {
        let names = (try? files.contentsOfDirectory(atPath: directory)) ?? []
        return names.filter { $0.hasPrefix(name + ".damaged-") && !$0.hasSuffix("-wal") }.sorted()
    }

    private func freeName(at now: Timestamp) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let stem = "\(path).damaged-\(now.date.number)T\(two(now.hour))\(two(now.minute))\(two(now.second))"
        let candidates = [stem] + (1...99).map { "\(stem)-\(two($0))" }
        return candidates.first { !files.fileExists(atPath: $0) } ?? stem
    }

    private func length(of path: String) -> Int {
        (try? files.attributesOfItem(atPath: path))?[.size] as? Int ?? 0
    }

    private func remove(_ path: String) { try? files.removeItem(atPath: path) }

    private func move(_ source: String, to target: String) throws(StoreFault) {
        do { try files.moveItem(atPath: source, toPath: target) } catch { throw .inaccessible }
    }
}
