/// A colour by its meaning; the theme knows its value.
public enum ColorToken: String, CaseIterable, Hashable, Sendable {
    case ink, quietInk, blue, green, amber, red
    case paper, card, line
    /// Text and lines on blue.
    case onBlue
}

/// A size and weight by its use.
///
/// Sizes in units, before the text scale.
public enum TextStyle: String, CaseIterable, Hashable, Sendable {
    /// The queue number: 400, less where the room is less; the text scale leaves it alone.
    case number
    /// The one statement of a state panel or a large tile: 60 bold.
    case display
    /// What to do, or what is so: 56 bold.
    case headline
    /// 40 bold.
    case title
    /// 42 bold.
    case button
    /// 36.
    case body
    /// 34, an explaining line.
    case lead
    /// 28, the smallest.
    case small
}
