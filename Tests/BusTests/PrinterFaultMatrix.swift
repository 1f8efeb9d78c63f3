import Devices
import EmulatedBus
import Foundation
import KioskCore
import SimulatedDevices
import TestKit
import Testing

/// Every fault at every moment on both cables: what became of the slip, and that the next one comes out
/// whole.
@Suite(
    .enabled(if: Emulator.whatIsMissing == nil, "\(Emulator.whatIsMissing ?? "")"), .timeLimit(.minutes(5)))
struct PrinterFaultMatrix {
    enum Cable: CaseIterable { case usb, tcp }

    enum Moment {
        /// Before the job.
        case idle
        /// The first bytes of the slip have gone out.
        case begun
        case midBand
        /// A band is done and acknowledged.
        case betweenBands
        /// The cut has gone out, and the printer has not confirmed it.
        case lastByte
    }

    enum Fault { case unplug, replug, hang, garbage, slow, permissionLate }

    struct Cell: CustomStringConvertible {
        var cable: Cable
        var moment: Moment
        var fault: Fault
        var outcome: PrintOutcome
        var description: String { "\(cable) \(moment) \(fault)" }
    }

    /// What the visitor's slip comes to.
    ///
    /// Only a fault that ends while somebody still waits for the printer is survived; after the first byte a
    /// slip is never begun again, because half of it may be on paper.
    static let outcomes: [(Moment, Fault, PrintOutcome)] = [
        (.idle, .unplug, .failed(.offline)),
        (.idle, .replug, .confirmed),
        (.idle, .hang, .failed(.offline)),
        (.idle, .garbage, .failed(.offline)),
        (.idle, .slow, .confirmed),
        (.idle, .permissionLate, .confirmed),

        (.begun, .unplug, .failed(.offline)),
        (.begun, .replug, .failed(.offline)),
        (.begun, .hang, .failed(.offline)),
        (.begun, .garbage, .failed(.offline)),
        (.begun, .slow, .confirmed),

        (.midBand, .unplug, .failed(.offline)),
        (.midBand, .replug, .failed(.offline)),
        (.midBand, .hang, .failed(.offline)),
        (.midBand, .garbage, .failed(.offline)),
        (.midBand, .slow, .confirmed),

        (.betweenBands, .unplug, .failed(.offline)),
        (.betweenBands, .replug, .failed(.offline)),
        (.betweenBands, .hang, .failed(.offline)),
        (.betweenBands, .garbage, .failed(.offline)),
        (.betweenBands, .slow, .confirmed),

        // The paper may be out, but nobody has said so: staff look, and print it again marked IN LẠI.
        (.lastByte, .unplug, .failed(.offline)),
        (.lastByte, .replug, .failed(.offline)),
        (.lastByte, .hang, .failed(.offline)),
        (.lastByte, .garbage, .failed(.offline)),
        (.lastByte, .slow, .confirmed),
    ]

    /// One cell after the other in a row, so that not fifty buses run at once.
    @Test(arguments: [Moment.idle, .begun, .midBand, .betweenBands, .lastByte])
    func `the outcome is the table's, and the next slip comes out whole`(_ row: Moment) async throws {
        for (moment, fault, outcome) in Self.outcomes where moment == row {
            for cable in Cable.allCases where cable == .usb || fault != .permissionLate {
                try await play(Cell(cable: cable, moment: moment, fault: fault, outcome: outcome))
            }
        }
    }

    private func play(_ cell: Cell) async throws {
        let bench = try await PrinterBench()
        defer { bench.paper.stop() }
        if cell.cable == .usb {
            if cell.fault == .permissionLate { bench.tell("forbid") }
            bench.plug()
            try await bench.untilListed()
        }
        let uri = cell.cable == .usb ? bench.uri : bench.paper.uri
        try await strike(cell, on: bench)
        let job = try bench.job(PrinterBusTests.bytes, to: uri, user: 65534)
        let isMended = try await mendInTime(cell, on: bench, job)
        let ended = try await job.end()
        switch cell.outcome {
        case .confirmed, .sent:
            #expect(ended.exit == .done && ended.condition == .ready, "\(cell): \(ended.errors)")
        case .failed(let condition):
            #expect(
                ended.exit == .withdrawn && ended.condition == condition, "\(cell): \(ended.errors)")
        }
        if !isMended { mend(cell, on: bench) }

