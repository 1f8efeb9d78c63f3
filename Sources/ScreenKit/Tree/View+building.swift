public import KioskCore

/// Collects the children of a column, a row, a grid; takes `if`, `switch` and `for`.
///
/// Each child begins with `View.`: a line that begins with a dot would go on with the line before it.
@resultBuilder
public enum ViewsBuilder<Intent: Hashable & Sendable> {
    public static func buildExpression(_ view: View<Intent>) -> [View<Intent>] { [view] }
    public static func buildExpression(_ view: View<Intent>?) -> [View<Intent>] { view.map { [$0] } ?? [] }
    public static func buildExpression(_ views: [View<Intent>]) -> [View<Intent>] { views }
    public static func buildBlock(_ parts: [View<Intent>]...) -> [View<Intent>] { parts.flatMap { $0 } }
    public static func buildOptional(_ part: [View<Intent>]?) -> [View<Intent>] { part ?? [] }
    public static func buildEither(first: [View<Intent>]) -> [View<Intent>] { first }
    public static func buildEither(second: [View<Intent>]) -> [View<Intent>] { second }
    public static func buildArray(_ parts: [[View<Intent>]]) -> [View<Intent>] { parts.flatMap { $0 } }
}

// MARK: What to show

extension View {
    public static func text(
        _ text: String, _ style: TextStyle = .body, color: ColorToken = .ink, align: Alignment = .leading
    ) -> View {
        .runs([.init(text)], style, color: color, align: align)
    }

    /// A text of which parts are stronger: `.runs([.init("Hộ tịch", isStrong: true), .init(" · Quầy 1")])`.
    public static func runs(
        _ runs: [Words.Run], _ style: TextStyle = .body, color: ColorToken = .ink,
        align: Alignment = .leading
    ) -> View {
        View(.text(Words(runs: runs, style: style, color: color, alignment: align)))
    }

    /// What to do, or what is so: the headline, with the role of a heading.
    public static func heading(_ text: String, align: Alignment = .leading) -> View {
        View(
            .text(Words(runs: [.init(text)], style: .headline, color: .ink, alignment: align)),
            role: .heading)
    }

    /// A pictogram; without a label it is an ornament and is not read aloud.
    public static func picture(
        _ pictogram: Pictogram, size: Int = 112, color: ColorToken = .blue, label: String? = nil
    ) -> View {
        View(
            .picture(pictogram, size: size, color: color), frame: Frame(width: .fit, alignment: .centre),
            label: label)
    }

    /// A QR symbol; the label says what it leads to, the text itself is never read aloud.
    public static func qr(_ text: String, label: String, size: Int = 240) -> View {
        View(.qr(text), frame: Frame(width: .fixed(size), alignment: .centre), label: label)
    }

    public static func steps(done: Int, of total: Int, label: String) -> View {
        View(.steps(done: done, total: total), label: label, value: "\(done)/\(total)")
    }

    public static func progress(percent: Int, label: String) -> View {
        View(.progress(percent: percent), label: label, value: "\(percent)%")
    }

    public static func facts(_ facts: [Fact]) -> View { View(.facts(facts)) }

    public static func chip(_ text: String, _ color: StateColor, picture: Pictogram? = nil) -> View {
        View(.chip(text, color: color, picture: picture), frame: Frame(width: .fit))
    }

    public static var rule: View { View(.rule) }

    /// Space that pushes its neighbours apart; never less than `least` units.
    public static func spacer(least: Int = 0) -> View { View(.space(least), frame: Frame(grow: 1)) }
    public static func gap(_ units: Int) -> View { View(.space(units)) }
}

// MARK: What holds others

extension View {
    public static func column(
        spacing: Int = 32, @ViewsBuilder<Intent> _ children: () -> [View]
    ) -> View {
        View(.stack(Stack(.vertical, spacing: spacing, alignment: .leading, children: children())))
    }

    /// Children side by side, sharing the width equally unless they fit or are fixed.
    public static func row(
        spacing: Int = 32, align: Alignment = .centre, @ViewsBuilder<Intent> _ children: () -> [View]
    ) -> View {
        View(.stack(Stack(.horizontal, spacing: spacing, alignment: align, children: children())))
    }

