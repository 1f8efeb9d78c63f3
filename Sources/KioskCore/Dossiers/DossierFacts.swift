/// What anybody who has the code may see of a dossier: tier A (requirements P-01, T-01, T-05).
///
/// Nothing else about a dossier is ever stored on a kiosk: no name, no procedure, no department.
public struct DossierFacts: Hashable, Sendable, Codable {
    public var code: DossierCode
    public var status: DossierStatus
    /// The source system's own words for the status, when it has some.
    public var sourceWording: String?
    /// The step reached, from 1, and how many there are.
    public var step: Int
    public var stepCount: Int
    /// When the dossier is due, used only to say whether it is overdue.
    public var dueAt: Timestamp?
    /// How many results the dossier has, and which of them (from 1) are revoked (D-14).
    public var resultCount: Int
    public var revokedResults: [Int]
    /// When the source last changed or confirmed these facts.
    public var updatedAt: Timestamp

    public init(
        code: DossierCode, status: DossierStatus, sourceWording: String? = nil, step: Int, stepCount: Int,
        dueAt: Timestamp? = nil, resultCount: Int = 0, revokedResults: [Int] = [], updatedAt: Timestamp
    ) {
        self.code = code
        self.status = status
        self.sourceWording = sourceWording
        self.step = step
        self.stepCount = stepCount
        self.dueAt = dueAt
        self.resultCount = resultCount
        self.revokedResults = revokedResults
        self.updatedAt = updatedAt
    }

    /// Whether the dossier is past its date while its time limit runs; derived, never a status.
    public func isOverdue(at now: Timestamp) -> Bool {
        guard let dueAt else { return false }
        return status.isTimeLimitRunning && dueAt < now
    }
}
