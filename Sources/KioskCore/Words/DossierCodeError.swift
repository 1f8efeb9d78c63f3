/// Why a text is not a dossier or result code; it never carries the text.
public enum DossierCodeError: String, Error, CaseIterable, Hashable, Sendable {
    /// Nothing was entered.
    case empty
    /// Longer than any code.
    case tooLong
    /// It has none of the shapes a code can have.
    case unknownShape
    /// The shape is right, but there is no such day: 30 February.
    case impossibleDate
    /// The shape is right, but the day lies more than one day ahead.
    case futureDate
}