    public static func grid(
        columns: Int = 2, minCellWidth: Int = 280, spacing: Int = 32,
        @ViewsBuilder<Intent> _ cells: () -> [View]
    ) -> View {
        View(.grid(Grid(columns: columns, minCellWidth: minCellWidth, spacing: spacing, cells: cells())))
    }

    /// A panel with its padding; `.panel(.state(.amber)) { … }`.
    public static func panel(
        _ style: PanelStyle = .card, spacing: Int = 8, @ViewsBuilder<Intent> _ children: () -> [View]
    ) -> View {
        View(.panel(style, Stack(.vertical, spacing: spacing, alignment: .leading, children: children())))
    }

    /// Items a page at a time; it grows to the space there is.
    public static func pages(
        _ turning: PageTurning<Intent>, columns: Int = 1, minCellWidth: Int = 280, spacing: Int = 24,
        @ViewsBuilder<Intent> _ items: () -> [View]
    ) -> View {
        let grid = Grid(columns: columns, minCellWidth: minCellWidth, spacing: spacing, cells: items())
        return View(.pages(Pages(turning, grid: grid)), frame: Frame(grow: 1))
    }
}

// MARK: What can be touched

extension View {
    public static func button(
        _ title: String, _ style: ButtonStyle = .outlined, picture: Pictogram? = nil, intent: Intent
    ) -> View {
        View(.button(style, title: title, picture: picture), intent: intent)
    }

    /// Something to choose.
    ///
    /// With a `reason` it cannot be chosen now, and the reason stands in place of the detail.
    public static func tile(
        _ title: String, detail: String? = nil, picture: Pictogram? = nil,
        _ prominence: Tile.Prominence = .ordinary, isSelected: Bool = false, reason: String? = nil,
        intent: Intent
    ) -> View {
        let tile = Tile(
            title: title, detail: reason ?? detail, picture: picture, prominence: prominence,
            isSelected: isSelected)
        return View(.tile(tile), intent: intent, isEnabled: reason == nil)
    }

    public static func key(
        _ text: String, picture: Pictogram? = nil, label: String? = nil, intent: Intent
    ) -> View {
        View(.key(text, picture: picture), label: label, intent: intent)
    }

    /// A box to tick; `value` says its state aloud ("đã chọn").
    public static func checkbox(
        _ title: String, detail: String? = nil, isOn: Bool, value: String, intent: Intent
    ) -> View {
        View(.checkbox(isOn: isOn, title: title, detail: detail), value: value, intent: intent)
    }

    public static func input(
        label: String, text: String, placeholder: String, hasCaret: Bool = true, intent: Intent? = nil
    ) -> View {
        View(
            .input(Input(text: text, placeholder: placeholder, hasCaret: hasCaret)), label: label,
            value: text, intent: intent)
    }

    /// A row of a list; without an intent it is only read.
    public static func listItem(
        _ title: String, detail: String? = nil, picture: Pictogram? = nil, intent: Intent? = nil
    ) -> View {
        View(.listItem(title: title, detail: detail, picture: picture), intent: intent)
    }
}

// MARK: Changes to a view

extension View {
    public func id(_ id: String) -> View { with { $0.id = id } }
    public func role(_ role: Role) -> View { with { $0.role = role } }
    public func label(_ label: String) -> View { with { $0.label = label } }
    public func value(_ value: String) -> View { with { $0.value = value } }
    public func disabled(_ isDisabled: Bool = true) -> View { with { $0.isEnabled = !isDisabled } }
    public func width(_ width: Frame.Length) -> View { with { $0.frame.width = width } }
    public func height(_ height: Frame.Length) -> View { with { $0.frame.height = height } }
    public func minHeight(_ units: Int) -> View { with { $0.frame.minHeight = units } }
    /// Takes a share of left-over space, up to `maxHeight` units where that is not 0.
    public func grow(_ share: Int = 1, maxHeight: Int = 0) -> View {
        with {
            $0.frame.grow = share
            $0.frame.maxHeight = maxHeight
        }
    }
    public func padding(horizontal: Int = 0, vertical: Int = 0) -> View {
        with { $0.frame.padding = Insets(horizontal: horizontal, vertical: vertical) }
    }
    public func align(_ alignment: Alignment) -> View { with { $0.frame.alignment = alignment } }

    private func with(_ change: (inout View) -> Void) -> View {
        var copy = self
        change(&copy)
        return copy
    }
}
