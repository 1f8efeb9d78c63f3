import Appliance
import KioskCore

/// Somebody at the kiosk: mostly they know what they want, sometimes they do anything.
struct Visitor {
    enum Act {
        case touch(PixelPoint, on: String)
        /// Several touches as fast as fingers go.
        case hammer(PixelPoint, on: String, times: Int)
        case holdEmblem
        case scan(String, what: String)
        case wait
        case leave
    }

    private enum Goal { case number, dossier, wander }

    private let goal: Goal
    private var patience: Int
    private static let touchable: Set<String> = ["button", "tile", "key", "checkbox", "list-item"]

    init(_ random: inout SeededGenerator) {
        goal =
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<6: .number
            case 6, 7: .dossier
            default: .wander
            }
        patience = Int.random(in: 2...14, using: &random)
    }

    mutating func act(on screen: ScreenDescription, slips: [String], _ random: inout SeededGenerator) -> Act {
        patience -= 1
        let chance = Int.random(in: 0..<100, using: &random)
        guard patience > 0 else { return .leave }
        if chance < 1 { return .holdEmblem }
        if chance < 3 { return scan(slips, &random) }
        switch screen.screen {
        case "home":
            if goal == .dossier { return scan(slips, &random) }
            return touch(screen, preferring: goal == .number ? "tile" : nil, &random)
        case "field": return touch(screen, preferring: "tile", &random)
        case "ticket-printing":
            // Nothing can be touched; impatient people do.
            return chance < 40 ? touchAnywhere(&random) : .wait
        case "ticket-taken", "ticket-unprinted":
            if chance < 50 { return .leave }
            return touch(screen, preferring: nil, &random)
        case "keypad": return touch(screen, preferring: chance < 70 ? "key" : "button", &random)
        default: return chance < 15 ? .leave : touch(screen, preferring: nil, &random)
        }
    }

    private func touch(
        _ screen: ScreenDescription, preferring role: String?, _ random: inout SeededGenerator
    ) -> Act {
        let nodes = screen.nodes.filter { $0.enabled && Self.touchable.contains($0.role) }
        let preferred = nodes.filter { $0.role == role }
        let isSensible = Int.random(in: 0..<100, using: &random) < 85
        // Most people want the same thing, so that series become long.
        let popular = role == "tile" && Bool.random(using: &random) ? preferred.first : nil
        let choice = (isSensible && !preferred.isEmpty ? preferred : nodes).randomElement(using: &random)
        guard let node = isSensible ? popular ?? choice : choice
        else { return touchAnywhere(&random) }
        let middle = PixelPoint(
            x: node.bounds.x + node.bounds.width / 2, y: node.bounds.y + node.bounds.height / 2)
        guard Int.random(in: 0..<100, using: &random) < 15 else { return .touch(middle, on: node.label) }
        return .hammer(middle, on: node.label, times: Int.random(in: 2...5, using: &random))
    }

    private func touchAnywhere(_ random: inout SeededGenerator) -> Act {
        let panel = SimulatedKiosk.panel
        return .touch(
            PixelPoint(
                x: Int.random(in: 0..<panel.width, using: &random),
                y: Int.random(in: 0..<panel.height, using: &random)), on: "anything")
    }

    private func scan(_ slips: [String], _ random: inout SeededGenerator) -> Act {
        switch Int.random(in: 0..<10, using: &random) {
        case 0..<5:
            let code = Catalogue.dossiers.randomElement(using: &random)?.code.text ?? ""
            return .scan(code, what: "a receipt")
        case 5:
            return .scan(
                "H08.99-251120-\(Int.random(in: 2000...2999, using: &random))", what: "an unknown receipt")
        case 6:
            return .scan(
                "001079012345|079012345|Nguyễn Văn A|01011990|Nam|1 Đường Mẫu|01012021", what: "a card")
        case 7: return .scan("https://example.com/?x=1", what: "an address")
        default: return .scan(slips.randomElement(using: &random) ?? "\u{1}", what: "a slip")
        }
    }
}
