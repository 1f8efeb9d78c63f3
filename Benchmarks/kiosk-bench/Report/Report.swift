import Foundation

/// Everything one run found, and on what machine.
struct Report: Codable, Sendable {
    var machine: Machine
    var findings: [Finding]

    func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self)
    }

    /// A table that reads well as text and as Markdown.
    func table() -> String {
        let head = ["what", "measured", "p99", "ratio", "to", "goal", "verdict", "notes"]
        let rows = findings.map { finding in
            [
                finding.what, finding.value.map { written($0, finding.unit) } ?? "–",
                finding.p99.map { written($0, "ms") } ?? "",
                finding.ratio.map { written($0.value, "×") } ?? "", finding.ratio?.to ?? "",
                finding.goal.map { written($0, of: finding) } ?? "", finding.verdict.rawValue,
                finding.note + leftOut(finding),
            ]
        }
        let widths = head.indices.map { column in ([head] + rows).map { $0[column].count }.max() ?? 0 }
        func line(_ cells: [String]) -> String {
            let padded = zip(cells, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
            return "| " + padded.joined(separator: " | ") + " |"
        }
        let rule = line(widths.map { String(repeating: "-", count: $0) })
        return ([line(head), rule] + rows.map(line)).joined(separator: "\n") + "\n"
    }
}

private func written(_ goal: Finding.Goal, of finding: Finding) -> String {
    let unit = finding.ratio == nil && finding.value != nil ? finding.unit : "×"
    return (goal.isAtLeast ? "≥ " : "≤ ") + written(goal.limit, unit)
}

/// How many times a verdict does not rest on, because another process had the core meanwhile.
private func leftOut(_ finding: Finding) -> String {
    guard let kept = finding.samples, let disturbed = finding.disturbed, disturbed > 0 else { return "" }
    return (finding.note.isEmpty ? "" : "; ") + "left out \(disturbed) of \(kept + disturbed)"
}

/// Three figures that mean something, and the unit.
func written(_ value: Double, _ unit: String) -> String {
    let digits = abs(value) >= 100 ? 0 : abs(value) >= 10 ? 1 : abs(value) >= 1 ? 2 : 3
    let number = value == value.rounded() ? "\(Int(value))" : String(format: "%.\(digits)f", value)
    return unit == "×" || unit.isEmpty ? number + unit : "\(number) \(unit)"
}
