public import Drawing
public import KioskCore

/// Lays out and draws the slip (*phiếu số thứ tự*): black on white, as short as its content allows.
///
/// The slip is Vietnamese whatever the screen's language is: it is what staff call and read. The order and
/// the sizes are those of `slip.png`, in dots of an 80 mm head (576); a 58 mm head (384) scales them down.
public struct SlipPress {
    private let site: SiteProfile
    private let cutOffHour: Int
    private let width: Int
    private let fonts: FontLibrary
    private let say = Phrases(.vietnamese)

    /// - Parameter width: The printable width of the head in dots.
    public init(site: SiteProfile, cutOffHour: Int, width: Int, fonts: FontLibrary) {
        self.site = site
        self.cutOffHour = cutOffHour
        self.width = width
        self.fonts = fonts
    }

    /// Draws the slip of a ticket; a reprint carries a black bar that says IN LẠI.
    public func draw(_ issued: IssuedTicket, isReprint: Bool) -> DotBitmap {
        var column = DotColumn(width: width, margin: width >= 512 ? 20 : 8, fonts: fonts)
        var copyBar: Range<Int>?
        var priorityBar: Range<Int>?
        column.gap(8)
        if isReprint { copyBar = bar(say("slip.copy"), in: &column) }
        letterhead(&column)
        column.rule()
        column.text(say("slip.title"), size: scaled(32), isBold: true)
        column.number("\(issued.ticket.number)", size: scaled(176))
        if issued.ticket.isPriority { priorityBar = bar(say("slip.priority"), in: &column) }
        column.text(issued.field.name, size: scaled(36), isBold: true)
        column.text(
            say("slip.counters", ["counters": issued.field.counters.joined(separator: ", ")]),
            size: scaled(30))
        column.rule()
        waiting(issued, &column)
        code(issued.ticket, &column)
        column.rule()
        smallPrint(issued.ticket, &column)
        column.gap(24)
        var slip = column.bitmap()
        // Only a reprint's bar goes from edge to edge: it must be told apart at a glance.
        if let copyBar { slip.invert(rows: copyBar, insetBytes: 0) }
        if let priorityBar { slip.invert(rows: priorityBar, insetBytes: slip.bytesPerRow / 5) }
        return slip
    }

    private func letterhead(_ column: inout DotColumn) {
        column.text(site.name.uppercased(), size: scaled(24), isBold: true)
        column.text(site.unit.uppercased(), size: scaled(28), isBold: true)
        column.text("\(site.address) · \(site.phone)", size: scaled(22))
    }

    private func waiting(_ issued: IssuedTicket, _ column: inout DotColumn) {
        let ahead =
            issued.ahead == 0 ? say("slip.aheadNone") : say("slip.aheadValue", ["count": "\(issued.ahead)"])
        line(say("slip.ahead"), ahead, &column)
        if let wait = issued.wait { line(say("slip.wait"), say.range(wait), &column) }
        // The day is the one that the number belongs to, also when the clock is not believed.
        let issuedAt = issued.ticket.issuedAt
        let day = CivilDate(number: issued.ticket.series.day) ?? issuedAt.date
        let time = day == issuedAt.date ? issuedAt.hourMinute + " · " : ""
        column.text(
            say("slip.time", ["time": time, "date": day.dayMonthYear]),
            size: scaled(28))
    }

    private func line(_ name: String, _ value: String, _ column: inout DotColumn) {
        column.text([.init(name + " "), .init(value, isBold: true)], size: scaled(28))
    }

    /// At least four dots a module, six on 80 mm paper, so that a phone reads it (devices.md 7).
    private func code(_ ticket: Ticket, _ column: inout DotColumn) {
        guard let symbol = try? QRSymbol(ticket.token) else { return }
        column.qr(symbol, dotsPerModule: width >= 512 ? 6 : 4)
        column.text(say("slip.qr"), size: scaled(22))
        column.text(say("slip.contact", ["web": site.web, "hotline": site.hotline]), size: scaled(22))
    }

    private func smallPrint(_ ticket: Ticket, _ column: inout DotColumn) {
        if ticket.isAfterCutOff {
            column.text(say("taken.afterCutOff", ["hour": "\(cutOffHour)"]), size: scaled(22))
            column.gap(6)
        }
        column.text(say("slip.validity"), size: scaled(22))
        column.text(say("slip.notReceipt"), size: scaled(22), isBold: true)
    }

    /// A line of large letters that becomes a black bar; answers its rows.
    private func bar(_ text: String, in column: inout DotColumn) -> Range<Int> {
        let top = column.height
        column.gap(4)
        column.text(text, size: scaled(32), isBold: true)
        column.gap(4)
        let rows = top..<column.height
        column.gap(10)
        return rows
    }

    /// Sizes for the head's width; 20 dots (2.5 mm) is the least at which stacked marks stay apart.
    private func scaled(_ size: Int) -> Int { width >= 512 ? size : max(20, size * width / 480) }
}

extension DotBitmap {
    /// Turns black to white and white to black in these rows, leaving so many groups of eight dots at either side.
    fileprivate mutating func invert(rows: Range<Int>, insetBytes: Int) {
        for row in rows {
            for index in (row * bytesPerRow + insetBytes)..<((row + 1) * bytesPerRow - insetBytes) {
                bytes[index] = ~bytes[index]
            }
        }
    }
}
