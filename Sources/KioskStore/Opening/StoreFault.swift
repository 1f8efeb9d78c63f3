internal import GRDB

/// What can go wrong with the store, by what a person can do about it.
public enum StoreFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// The disk has no room; nothing of the call was written, and reading goes on.
    case full
    /// The file is damaged. Open the store again: it will set the file aside and carry over what it can.
    case corrupt
    /// Something else held the file for longer than ``KioskStore/busyTimeout``.
    case busy
    /// The file or its directory cannot be opened or written.
    case inaccessible
    /// The disk answered with an error.
    case disk
    /// A newer version of the software wrote this file.
    case newerSchema
    /// This kiosk never issued that ticket.
    case unknownTicket
    /// The centre holds more of this journal than the kiosk does: an old copy of the store was put back.
    case journalForked
    /// SQLite's extended result code, for the maintainers.
    case unexpected(Int32)

    /// One plain sentence for the technician; never holds anything that was stored.
    public var description: String {
        switch self {
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
        case .unexpected(let code):
            "SQLite reported an unexpected error (\(code)). Send the log to the maintainers."
        }
    }

    /// Sorts any error that a database call may end with.
    init(_ error: any Error) {
        switch error {
        case let fault as StoreFault: self = fault
        case let error as DatabaseError: self.init(error)
        // Whatever else GRDB throws says that a value in the file is not of the type we wrote.
        default: self = .corrupt
        }
    }

    private init(_ error: DatabaseError) {
        switch error.resultCode {
        case .SQLITE_FULL: self = .full
        case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_FORMAT, .SQLITE_CONSTRAINT, .SQLITE_MISMATCH:
            self = .corrupt
        // Our SQL is fixed and tested: when it does not compile, the schema it was written for is damaged.
        case .SQLITE_ERROR: self = .corrupt
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy
        case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_READONLY, .SQLITE_AUTH: self = .inaccessible
        case .SQLITE_IOERR: self = .disk
        default: self = .unexpected(error.extendedResultCode.rawValue)
        }
    }
}
