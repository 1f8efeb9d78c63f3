import Dispenser
import HallClock
import KioskCore
import KioskFrame
import KioskServices
import Lookup
import ScreenKit

@testable import Appliance
@testable import DeviceTests
@testable import Maintenance
@testable import PanelCalibration

/// Every screen of a kiosk as a situation that leads to it; for the audit and for the eyes.
struct Scene: Sendable, CustomStringConvertible {
    var name: String
    var machine: FrameMachine
    var state: AppState
    var now: Moment

    var description: String { name }

    func page(_ visit: (inout FrameMachine) -> Void = { _ in }) -> FrameScreens.Screen {
        var machine = machine
        visit(&machine)
        return FrameScreens(state: state, frame: machine, now: now).page
    }
}

enum Scenes {
    static let start = Moment(
        uptime: .seconds(100),
        wall: Timestamp(
            CivilDate(year: 2026, month: 11, day: 20) ?? .init(daysSinceEpoch: 0), hour: 15, minute: 12))
    static let times = SessionTimes()

    static let site = SiteProfile(
        code: "MAU", name: "Trung tâm Phục vụ hành chính công",
        englishName: "Public Administrative Service Centre", unit: "Phường Mẫu", address: "1 Đường Mẫu",
        phone: "0256 000 0000", web: "dichvucong.gov.vn", hotline: "1900 0000", agencyPrefix: "H08.99")

    /// The longest real names (domain.md 8.2): a field of 60 characters.
    static let fields: [ServiceField] = [
        field("HT", "A", "Hộ tịch", "Civil status", "Tư pháp – Hộ tịch", ["1", "2"]),
        field("CT", "B", "Chứng thực", "Certification", "Tư pháp – Hộ tịch", ["1", "2"]),
        field("CU", "D", "Cư trú", "Residence", "Tư pháp – Hộ tịch", ["3"]),
        field(
            "CC", "E", "Căn cước, định danh điện tử", "Identity cards, electronic identity",
            "Tư pháp – Hộ tịch", ["3"]),
        field(
            "BD", "T", "Đăng ký biện pháp bảo đảm bằng quyền sử dụng đất, tài sản gắn",
            "Registration of security interests in land and attached assets", "Tư pháp – Hộ tịch", ["4"]),
        field("NC", "R", "Nuôi con nuôi", "Adoption", "Tư pháp – Hộ tịch", ["1"]),
        field("DD", "C", "Đất đai", "Land", "Nông nghiệp – Môi trường", ["5"]),
        field("BX", "P", "Bảo hiểm xã hội", "Social insurance", "Bảo hiểm xã hội", ["6"]),
        field("XD", "L", "Xây dựng", "Construction", "Đô thị – Công thương", ["7"]),
        field("BT", "F", "Bảo trợ xã hội", "Social protection", "Văn hóa – Xã hội", ["8"]),
        field("TK", "W", "Trả kết quả", "Collect a result", "Trả kết quả, hướng dẫn", ["9"]),
    ]

    /// The longest place that a configuration may name.
    static let place = Place(
        name: "Sảnh tầng 2 nhà B, cạnh thang máy số 3, phía cổng Nguyễn Huệ",
        englishName: "Second floor hall of building B, by lift 3, Nguyen Hue gate")

    static func field(
        _ id: String, _ prefix: String, _ name: String, _ english: String, _ group: String,
        _ counters: [String]
    ) -> ServiceField {
        ServiceField(
            id: id, prefix: prefix, name: name, englishName: english, group: group, englishGroup: nil,
            counters: counters, order: 0, serviceMinutes: MinuteRange(shortest: 4, longest: 9))
    }

    static var state: AppState {
        var state = AppState(
            site: site, kiosk: "dispenser-1", version: KioskStatus.version, calendar: .standard,
            link: .online,
            printer: .ready)
        state.store = .open
        state.hall = Hall(
            fields: fields, waiting: ["HT": 5, "CT": 9, "CU": 2],
            waits: [
                "HT": .init(shortest: 10, longest: 20), "CT": .init(shortest: 15, longest: 40),
                "CU": .init(shortest: 5, longest: 15),
            ],
            serving: [
                .init(number: QueueNumber(prefix: "A", ordinal: 12), counter: "1"),
                .init(number: QueueNumber(prefix: "C", ordinal: 4), counter: "5"),
            ])
        state.scanner = .connected
        state.hasPIN = true
        state.tickets = .init(issued: 214, confirmed: 209, failed: 5)
        state.journal = .init(pending: 3, acknowledged: 1204)
        return state
    }

