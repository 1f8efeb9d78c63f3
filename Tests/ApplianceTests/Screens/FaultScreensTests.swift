import Dispenser
import Foundation
import KioskCore
import KioskFrame
import KioskServices
import Lookup
import Testing

@testable import Appliance
@testable import DeviceTests
@testable import Maintenance
@testable import PanelCalibration

/// Every screen a visitor can be at × everything the drivers can report: what is then read there.
///
/// How a fault of a cable becomes such a report is played by the drivers' own matrices; `docs/faults.md` is
/// all of it in one table.
@Suite struct FaultScreensTests {
    enum Place: String, CaseIterable {
        case home, fields, issuing, printing, taken, unprinted, lookupHome, keypad, dossier
    }

    enum Trouble: Hashable, CustomStringConvertible {
        case noTouch, noScanner
        case printer(PrinterCondition)

        static let all =
            [noTouch, noScanner] + PrinterCondition.allCases.filter { $0 != .ready }.map(printer)

        var description: String {
            switch self {
            case .noTouch: "no touch panel"
            case .noScanner: "no scanner"
            case .printer(let condition): "printer \(condition)"
            }
        }
    }

    struct Cell: Sendable, CustomTestStringConvertible {
        var place: Place
        var trouble: Trouble
        var testDescription: String { "\(place), \(trouble)" }
    }

    static let cells = Place.allCases.flatMap { place in
        Trouble.all.map { Cell(place: place, trouble: $0) }
    }

    /// What has to be read; `nil` if the visit continues as usual.
    static func expected(_ cell: Cell) -> String? {
        switch (cell.place, cell.trouble) {
        case (.home, .noTouch), (.lookupHome, .noTouch): "Màn hình cảm ứng chưa sẵn sàng"
        case (.lookupHome, .noScanner): "Đầu đọc mã chưa sẵn sàng"
        // Who takes numbers needs no scanner; a code that was read is read.
        case (_, .noTouch), (_, .noScanner): nil
        case (.home, .printer(.paperLow)), (.fields, .printer(.paperLow)): "Sắp hết giấy in"
        case (.home, .printer), (.fields, .printer): "Máy in đang có sự cố"
        // The number is given whatever the printer does; the end of the print says how it went.
        case (.issuing, .printer): nil
        case (.printing, .printer(let condition)), (.unprinted, .printer(let condition)):
            Self.words(condition)
        case (.taken, .printer), (.lookupHome, .printer), (.keypad, .printer), (.dossier, .printer): nil
        }
    }

    private static func words(_ condition: PrinterCondition) -> String {
        switch condition {
        case .ready: "Máy in đã sẵn sàng"
        case .paperLow: "Sắp hết giấy in"
        case .paperEmpty: "Hết giấy in"
        case .coverOpen: "Nắp máy in đang mở"
        case .cutterError: "Dao cắt giấy bị kẹt"
        case .offline: "Máy in không trả lời"
        case .unavailable: "Chưa in được phiếu"
        case .tooSlow: "Máy in chưa in xong phiếu"
        }
    }

    @Test func `the matrix has every cell`() { #expect(Self.cells.count == 9 * 9) }

    @Test(arguments: cells)
    func `every trouble at every screen has its words, and its end`(_ cell: Cell) {
        var visit = VisitUnderTrouble(cell.place)
        let before = visit.text
        visit.suffer(cell.trouble)
        guard let words = Self.expected(cell) else {
            #expect(visit.text == before)
            return
        }
        #expect(!before.contains(words))
        #expect(visit.text.contains(words))
        visit.recover()
        #expect(!visit.text.contains(words), "the cause is gone, and so are the words")
    }

    @Test func `the table for people at the machine holds every word of it`() throws {
        let table = try String(
            contentsOf: URL(filePath: #filePath).deletingLastPathComponent()
                .appending(path: "../../../docs/faults.md"), encoding: .utf8)
        for cell in Self.cells {
            if let words = Self.expected(cell) { #expect(table.contains(words), "\(words)") }
        }
    }
}

/// A kiosk with a visitor at a screen, whose devices do as the test says.
private struct VisitUnderTrouble {
    var machine: FrameMachine
    var state = Scenes.state
    let place: FaultScreensTests.Place

    init(_ place: FaultScreensTests.Place) {
        self.place = place
        let role: KioskRole =
            switch place {
            case .lookupHome, .keypad, .dossier: .lookup
            case .home, .fields, .issuing, .printing, .taken, .unprinted: .dispenser
            }
        machine = TestFrames.frame(role)
        let open = FrameMachine.Event.chosen(.dispenser(.openGroup("Tư pháp – Hộ tịch")), touch: "t")
        let take = FrameMachine.Event.chosen(.dispenser(.take(field: "HT")), touch: "t")
        let issued = FrameMachine.Event.dispenser(.issued(Scenes.issued("t")))
        let code = Scenes.facts(.processing)
        let events: [FrameMachine.Event] =
            switch place {
            case .home, .lookupHome: []
            case .fields: [open]
            case .issuing: [open, take]
            case .printing, .unprinted: [open, take, issued]
            case .taken: [open, take, issued, .dispenser(.printed(ticket: "t", .confirmed))]
            case .keypad: [.chosen(.lookup(.typeCode), touch: "t")]
            case .dossier:
                [
                    .scanned(.dossierCode(code.code)),
                    .lookup(.cached(code.code, code, asOf: nil)),
                ]
            }
        _ = machine.handle(.touched, now: Scenes.start)
        for event in events { _ = machine.handle(event, now: Scenes.start) }
    }

    /// Everything that the page says, whatever part of it a panel shows at once.
    var text: String { "\(FrameScreens(state: state, frame: machine, now: Scenes.start).page)" }

    private mutating func set(_ condition: PrinterCondition) {
        state.printer = condition
        _ = machine.handle(.signal(.printer(condition)), now: Scenes.start)
    }

    mutating func suffer(_ trouble: FaultScreensTests.Trouble) {
        switch trouble {
        case .noTouch: state.touch = .disconnected
        case .noScanner: state.scanner = .disconnected
        case .printer(let condition):
            set(condition)
            if place == .printing || place == .unprinted {
                let end = FrameMachine.Event.dispenser(.printed(ticket: "t", .failed(condition)))
                _ = machine.handle(end, now: Scenes.start)
            }
        }
    }

    mutating func recover() {
        state.touch = .connected
        state.scanner = .connected
        set(.ready)
    }
}