        if cell.outcome == .confirmed { #expect(bench.shows([PrinterBusTests.slip]), "\(cell)") }
        let before = bench.paper.tray.count
        let next = try await bench.job(Self.nextBytes, to: uri).end()
        #expect(next.exit == .done, "\(cell), the next job: \(next.errors)")
        // What was half printed hangs before it; the slip itself is whole and nothing comes after it.
        let isWhole = bench.paper.ends(with: Self.nextSlip)
        #expect(isWhole && bench.paper.tray.count == before + 1, "\(cell): \(bench.paper.tray.count)")
        #expect(!bench.paper.hasUnfinishedPaper, "\(cell)")
    }

    static let nextSlip = sampleSlip(2)
    static let nextBytes = ESCPOSEncoder(profile: .generic80).encode(nextSlip)

    /// Bytes whose passing marks the moment.
    private static func mark(_ moment: Moment) throws -> [UInt8]? {
        let bytes = PrinterBusTests.bytes
        let header: [UInt8] = [0x1D, 0x76, 0x30]
        let bands = bytes.indices.filter { bytes[$0...].starts(with: header) }
        try #require(bands.count > 3, "a slip of several bands")
        return switch moment {
        case .idle: nil
        case .begun: Array(bytes[..<(bands[0] + 3)])
        case .midBand: Array(bytes[bands[1]..<bands[1] + 8 + 72])
        case .betweenBands: Array(bytes[(bands[1] - 72)..<bands[1]]) + ESCPOS.transmitPaperStatus
        case .lastByte: Array(bytes.suffix(3))
        }
    }

    /// Makes the fault at once, or lays it in wait for its moment.
    private func strike(_ cell: Cell, on bench: PrinterBench) async throws {
        let mark = try Self.mark(cell.moment)
        func printer(_ fault: VirtualPrinterFault) {
            if let mark { bench.paper.set(fault, onceTaken: mark) } else { bench.paper.set(fault) }
        }
        func cable(_ order: String, _ deed: String) {
            if let mark { bench.tell("when", "\(mark.hexadecimal) \(deed)") } else { bench.tell(order) }
        }
        switch (cell.fault, cell.cable) {
        case (.unplug, .usb), (.replug, .usb): cable("unplug", "unplug")
        case (.unplug, .tcp), (.replug, .tcp): printer(.offline)
        case (.hang, .usb): cable("nak", "nak")
        case (.hang, .tcp): printer(.silent)
        case (.garbage, _): printer(.garbage)
        case (.slow, _): printer(.slow(rowsPerSecond: 1000))
        case (.permissionLate, _): break
        }
        if mark == nil, cell.cable == .usb, [.unplug, .replug].contains(cell.fault) {
            #expect(try await eventually { try await !bench.isListed() })
        }
    }

    /// Ends while the job still runs what is to end then.
    ///
    /// - Returns: Whether there was such a fault.
    private func mendInTime(
        _ cell: Cell, on bench: PrinterBench, _ job: BackendRun
    ) async throws -> Bool {
        switch (cell.fault, cell.moment, cell.cable) {
        case (.replug, .idle, _), (.permissionLate, _, _):
            #expect(await eventually { job.errors.contains("STATE: +connecting-to-device") })
        case (.replug, _, .usb): try await bench.bus.expect { $0 == "emulator: p unplug" }
        case (.replug, _, .tcp): #expect(await eventually { bench.paper.fault == .offline })
        default: return false
        }
        mend(cell, on: bench)
        return true
    }

    private func mend(_ cell: Cell, on bench: PrinterBench) {
        bench.paper.set(.none)
        guard cell.cable == .usb else { return }
        switch cell.fault {
        case .unplug, .replug: bench.plug()
        case .hang: bench.tell("flow")
        case .permissionLate: bench.tell("permit")
        case .garbage, .slow: break
        }
    }
}
