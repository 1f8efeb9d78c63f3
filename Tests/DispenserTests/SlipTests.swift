import Drawing
import Foundation
import KioskCore
import Testing

@testable import Dispenser

/// The slip as paper: judged by zbar, and by what regulation and look ask for.
@Suite struct SlipTests {
    static let site = SiteProfile(
        code: "MAU", name: "Trung tâm Phục vụ hành chính công", englishName: "Public Service Centre",
        unit: "Phường Mẫu", address: "1 Đường Mẫu", phone: "0256 000 0000", web: "dichvucong.gov.vn",
        hotline: "1900 0000", agencyPrefix: "H08.99")

    static func issued(
        field: String = "Hộ tịch", priority: Bool = false, ordinal: Int = 18, counters: [String] = ["1", "2"]
    ) -> IssuedTicket {
        let service = ServiceField(
            id: "HT", prefix: "A", name: field, group: "Tư pháp – Hộ tịch", counters: counters, order: 1)
        let wall = Timestamp(CivilDate(daysSinceEpoch: 20_777), hour: 15, minute: 12)
        return IssuedTicket(
            ticket: Ticket(
                id: "t", series: Series(field: "HT", dayNumber: 20_261_120),
                number: QueueNumber(prefix: "A", ordinal: ordinal),
                token: "KT1:MAU:20261120:A:\(ordinal):ABCDEFGHJK", issuedAt: wall, isPriority: priority,
                isAfterCutOff: true),
            field: service, ahead: 5, wait: MinuteRange(shortest: 10, longest: 20))
    }

    @Test func `an ordinary slip is about thirteen centimetres and never touches the edge`() throws {
        let press = TicketSlip(site: Self.site, cutOffHour: 15, head: Heads.wide, fonts: try FontLibrary())
        let slip = press.draw(Self.issued(), isReprint: false)
        #expect((110...140).contains(slip.height / 8))
        for y in 0..<slip.height { #expect(!slip[0, y] && !slip[575, y]) }
    }

    @Test func `only a reprint carries the black bar`() throws {
        let press = TicketSlip(site: Self.site, cutOffHour: 15, head: Heads.wide, fonts: try FontLibrary())
        func bar(_ slip: DotBitmap) -> Int {
            (0..<slip.height).count { slip[0, $0] && slip[575, $0] }
        }
        #expect(bar(press.draw(Self.issued(), isReprint: false)) == 0)
        #expect(bar(press.draw(Self.issued(), isReprint: true)) >= 30)
    }
}
