import Foundation

/// What the last `make e2e` measured in its machine, with a real kernel's graphics, input and USB.
///
/// Its processor is emulated: these lines compare runs, and the display in memory with a card's.
struct WholeMachine {
    /// A line of what the machine left behind: the middle and the slowest of several.
    private struct Measure: Decodable {
        var unit: String
        var middle: Double
        var slowest: Double
        var of: Int
    }

    /// What there should be at least: how the names of its measures begin.
    private static let wanted = ["touch to flip", "touch to the slip's last byte", "idle minute"]
    private static let (drm, memory) = ("handing 480x120 over to DRM", "handing 480x120 over to memory")

    let bench: Bench

    init(_ bench: Bench) { self.bench = bench }

    func findings() throws -> [Finding] {
        let measures = try read()
        let missing = Self.wanted.filter { name in !measures.keys.contains { $0.hasPrefix(name) } }
        return measures.sorted { $0.key < $1.key }.map(finding) + handingOver(measures)
            + missing.map { .skipped("vm: \($0)", "in the VM: \($0)", why: "needs a run of make e2e") }
    }

    private func read() throws -> [String: Measure] {
        guard let file = bench.vm, let data = try? Data(contentsOf: file) else { return [:] }
        return try JSONDecoder().decode([String: Measure].self, from: data)
    }

    private func finding(_ name: String, _ measure: Measure) -> Finding {
        var finding = Finding(
            "vm: \(name)", "in the VM: \(name)", measure.middle, measure.unit, note: "from make e2e")
        if measure.of > 1 {
            finding.note += "; the middle of \(measure.of), slowest \(written(measure.slowest, measure.unit))"
        }
        return finding
    }

    /// The display in memory copies once; a card may cost the kiosk's loop as much again.
    private func handingOver(_ measures: [String: Measure]) -> [Finding] {
        guard let drm = measures[Self.drm], let memory = measures[Self.memory] else { return [] }
        return [
            Finding(
                "vm: drm-ratio", "in the VM: … a frame to DRM", drm.middle, "ms",
                to: Bare("to memory", memory.middle), goal: .atMost(2),
                note: "from make e2e; a card's driver adds at most a copy")
        ]
    }
}
