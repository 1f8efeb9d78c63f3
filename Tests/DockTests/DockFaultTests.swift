import HTTPTypes
import KioskCore
import SimulatedDevices
import Testing

@testable import Dock

@Suite struct `The fault switches` {
    @Test(arguments: [
        ("printer", "paper-empty", DockFault.printer(.paperEmpty)),
        ("printer", "paper-empty-after:300", .printer(.paperEmptyAfter(rows: 300))),
        ("scanner", "disconnected", .scanner(.disconnected)),
        ("link", "answers-lost", .link(.responsesLost)),
        ("power", "cut", .powerCut),
        ("clock", "real", .clock(.real)),
        ("clock", "2026-11-20T15:12:00+07:00", .clock(.instant(Timestamp(milliseconds: 1_795_162_320_000)))),
        ("clock", "2026-11-20T08:12:00.250Z", .clock(.instant(Timestamp(milliseconds: 1_795_162_320_250)))),
        ("disk", "full", .disk(.full)),
    ])
    func `a device and a state name a fault`(device: String, state: String, fault: DockFault) throws {
        #expect(try DockFault(device: device, state: state) == fault)
    }

    @Test(arguments: [
        ("toaster", "hot", "printer, scanner, link, power, clock, disk"),
        ("printer", "on-fire", "paper-empty, paper-empty-after:ROWS, paper-low"),
        ("printer", "paper-empty-after:-1", "paper-empty-after:ROWS"),
        ("scanner", "up", "connected, disconnected"),
        ("link", "", "up, down, slow"),
        ("power", "off", "cut"),
        ("clock", "tomorrow", "2026-11-20T15:12:00+07:00"),
        ("clock", "9999-12-31T00:00:00Z", "2026-11-20T15:12:00+07:00"),
        ("disk", "half", "ok, full"),
    ])
    func `an unknown one is refused by naming those there are`(device: String, state: String, hint: String) {
        let problem = #expect(throws: DockError.self) { try DockFault(device: device, state: state) }
        #expect(problem?.status == .badRequest)
        #expect(problem?.message.contains(hint) == true)
    }
}
