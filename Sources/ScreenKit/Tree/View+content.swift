public import KioskCore

extension View {
    /// What a view shows.
    public enum Content: Hashable, Sendable {
        case text(Words)
        case picture(Pictogram, size: Int, color: ColorToken)
        /// A QR symbol of level M with its quiet zone; the view's width or 240 units.
        case qr(String)
        /// A bar of equal steps, the first `done` of them filled.
        case steps(done: Int, total: Int)
        /// A bar filled to 0...100 percent.
        case progress(percent: Int)
        case stack(Stack<Intent>)
        case grid(Grid<Intent>)
        case panel(PanelStyle, Stack<Intent>)
        case facts([Fact])
        case button(ButtonStyle, title: String, picture: Pictogram?)
        case tile(Tile)
        /// A key of a keypad or keyboard: a word, a letter, or a pictogram with its name as label.
        case key(String, picture: Pictogram?)
        case checkbox(isOn: Bool, title: String, detail: String?)
        case input(Input)
        case listItem(title: String, detail: String?, picture: Pictogram?)
        case chip(String, color: StateColor, picture: Pictogram?)
        case pages(Pages<Intent>)
        case rule
        /// Empty space; with `grow` it pushes its neighbours apart.
        case space(Int)
    }
}

/// Text with its look.
///
/// A line feed breaks the line; control and bidirectional characters are replaced.
public struct Words: Hashable, Sendable {
    /// A part of a text that may be stronger than its neighbours.
    public struct Run: Hashable, Sendable {
        public var text: String
        public var isStrong: Bool

        public init(_ text: String, isStrong: Bool = false) {
            self.text = text
            self.isStrong = isStrong
        }
    }

    public var runs: [Run]
    public var style: TextStyle
    public var color: ColorToken
    public var alignment: Alignment

    public init(runs: [Run], style: TextStyle, color: ColorToken, alignment: Alignment) {
        self.runs = runs
        self.style = style
        self.color = color
        self.alignment = alignment
    }

    public var plain: String { runs.map(\.text).joined() }
}

/// Children one after the other, `spacing` units apart.
public struct Stack<Intent: Hashable & Sendable>: Hashable, Sendable {
    public enum Axis: Hashable, Sendable { case vertical, horizontal }
    public var axis: Axis
    public var spacing: Int
    /// Across the axis, for children in a row: leading is the top.
    public var alignment: Alignment
    public var children: [View<Intent>]

    public init(_ axis: Axis, spacing: Int, alignment: Alignment, children: [View<Intent>]) {
        self.axis = axis
        self.spacing = spacing
        self.alignment = alignment
        self.children = children
    }
}

/// Equal cells, row after row; the cells of a row are as high as its highest.
public struct Grid<Intent: Hashable & Sendable>: Hashable, Sendable {
    /// The most columns; fewer are used when a column would be narrower than `minCellWidth`.
    public var columns: Int
    /// In units, times the text scale.
    public var minCellWidth: Int
    public var spacing: Int
    public var cells: [View<Intent>]

    public init(columns: Int, minCellWidth: Int, spacing: Int, cells: [View<Intent>]) {
        self.columns = columns
        self.minCellWidth = minCellWidth
        self.spacing = spacing
        self.cells = cells
    }
}

/// Items that are shown a page at a time, as many as fit, with visible buttons for the pages before and
/// after.
///
/// The layout finds how many fit (`LaidOutScreen.paging`); at either end the button is disabled, so a
/// machine may count its page index up and down without knowing the size of the screen.
public struct Pages<Intent: Hashable & Sendable>: Hashable, Sendable {
    public var turning: PageTurning<Intent>
    public var grid: Grid<Intent>

    public init(_ turning: PageTurning<Intent>, grid: Grid<Intent>) {
        self.turning = turning
        self.grid = grid
    }
}

/// Where a reader is in a paged part, and what turns the page.
public struct PageTurning<Intent: Hashable & Sendable>: Hashable, Sendable {
    /// From 0; beyond the last page shows the last.
    public var index: Int
    public var previous: Intent
    public var next: Intent
    public var previousLabel: String
    public var nextLabel: String
    /// `{page}` and `{pages}` are filled by the layout: "Trang {page}/{pages}".
    public var position: String

    public init(
        index: Int, previous: Intent, next: Intent, previousLabel: String, nextLabel: String,
        position: String
    ) {
        self.index = index
        self.previous = previous
        self.next = next
        self.previousLabel = previousLabel
        self.nextLabel = nextLabel
        self.position = position
    }
}

/// A name and its value in a row of a facts card.
public struct Fact: Hashable, Sendable {
    public var name: String
    public var value: String
    public var color: ColorToken

    public init(_ name: String, _ value: String, color: ColorToken = .ink) {
        self.name = name
        self.value = value
        self.color = color
    }
}

/// Something to choose: a title, a line about it, and a pictogram.
public struct Tile: Hashable, Sendable {
    public enum Prominence: Hashable, Sendable {
        /// One of many in a grid.
        case ordinary
        /// A large one across the screen, outlined in blue.
        case large
        /// The one thing most people came for: filled with blue.
        case primary
    }
    public var title: String
    /// A waiting time, an explanation; when the tile is disabled, why, and when it can be chosen.
    public var detail: String?
    public var picture: Pictogram?
    public var prominence: Prominence
    public var isSelected: Bool

    public init(
        title: String, detail: String?, picture: Pictogram?, prominence: Prominence, isSelected: Bool
    ) {
        self.title = title
        self.detail = detail
        self.picture = picture
        self.prominence = prominence
        self.isSelected = isSelected
    }
}

/// A field that shows what was typed on the keys of the screen.
public struct Input: Hashable, Sendable {
    public var text: String
    /// What is expected, shown while nothing was typed.
    public var placeholder: String
    public var hasCaret: Bool

    public init(text: String, placeholder: String, hasCaret: Bool) {
        self.text = text
        self.placeholder = placeholder
        self.hasCaret = hasCaret
    }
}

/// Blue asks, green is good, amber warns, red failed.
///
/// Always said in words as well.
public enum StateColor: String, CaseIterable, Hashable, Sendable { case blue, green, amber, red }

public enum PanelStyle: Hashable, Sendable {
    /// Padding only, no background of its own.
    case plain
    /// A white card with a line around it.
    case card
    /// A tinted background with a 16-unit edge.
    case state(StateColor)
}

/// A primary button is filled with blue, of which a screen has one; the others are outlined.
public enum ButtonStyle: Hashable, Sendable { case primary, outlined }
