internal import Foundation
internal import KioskCore

/// Finds journal events in the raw pages of a file that SQLite cannot read.
///
/// SQLite stores a short text in one piece, so an event is found by how its JSON begins, wherever its page
/// is. Some may have been sent before: the centre counts an event's id once.
struct RawPageScanner {
    /// Longer than any event; blocks overlap by so many bytes.
    private static let maxEventLength = 4096
    private static let blockLength = 1 << 20

    private(set) var events: [(event: JournalEvent, text: String)] = []
    private(set) var tickets: [Ticket] = []
    private(set) var lastDay = 0
    private var known: Set<String> = []

    /// - Parameter today: No later day counts as the last one, in case the clock was once ahead.
    init(file: StoreFile, seal: TicketSeal, today: Int) {
        for path in [file.path, file.walPath] {
            guard let handle = FileHandle(forReadingAtPath: path) else { continue }
            defer { try? handle.close() }
            var rest: [UInt8] = []
            while let block = try? handle.read(upToCount: Self.blockLength), !block.isEmpty {
                let bytes = rest + [UInt8](block)
                search(bytes, seal: seal)
                rest = Array(bytes.suffix(Self.maxEventLength))
            }
        }
        lastDay = tickets.map(\.series.day).filter { $0 <= today }.max() ?? 0
    }

    private mutating func search(_ bytes: [UInt8], seal: TicketSeal) {
        let start = JournalEvent.textStart
        var index = 0
        while let found = bytes[index...].firstIndex(of: start[0]) {
            index = found + 1
            guard bytes[found...].starts(with: start), let end = Self.endOfObject(bytes, from: found) else {
                continue
            }
            add(String(decoding: bytes[found..<end], as: UTF8.self), seal: seal)
        }
    }

    private mutating func add(_ text: String, seal: TicketSeal) {
        guard let event = try? JSONText.decode(JournalEvent.self, from: text), !known.contains(event.id)
        else { return }
        if event.kind == .ticketIssued {
            guard let ticket = event.ticket, seal.verify(ticket) else { return }
            tickets.append(ticket)
        }
        known.insert(event.id)
        events.append((event, text))
    }

    /// The index after the brace that closes the object; `nil` if it is not closed.
    private static func endOfObject(_ bytes: [UInt8], from start: Int) -> Int? {
        var depth = 0
        var isInText = false
        var isEscaped = false
        for index in start..<min(bytes.count, start + maxEventLength) {
            switch bytes[index] {
            case _ where isEscaped: isEscaped = false
            case UInt8(ascii: "\\") where isInText: isEscaped = true
            case UInt8(ascii: "\""): isInText.toggle()
            case UInt8(ascii: "{") where !isInText: depth += 1
            case UInt8(ascii: "}") where !isInText:
                depth -= 1
                if depth == 0 { return index + 1 }
            default: continue
            }
        }
        return nil
    }
}
