public import Drawing
public import KioskCore
public import KioskServices

/// The slip of a ticket, or a reprint of it.
public struct TicketSlipContent: SlipContent {
    public let issued: IssuedTicket
    public let isReprint: Bool
    let site: SiteProfile
    let cutOffHour: Int

    public var title: String { "\(issued.ticket.number)" }

    public func draw(for head: PrintHead, fonts: FontLibrary) -> DotBitmap {
        TicketSlip(site: site, cutOffHour: cutOffHour, head: head, fonts: fonts)
            .draw(issued, isReprint: isReprint)
    }
}

/// Lays out and draws the slip (*phiếu số thứ tự*): black on white, as short as its content allows.
///
/// The slip is Vietnamese whatever the screen's language is: it is what staff call and read. Sizes are in
/// millimetres, so that a slip looks the same whatever the head's dots are; narrow paper has smaller ones.
public struct TicketSlip {
    private let site: SiteProfile
    private let cutOffHour: Int
    private let measure: SlipMeasure
    private let fonts: FontLibrary
    private let say = Phrases(DispenserFeature.strings, in: .vietnamese)

    public init(site: SiteProfile, cutOffHour: Int, head: PrintHead, fonts: FontLibrary) {
        self.site = site
        self.cutOffHour = cutOffHour
        self.measure = SlipMeasure(head)
        self.fonts = fonts
    }

    /// Draws the slip of a ticket; a reprint carries a black bar that says IN LẠI.
    public func draw(_ issued: IssuedTicket, isReprint: Bool) -> DotBitmap {
        var column = DotColumn(width: measure.head.dots, margin: measure.margin, fonts: fonts)
        var copyBar: Range<Int>?
        var priorityBar: Range<Int>?
        column.gap(measure.dots(1))
        if isReprint { copyBar = bar(say("slip.copy"), in: &column) }
        letterhead(&column)
        rule(&column)
        column.text(say("slip.title"), size: measure.letters(4), isBold: true)
        column.number("\(issued.ticket.number)", size: measure.letters(22))
        if issued.ticket.isPriority { priorityBar = bar(say("slip.priority"), in: &column) }
        column.text(issued.field.name, size: measure.letters(4.5), isBold: true)
        column.text(
            say("slip.counters", ["counters": issued.field.counters.joined(separator: ", ")]),
            size: measure.letters(3.75))
        rule(&column)
        waiting(issued, &column)
        code(issued.ticket, &column)
        rule(&column)
        smallPrint(issued.ticket, &column)
        column.gap(measure.dots(3))
        var slip = column.bitmap()
        // Only a reprint's bar goes from edge to edge: it must be told apart at a glance.
        if let copyBar { slip.invert(rows: copyBar, insetBytes: 0) }
        if let priorityBar { slip.invert(rows: priorityBar, insetBytes: slip.bytesPerRow / 5) }
        return slip
    }

    private func letterhead(_ column: inout DotColumn) {
        column.text(site.name.uppercased(), size: measure.letters(3), isBold: true)
        column.text(site.unit.uppercased(), size: measure.letters(3.5), isBold: true)
        column.text("\(site.address) · \(site.phone)", size: measure.small)
    }

    private func waiting(_ issued: IssuedTicket, _ column: inout DotColumn) {
        let ahead =
            issued.ahead == 0 ? say("slip.aheadNone") : say("slip.aheadValue", ["count": "\(issued.ahead)"])
        line(say("slip.ahead"), ahead, &column)
        if let wait = issued.wait { line(say("slip.wait"), say.range(wait), &column) }
        // The day is the one that the number belongs to, also when the clock is not trusted.
        let issuedAt = issued.ticket.issuedAt
        let day = CivilDate(number: issued.ticket.series.day) ?? issuedAt.date
        let time = day == issuedAt.date ? issuedAt.hourMinute + " · " : ""
        column.text(
            say("slip.time", ["time": time, "date": day.dayMonthYear]),
            size: measure.letters(3.5))
    }

    private func line(_ name: String, _ value: String, _ column: inout DotColumn) {
        column.text([.init(name + " "), .init(value, isBold: true)], size: measure.letters(3.5))
    }

    /// Modules of half a millimetre at least, so that a phone reads it.
    private func code(_ ticket: Ticket, _ column: inout DotColumn) {
        guard let symbol = try? QRSymbol(ticket.token) else { return }
        column.qr(symbol, dotsPerModule: measure.module)
        column.text(say("slip.qr"), size: measure.small)
        let hotline = say("slip.hotline", ["hotline": site.hotline])
        let contact = measure.isNarrow ? [site.web, hotline] : ["\(site.web) · \(hotline)"]
        for line in contact { column.text(line, size: measure.small) }
    }

    private func smallPrint(_ ticket: Ticket, _ column: inout DotColumn) {
        if ticket.isAfterCutOff {
            column.text(say("taken.afterCutOff", ["hour": "\(cutOffHour)"]), size: measure.small)
            column.gap(measure.dots(0.75))
        }
        column.text(say("slip.validity"), size: measure.small)
        column.text(say("slip.notReceipt"), size: measure.small, isBold: true)
    }

    /// Adds a line of large letters that becomes a black bar; returns its rows.
    private func bar(_ text: String, in column: inout DotColumn) -> Range<Int> {
        let top = column.height
        column.gap(measure.dots(0.5))
        column.text(text, size: measure.letters(4), isBold: true)
        column.gap(measure.dots(0.5))
        let rows = top..<column.height
        column.gap(measure.dots(1.25))
        return rows
    }

    private func rule(_ column: inout DotColumn) {
        column.rule(dash: measure.dots(1), thickness: measure.dots(0.375), padding: measure.dots(1.5))
    }
}

extension DotBitmap {
    /// Turns black to white and white to black in these rows, leaving so many groups of eight dots at either
    /// side.
    fileprivate mutating func invert(rows: Range<Int>, insetBytes: Int) {
        for row in rows {
            for index in (row * bytesPerRow + insetBytes)..<((row + 1) * bytesPerRow - insetBytes) {
                bytes[index] = ~bytes[index]
            }
        }
    }
}
