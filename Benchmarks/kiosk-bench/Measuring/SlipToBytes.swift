import Devices
import Dispenser
import Drawing
import KioskCore

/// From a ticket to the bytes of its slip: raster with QR, encoded for the printer.
struct SlipToBytes {
    private static let rounds = 3
    private static let slips = 150

    let bench: Bench

    init(_ bench: Bench) { self.bench = bench }

    func findings() throws -> [Finding] {
        let press = TicketSlip(
            site: Centre.site, cutOffHour: 15, head: PrinterProfile.generic80.head, fonts: try FontLibrary())
        let encoder = ESCPOSEncoder(profile: .generic80)
        var python = Peer("escpos-slip", in: bench.peers)
        python?.arguments = ["\(Self.slips)"]
        var (next, rows, bytes) = (0, 0, 0)
        let (ours, theirs) = try Peer.inTurns(python, rounds: Self.rounds) { round in
            var samples = Samples()
            for slip in 0..<Self.slips {
                next += 1
                let issued = Self.issued(next)
                let (_, time) = timed {
                    let picture = press.draw(issued, isReprint: false)
                    rows = picture.height
                    bytes = encoder.encode(picture).count
                }
                if round > 0 || slip >= 10 { samples.add(time) }
            }
            return samples
        }
        let hasPeer = python != nil
        let slip = Finding(
            "slip", "slip drawn, with QR, and encoded", ours,
            to: hasPeer ? Bare("python-escpos", theirs) : nil, goal: hasPeer ? .atMost(1.0 / 25) : nil,
            note: "576 × \(rows) dots, \(bytes) bytes; every slip with another number, code and time")
        guard hasPeer else {
            let why = "needs a virtual environment with it; see docs/benchmarks.md"
            return [slip, .skipped("slip-python", "… by python-escpos", why: why)]
        }
        return [
            slip,
            Finding(
                "slip-python", "… by python-escpos", theirs,
                note: "the same texts with Pillow, the same QR; image() of a Dummy printer"),
        ]
    }

    static func issued(_ ordinal: Int) -> IssuedTicket {
        let field = Centre.fields[ordinal % Centre.fields.count]
        let number = QueueNumber(prefix: field.prefix, ordinal: ordinal % 999 + 1)
        return IssuedTicket(
            ticket: Ticket(
                id: "bench-\(ordinal)", series: Series(field: field.id, dayNumber: 2026_01_05),
                number: number, token: "KT1:MC99:20260105:\(field.prefix):\(number.ordinal):ABCDEFGHJK",
                issuedAt: Centre.morning.advanced(bySeconds: Int64(ordinal) * 7)),
            field: field, ahead: ordinal % 17, wait: MinuteRange(shortest: 10, longest: 20))
    }
}
