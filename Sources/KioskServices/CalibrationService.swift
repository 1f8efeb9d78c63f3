public import KioskCore

/// Puts a calibration of the touch panel into force, and keeps one on disk.
public struct CalibrationService: Sendable {
    private let apply: (@Sendable (Calibration) -> Void)?
    private let save: @Sendable (Calibration) async -> Void

    /// - Parameters:
    ///   - apply: Puts a calibration into force from the next touch on; `nil` if touches need none.
    ///   - save: Keeps it on disk.
    public init(
        apply: (@Sendable (Calibration) -> Void)? = nil,
        save: @escaping @Sendable (Calibration) async -> Void = { _ in }
    ) {
        self.apply = apply
        self.save = save
    }

    /// Puts a calibration into force, from the next touch on.
    public func use(_ calibration: Calibration) { apply?(calibration) }

    /// Keeps a calibration for the next start.
    public func keep(_ calibration: Calibration) async { await save(calibration) }
}
