internal import GRDB
public import KioskCore

extension KioskStore {
    /// Records how far the paper of a ticket is; the same state again changes nothing and is not journaled.
    public func recordPrint(
        _ ticketID: String, _ state: PrintState, at now: Timestamp
    ) throws(StoreFault) {
        try writing { db in
            guard let ticket = try TicketRow.findOwn(id: ticketID, in: db) else {
                throw StoreFault.unknownTicket
            }
            guard ticket.printState != state else { return }
            try db.run("UPDATE ticket SET print_state = ? WHERE id = ?", [state.rawValue, ticketID])
            try Journal.append(
                newEvent(.ticketPrint, at: now, ticketID: ticketID, printState: state), to: db)
        }
    }

    /// Records that the slip is printed again, marked IN LẠI.
    ///
    /// - Returns: The ticket with the reprint counted.
    public func recordReprint(_ ticketID: String, at now: Timestamp) throws(StoreFault) -> Ticket {
        try writing { db in
            guard var ticket = try TicketRow.findOwn(id: ticketID, in: db) else {
                throw StoreFault.unknownTicket
            }
            ticket.reprints += 1
            try db.run("UPDATE ticket SET reprints = ? WHERE id = ?", [ticket.reprints, ticketID])
            try Journal.append(
                newEvent(.ticketReprinted, at: now, ticketID: ticketID),
                to: db)
            return ticket
        }
    }
}
