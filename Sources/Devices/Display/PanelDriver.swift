public import KioskCore

/// A display with work of its own to do: frames to time, cables to watch, a console to give back.
public protocol PanelDriver: Display {
    /// Shows what is presented, until the task is cancelled; then the panel is as it was before.
    /// - Throws: ``DisplayFault`` when only a new start helps, such as a new panel of another size.
    func run() async throws(DisplayFault)

    /// How the panel is now.
    var condition: PanelCondition { get }

    /// What it is, for technicians.
    var listing: DisplayListing { get }
}

/// How a panel is.
public enum PanelCondition: String, CaseIterable, Hashable, Sendable, Codable {
    /// Nothing was shown yet.
    case starting
    case showing
    /// The card is there, the panel is not.
    case unplugged
    /// Another program has the card.
    case occupied
    /// The card itself went away.
    case missing
    /// The card turned the picture down; it is tried again.
    case refused
}