    static func issued(_ id: String, priority: Bool = false) -> IssuedTicket {
        IssuedTicket(
            ticket: Ticket(
                id: id, series: Series(field: "HT", dayNumber: 20_261_120),
                number: QueueNumber(prefix: "A", ordinal: 18),
                token: "KT1:MAU:20261120:A:18:ABCDEFGHJK", issuedAt: start.wall, isPriority: priority,
                isAfterCutOff: true), field: fields[0], ahead: 5, wait: MinuteRange(shortest: 10, longest: 20)
        )
    }

    static func facts(
        _ status: DossierStatus, step: Int = 3, due: Int64 = 86_400 * 9, wording: String? = nil,
        results: Int = 0
    ) -> DossierFacts {
        DossierFacts(
            code: DossierCode(canonical: "H08.99-251120-0001"), status: status, sourceWording: wording,
            step: step,
            stepCount: 5, dueAt: start.wall.advanced(bySeconds: due), resultCount: results,
            revokedResults: [2],
            updatedAt: start.wall.advanced(bySeconds: -3600))
    }

    /// The corner is open, and touches can be calibrated on this panel.
    private static func technicianScene(
        _ name: String, size: PixelSize? = nil, at seconds: Int = 0,
        _ events: (Moment) -> [FrameMachine.Event]
    ) -> Scene {
        var machine = TestFrames.frame(.dispenser)
        var panel = TestFrames.panel
        panel.canCalibrate = true
        if let size { panel.picture = size }
        machine.set(panel)
        let opening: [FrameMachine.Event] = [
            .emblemHeld, .chosen(.maintenance(.digit("4")), touch: "t"),
            .chosen(.maintenance(.enter), touch: "t"), .maintenance(.checked(isRight: true)),
        ]
        for event in opening + events(start) { _ = machine.handle(event, now: start) }
        return Scene(
            name: name, machine: machine, state: state,
            now: Moment(uptime: start.uptime + .seconds(seconds), wall: start.wall))
    }

    private static func testScene(
        _ name: String, _ test: DeviceTest, plates: Int = 0
    ) -> Scene {
        var machine = TestFrames.frame(.dispenser)
        _ = machine.handle(.beginTest(test, .seconds(60)), now: start)
        for _ in 0..<plates { _ = machine.handle(.test(.next), now: start) }
        return Scene(name: name, machine: machine, state: state, now: start)
    }

    /// A touch of every cross, so far off; a second between them.
    static func touches(_ machine: inout FrameMachine, off: [PixelPoint], from now: Moment = start) {
        let crosses = CalibrationMachine.crosses(in: machine.panel.picture)
        for (index, (cross, off)) in zip(crosses, off).enumerated() {
            let point = PixelPoint(x: cross.x + off.x, y: cross.y + off.y)
            let then = Moment(uptime: now.uptime + .seconds(index + 1), wall: now.wall)
            _ = machine.handle(.finger(TouchEvent(.up, at: point)), now: then)
        }
    }

    static var calibration: [Scene] {
        let begin = FrameMachine.Event.chosen(.maintenance(.calibrate), touch: "t")
        var trial = technicianScene("calibration-try") { _ in [begin] }
        touches(&trial.machine, off: [PixelPoint](repeating: PixelPoint(x: 30, y: -20), count: 4))
        _ = trial.machine.handle(.finger(TouchEvent(.move, at: PixelPoint(x: 300, y: 900))), now: start)
        var refused = technicianScene("calibration-refused") { _ in [begin] }
        touches(
            &refused.machine,
            off: [0, 0, 300, 0].map { PixelPoint(x: $0, y: 0) })
        return [
            technicianScene("technician-calibrate") { _ in [] },
            technicianScene("calibration-cross") { _ in [begin] },
            technicianScene("calibration-cross-wide", size: PixelSize(width: 1920, height: 1080)) { _ in
                [begin]
            },
            trial, refused,
        ]
    }

    static var tests: [Scene] {
        TestPattern.allCases.indices.map {
            testScene("test-screen-\(TestPattern.allCases[$0].rawValue)", .screen, plates: $0)
        }
            + [
                testScene("test-touch", .touch), testScene("test-scanner", .scanner),
                testScene("test-printer", .printer),
            ]
    }

    private static func scene(
        _ name: String, _ role: KioskRole, at now: Moment = start, state: AppState = state,
        _ events: FrameMachine.Event...
    ) -> Scene {
        var machine = TestFrames.frame(role)
        _ = machine.handle(.touched, now: start)
        for event in events { _ = machine.handle(event, now: start) }
        return Scene(name: name, machine: machine, state: state, now: now)
    }

