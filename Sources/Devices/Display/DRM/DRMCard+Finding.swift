import Glibc
import KioskCore

extension DRMCard {
    /// The card named, or the first on which a panel is plugged in, or the first that could have one.
    static func find(_ path: String?) throws(DisplayFault) -> DRMCard {
        if let path { return try DRMCard(path) }
        var fault = DisplayFault.unusable(
            "there is no graphics card: load its driver, or set screen.display to memory")
        var dark: String?
        for path in allPaths() {
            do throws(DisplayFault) {
                let card = try DRMCard(path)
                if card.hasPanel { return card }
                dark = dark ?? path
            } catch {
                fault = error
            }
        }
        guard let dark else { throw fault }
        return try DRMCard(dark)
    }

    /// `/dev/dri/card0` and so on.
    static func allPaths() -> [String] {
        (0..<16).map { "/dev/dri/card\($0)" }.filter { unsafe access($0, F_OK) == 0 }
    }

    private var hasPanel: Bool { (try? outputs())?.contains { $0.isConnected && !$0.modes.isEmpty } ?? false }
}
