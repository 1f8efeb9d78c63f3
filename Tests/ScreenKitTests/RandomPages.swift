import KioskCore
import ScreenKit

/// Pages that nobody would design, for properties that must hold for all.
enum RandomPages {
    static func page(_ random: inout SeededGenerator) -> Page<Int> {
        let shown = views(&random, depth: 2)
        let choices = Bool.random(using: &random) ? views(&random, depth: 2) : []
        return Page(
            name: "random", language: .vietnamese, header: SamplePages.header,
            help: HelpBar(
                isFull: Bool.random(using: &random),
                items: [.init("English", .globe, intent: -1), .init("Trợ giúp", .help, intent: -2)]),
            back: Bool.random(using: &random) ? .button("Quay lại", picture: .back, intent: -3) : nil,
            next: .button("Kết thúc", .primary, intent: -4),
            turning: Bool.random(using: &random) ? turning(0) : nil,
            overlay: Int.random(in: 0..<6, using: &random) == 0 ? .text("Hết giờ", .display) : nil,
            shown: { shown }, choices: { choices })
    }

    static func change(_ page: inout Page<Int>, _ random: inout SeededGenerator) {
        switch Int.random(in: 0..<5, using: &random) {
        case 0: page.header.clock = "0\(Int.random(in: 0..<10, using: &random)):30"
        case 1: page.shown.append(view(&random, depth: 1))
        case 2: if !page.shown.isEmpty { page.shown.removeLast() }
        case 3: page.choices = views(&random, depth: 1)
        default: page.shown.shuffle(using: &random)
        }
    }

    private static func turning(_ index: Int) -> PageTurning<Int> {
        PageTurning(
            index: index, previous: -5, next: -6, previousLabel: "Trước", nextLabel: "Tiếp",
            position: "{page}/{pages}")
    }

    private static func views(_ random: inout SeededGenerator, depth: Int) -> [View<Int>] {
        (0..<Int.random(in: 1...4, using: &random)).map { _ in view(&random, depth: depth) }
    }

    private static func words(_ random: inout SeededGenerator) -> String {
        let words = ["Hộ", "tịch", "Đất đai", "số", "12", "người", "Chứng thực", "ghế", "quầy"]
        return (0..<Int.random(in: 1...9, using: &random)).compactMap { _ in
            words.randomElement(using: &random)
        }
        .joined(separator: " ")
    }

    static func view(_ random: inout SeededGenerator, depth: Int) -> View<Int> {
        let text = words(&random)
        let intent = Int.random(in: 0..<1000, using: &random)
        let isOn = Bool.random(using: &random)
        switch Int.random(in: 0..<(depth > 0 ? 18 : 14), using: &random) {
        case 0: return .heading(text)
        case 1: return .text("A0\(intent % 100)", .number, color: .blue, align: .centre)
        case 2: return .text(text, .body, color: .quietInk, align: .trailing)
        case 3: return .picture(.scan, size: 112)
        case 4: return .qr("T\(intent)", label: text)
        case 5: return .steps(done: intent % 6, of: 5, label: text)
        case 6: return .progress(percent: intent % 120, label: text)
        case 7: return .facts([Fact(text, "\(intent)"), Fact("Tình trạng", text, color: .green)])
        case 8: return .button(text, isOn ? .primary : .outlined, picture: .home, intent: intent)
        case 9:
            return .tile(text, detail: text, picture: .ticket, isOn ? .primary : .large, intent: intent)
                .grow()
        case 10: return .tile(text, isSelected: isOn, reason: isOn ? nil : text, intent: intent)
        case 11: return .checkbox(text, detail: text, isOn: isOn, value: "", intent: intent)
        case 12: return .input(label: text, text: isOn ? text : "", placeholder: "Mã")
        case 13: return .chip(text, .amber, picture: .offline)
        case 14: return .panel(.state(.red)) { views(&random, depth: depth - 1) }
        case 15: return .row { views(&random, depth: depth - 1) }
        case 16: return .grid(columns: 3, minCellWidth: 120) { views(&random, depth: depth - 1) }
        default:
            return .pages(turning(intent % 3)) {
                (0..<intent % 12).map { .listItem("\($0) \(text)", detail: text, intent: $0) }
            }
        }
    }
}