    private static func changed(_ change: (inout AppState) -> Void) -> AppState {
        var state = state
        change(&state)
        return state
    }

    private static func chosen(_ intent: DispenserMachine.Intent) -> FrameMachine.Event {
        .chosen(.dispenser(intent), touch: "t")
    }

    private static func chosen(_ intent: LookupMachine.Intent) -> FrameMachine.Event {
        .chosen(.lookup(intent), touch: "t")
    }

    private static let code = DossierCode(canonical: "H08.99-251120-0001")

    private static func answer(_ name: String, _ answer: DossierAnswer) -> Scene {
        scene(
            name, .lookup, .scanned(.dossierCode(code)), .lookup(.cached(code, nil, asOf: nil)),
            .lookup(.answered(code, answer)))
    }

    private static func cached(
        _ name: String, _ facts: DossierFacts, asOf: Timestamp? = nil, result: Int? = nil
    ) -> Scene {
        let payload: Payload =
            result.map { .resultCode(ResultCode(dossier: code, ordinal: $0)) } ?? .dossierCode(code)
        return scene(name, .lookup, .scanned(payload), .lookup(.cached(code, facts, asOf: asOf)))
    }

    static var dispenser: [Scene] {
        let take = chosen(.take(field: "HT"))
        let open = chosen(.openGroup("Tư pháp – Hộ tịch"))
        let printed = { (outcome: PrintOutcome) in
            FrameMachine.Event.dispenser(.printed(ticket: "t", outcome))
        }
        let issued = FrameMachine.Event.dispenser(.issued(issued("t")))
        return [
            scene("home", .dispenser),
            scene("home-small", .dispenser, state: changed { $0.hall.fields = Array(fields.prefix(6)) }),
            scene("home-no-paper", .dispenser, state: changed { $0.printer = .paperEmpty }),
            scene(
                "home-no-paper-elsewhere", .dispenser,
                state: changed {
                    $0.printer = .paperEmpty
                    $0.alternative = place
                }),
            scene(
                "home-paper-low", .dispenser,
                state: changed {
                    $0.printer = .paperLow
                    $0.paper = PaperForecast(slipsLeft: 40, endsAt: start.wall.advanced(bySeconds: 3000))
                }),
            scene("home-untouchable", .dispenser, state: changed { $0.touch = .disconnected }),
            scene(
                "home-closed", .dispenser,
                state: changed { $0.openness = .closed(until: start.wall.advanced(bySeconds: 57_600)) }),
            scene("home-empty", .dispenser, state: changed { $0.hall = Hall() }),
            scene("field", .dispenser, open),
            scene("field-priority", .dispenser, open, chosen(.togglePriority)),
            scene("ticket-issuing", .dispenser, open, take),
            scene("ticket-printing", .dispenser, open, take, issued),
            scene("ticket-taken", .dispenser, open, take, issued, printed(.confirmed)),
            scene(
                "ticket-taken-priority", .dispenser, open, take,
                .dispenser(.issued(Self.issued("t", priority: true))), printed(.sent)),
        ]
            + PrinterCondition.allCases.map {
                scene("ticket-unprinted-\($0.rawValue)", .dispenser, open, take, issued, printed(.failed($0)))
            }
            + IssueRefusal.allCases.map {
                scene("refused-\($0.rawValue)", .dispenser, open, take, .dispenser(.refused($0, touch: "t")))
            } + [
                scene("help", .dispenser, .chosen(.aid(.help), touch: "t")),
                scene(
                    "time-out", .dispenser,
                    at: Moment(uptime: start.uptime + .seconds(45), wall: start.wall), open),
                scene("starting", .dispenser, state: changed { $0.store = .opening }),
                scene("out-of-service", .dispenser, state: changed { $0.store = .failed }),
                scene(
                    "technician-pin", .dispenser, .emblemHeld, .chosen(.maintenance(.digit("4")), touch: "t")),
                scene(
                    "technician-wrong", .dispenser, .emblemHeld,
                    .chosen(.maintenance(.digit("4")), touch: "t"),
                    .chosen(.maintenance(.enter), touch: "t"), .maintenance(.checked(isRight: false))),
                scene(
                    "technician", .dispenser,
                    state: changed {
                        $0.notices = [.storeReplaced, .numbersUncertain]
                        $0.link = .offline
                        $0.paper = PaperForecast(
                            slipsLeft: 43, endsAt: start.wall.advanced(bySeconds: 3000))
                    }, .emblemHeld, .chosen(.maintenance(.digit("4")), touch: "t"),
                    .chosen(.maintenance(.enter), touch: "t"), .maintenance(.checked(isRight: true))),
            ]
    }

