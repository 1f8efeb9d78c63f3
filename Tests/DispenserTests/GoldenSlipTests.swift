import DeviceTests
import Devices
import Drawing
import KioskCore
import SimulatedDevices
import TestKit
import Testing

@testable import Dispenser

/// Slips as they come out of a printer, on every head: drawn, encoded, read as a printer reads, looked at.
@Suite struct `A golden slip` {
    @Test(arguments: Heads.all, GoldenTicket.all)
    func `is drawn as ever, printed as drawn, and its code can be read`(
        head: PrintHead, ticket: GoldenTicket
    ) throws {
        let press = TicketSlip(site: GoldenTicket.site, cutOffHour: 15, head: head, fonts: try FontLibrary())
        let slip = press.draw(ticket.issued, isReprint: ticket.isReprint)
        #expect(try GoldenPicture("\(ticket.name)-\(head.fileName)").difference(from: slip) == nil)
        let paper = try #require(printed(slip, head: head))
        #expect(dots(of: paper, unlike: slip) <= commandsBroken(in: slip))
        #expect(try codes(on: paper.png()) == [ticket.issued.ticket.token])
    }

    @Test(arguments: Heads.all) func `of a test is drawn as ever and printed as drawn`(head: PrintHead) throws
    {
        let test = TestSlip(
            name: "generic", title: "Máy in mẫu", head: head, fonts: try FontLibrary())
        let slip = test.draw()
        #expect(try GoldenPicture("test-\(head.fileName)").difference(from: slip) == nil)
        let paper = try #require(printed(slip, head: head))
        #expect(dots(of: paper, unlike: slip) <= commandsBroken(in: slip))
        #expect(try codes(on: paper.png()) == [TestSlip.code])
    }

    /// What a printer with this head drops, without the white that hangs between head and knife at the start.
    private func printed(_ slip: DotBitmap, head: PrintHead) -> DotBitmap? {
        var profile = PrinterProfile(name: "golden", dots: head.dots, dotsPerInch: head.dotsPerInch)
        profile.avoidsMultiplesOf48 = head.printedWidth < 64
        profile.feedUnitsPerDot = head.dotsPerInch == 180 ? 2 : 1
        profile.cutterDistance = head.dots(millimetres: 15)
        var interpreter = ESCPOSInterpreter(feedUnitsPerDot: profile.feedUnitsPerDot)
        var roll = PaperRoll(dots: profile.dots, cutterDistance: profile.cutterDistance)
        var pieces: [DotBitmap] = []
        for operation in interpreter.consume(ESCPOSEncoder(profile: profile).encode(slip)) {
            if let piece = roll.apply(operation) { pieces.append(piece) }
        }
        guard let piece = pieces.first, pieces.count == 1 else { return nil }
        var paper = DotBitmap(width: piece.width, height: piece.height - profile.cutterDistance)
        paper.bytes = Array(piece.bytes.dropFirst(profile.cutterDistance * piece.bytesPerRow))
        return paper
    }

    /// The paper may end before the slip's white tail, nowhere else.
    private func dots(of paper: DotBitmap, unlike slip: DotBitmap) -> Int {
        let common = min(paper.bytes.count, slip.bytes.count)
        let rest = slip.bytes[common...] + paper.bytes[common...]
        return zip(paper.bytes, slip.bytes).reduce(0) { $0 + ($1.0 ^ $1.1).nonzeroBitCount }
            + rest.reduce(0) { $0 + $1.nonzeroBitCount }
    }

    /// One dot is added wherever dots would read as a real-time command (see ESCPOSEncoder).
    private func commandsBroken(in slip: DotBitmap) -> Int {
        zip(slip.bytes, slip.bytes.dropFirst()).count { $0 == 0x10 && [0x04, 0x05, 0x14].contains($1) }
    }
}

/// A ticket with the longest real names, as it is printed.
struct GoldenTicket: Sendable, CustomTestStringConvertible {
    var name: String
    var issued: IssuedTicket
    var isReprint = false
    var testDescription: String { name }

    static let site = SiteProfile(
        code: "MAU", name: "Trung tâm Phục vụ hành chính công", englishName: "Public Service Centre",
        unit: "Ủy ban nhân dân phường Mẫu Thượng – Mẫu Hạ", address: "123 đường Nguyễn Thị Ví Dụ, khu phố 4",
        phone: "0256 000 0000", web: "dichvucong.gov.vn", hotline: "1900 0000", agencyPrefix: "H08.99")

    static let all = [
        GoldenTicket(name: "short", issued: SlipTests.issued()),
        GoldenTicket(
            name: "long",
            issued: SlipTests.issued(
                field: "Đăng ký biện pháp bảo đảm bằng quyền sử dụng đất, tài sản gắn liền với đất",
                priority: true, ordinal: 1234, counters: (1...12).map(String.init))),
        GoldenTicket(name: "reprint", issued: SlipTests.issued(priority: true), isReprint: true),
    ]
}
