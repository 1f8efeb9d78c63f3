internal import Glibc
package import KioskCore

/// The lines with which a backend tells CUPS how things are (`man 7 backend`).
package struct BackendReport: Sendable {
    private let descriptor: CInt

    package init(descriptor: CInt = 2) { self.descriptor = descriptor }

    /// Sets the queue's reasons to exactly what this condition means.
    package func condition(_ condition: PrinterCondition) {
        let current = PrinterStateReason.keyword(for: condition)
        let others = PrinterStateReason.all.map(\.keyword).filter { $0 != current }
        line("STATE: -" + others.joined(separator: ","))
        if let current { line("STATE: +" + current) }
    }

    package func connecting(_ now: Bool) { line("STATE: \(now ? "+" : "-")connecting-to-device") }
    package func info(_ text: String) { line("INFO: " + text) }
    package func warning(_ text: String) { line("WARNING: " + text) }
    package func error(_ text: String) { line("ERROR: " + text) }

    private func line(_ text: String) {
        let bytes = Array((text + "\n").utf8)
        _ = unsafe write(descriptor, bytes, bytes.count)
    }
}