    static var lookup: [Scene] {
        let browse = { chosen(.procedures($0)) }
        let longName =
            "Đăng ký, cấp Giấy chứng nhận quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất lần đầu đối với hộ gia đình, cá nhân, cộng đồng dân cư, người gốc Việt Nam định cư ở nước ngoài đang sử dụng đất tại địa bàn xã, phường"
        let heading = ProcedureHeading(id: "1.013978", name: longName)
        let procedure = Procedure(
            id: "1.013978", field: "DD", name: longName,
            items: (2...11).filter { $0 != 6 }.map {
                ProcedureItem(
                    number: $0,
                    text: String(
                        repeating:
                            "Người yêu cầu nộp hồ sơ tại Bộ phận Một cửa; cán bộ kiểm tra và tiếp nhận. ",
                        count: $0 == 4 ? 40 : 1))
            })
        let found = FrameMachine.Event.lookup(
            .catalogue(.found(Array(repeating: heading, count: 7), for: .field("DD"))))
        let searched = FrameMachine.Event.lookup(
            .catalogue(.found(Array(repeating: heading, count: 7), for: .words("d"))))
        return [
            scene("hall-clock", .hallClock),
            scene("hall-clock-unknown", .hallClock, state: changed { $0.hall = Hall() }),
            scene("lookup-home", .lookup),
            scene("lookup-home-offline", .lookup, state: changed { $0.link = .offline }),
            scene("lookup-home-no-scanner", .lookup, state: changed { $0.scanner = .disconnected }),
            scene("keypad", .lookup, chosen(.typeCode)),
            scene("keypad-letters", .lookup, chosen(.typeCode), chosen(.switchKeys)),
            scene("keypad-wrong", .lookup, chosen(.typeCode), chosen(.submit)),
            scene("looking", .lookup, .scanned(.dossierCode(code))),
            answer("not-found", .notFound),
            answer("not-found-offline", .unavailable),
            cached("dossier-offline", facts(.processing), asOf: start.wall.advanced(bySeconds: -7200)),
            cached("dossier-stale", facts(.processing), asOf: start.wall.advanced(bySeconds: -86_400 * 4)),
            cached("dossier-overdue", facts(.processing, due: -86_400 * 5), asOf: nil),
            cached(
                "dossier-bhxh",
                facts(
                    .finished, step: 4, wording: "Bảo hiểm xã hội đã xử lý xong hồ sơ và đã có kết quả"),
                asOf: nil),
            cached("dossier-result", facts(.returned, step: 5, results: 3), asOf: nil, result: 1),
            cached("dossier-revoked", facts(.returned, step: 5, results: 3), asOf: nil, result: 2),
            scene(
                "ticket", .lookup,
                .scanned(
                    .ownTicket(TicketToken(site: "MAU", day: 20_261_120, prefix: "A", ordinal: 18, mac: "X"))),
                .lookup(
                    .ticket(
                        TicketToken(site: "MAU", day: 20_261_120, prefix: "A", ordinal: 18, mac: "X"),
                        .known(
                            OwnTicket(
                                number: QueueNumber(prefix: "A", ordinal: 18), state: .waiting, counter: nil,
                                field: fields[0], ahead: 4, wait: MinuteRange(shortest: 10, longest: 20)))))),
            scene("rating", .lookup, chosen(.rate)),
            scene("rating-thanks", .lookup, chosen(.rate), chosen(.rated(.satisfied))),
            scene("procedures", .lookup, browse(.open)),
            scene("procedures-list", .lookup, browse(.open), browse(.field(fields[6])), found),
            scene("procedures-search", .lookup, browse(.open), browse(.search), browse(.key("d"))),
            scene("procedures-found", .lookup, browse(.open), browse(.search), browse(.key("d")), searched),
            scene(
                "procedures-results", .lookup, browse(.open), browse(.search), browse(.key("d")), searched,
                browse(.show)),
            scene(
                "procedure", .lookup, browse(.open), browse(.field(fields[6])), found,
                browse(.read("1.013978")),
                .lookup(.catalogue(.procedure(procedure)))),
        ]
            + DossierStatus.allCases.map { cached("dossier-\($0.rawValue)", facts($0), asOf: nil) }
            + [
                Payload.citizenCard, .healthCard, .paymentCode, .postalItem, .unknown(.foreignURL),
                .unknown(.addressWithoutCode), .unknown(.impossibleDate), .unknown(.notText),
            ].map { scene("unrecognised-\($0)", .lookup, .scanned($0)) }
    }

    static var all: [Scene] { dispenser + lookup + calibration + tests }
}
