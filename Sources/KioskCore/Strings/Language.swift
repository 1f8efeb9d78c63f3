/// A language of the screens; Vietnamese is the authoritative one.
public enum Language: String, CaseIterable, Hashable, Sendable, Codable {
    case vietnamese = "vi"
    case english = "en"
}
