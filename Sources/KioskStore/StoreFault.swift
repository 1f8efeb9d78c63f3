internal import GRDB

/// What can go wrong with the store, by what a person can do about it.
///
/// Two faults are equal if their reasons are.
public struct StoreFault: Error, Sendable {
    public enum Reason: Hashable, Sendable {
        /// The disk is full; nothing of the call was written, and reading still works.
        case full
        /// The file is corrupt. Open the store again: it will set the file aside and carry over what it can.
        case corrupt
        /// Something else held the file for longer than ``KioskStore/busyTimeout``.
        case busy
        /// The file or its directory cannot be opened or written.
        case inaccessible
        /// The disk reported an error.
        case disk
        /// A newer version of the software wrote this file.
        case newerSchema
        /// This kiosk never issued that ticket.
        case unknownTicket
        /// The centre has more of this journal than the kiosk: an old copy of the store was put back.
        case journalForked
        case unexpected
    }

    public let reason: Reason
    /// SQLite's extended result code, its message and the statement, for the log; `nil` if SQLite reported
    /// nothing.
    ///
    /// Never contains a stored value.
    public let detail: String?

    public static let full = StoreFault(.full)
    public static let corrupt = StoreFault(.corrupt)
    public static let busy = StoreFault(.busy)
    public static let inaccessible = StoreFault(.inaccessible)
    public static let disk = StoreFault(.disk)
    public static let newerSchema = StoreFault(.newerSchema)
    public static let unknownTicket = StoreFault(.unknownTicket)
    public static let journalForked = StoreFault(.journalForked)

    init(_ reason: Reason, detail: String? = nil) {
        self.reason = reason
        self.detail = detail
    }

    /// Sorts any error that a database call may end with.
    init(_ error: any Error) {
        switch error {
        case let fault as StoreFault: self = fault
        case let error as DatabaseError: self.init(error)
        // Whatever else GRDB throws says that a value in the file is not of the type we wrote.
        default: self.init(.corrupt, detail: "\(type(of: error))")
        }
    }

    private init(_ error: DatabaseError) {
        let reason: Reason =
            switch error.resultCode {
            case .SQLITE_FULL: .full
            case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_FORMAT, .SQLITE_CONSTRAINT, .SQLITE_MISMATCH:
                .corrupt
            // Our SQL is fixed and tested: if it does not compile, the schema it was written for is corrupt.
            case .SQLITE_ERROR: .corrupt
            case .SQLITE_BUSY, .SQLITE_LOCKED: .busy
            case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_READONLY, .SQLITE_AUTH: .inaccessible
            case .SQLITE_IOERR: .disk
            default: .unexpected
            }
        let parts = ["\(error.extendedResultCode.rawValue)", error.message, error.sql]
        self.init(reason, detail: parts.compactMap { $0 }.joined(separator: ": "))
    }
}

extension StoreFault: Hashable {
    public static func == (first: StoreFault, second: StoreFault) -> Bool { first.reason == second.reason }

    public func hash(into hasher: inout Hasher) { hasher.combine(reason) }
}

extension StoreFault: CustomStringConvertible {
    /// One plain sentence for the technician, and the detail for the maintainers.
    public var description: String { detail.map { "\(advice) [SQLite \($0)]" } ?? advice }

    private var advice: String {
        switch reason {
        case .full: "The disk is full. Free some space; the kiosk continues by itself."
        case .corrupt:
            "The store is damaged. Restart the kiosk; it sets the file aside and keeps what it can read."
        case .busy: "Another program is using the store. Close it and try again."
        case .inaccessible:
            "The store cannot be opened. Check that its directory exists and belongs to the kiosk."
        case .disk: "The disk reports errors. Replace it soon."
        case .newerSchema: "The store was written by a newer version. Install that version again."
        case .unknownTicket: "This kiosk never issued that ticket."
        case .journalForked: "An old copy of the store was put back. A new journal has to begin."
        case .unexpected: "SQLite reported an unexpected error. Send the log to the maintainers."
        }
    }
}
