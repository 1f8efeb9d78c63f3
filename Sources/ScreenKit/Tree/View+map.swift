extension View {
    /// The same view with its intents in another type, so that a feature's screens fit into a larger machine.
    public func map<Other: Hashable & Sendable>(_ transform: (Intent) -> Other) -> View<Other> {
        View<Other>(
            content.map(transform), frame: frame, id: id, role: role, label: label, value: value,
            intent: intent.map(transform), isEnabled: isEnabled)
    }
}

extension View.Content {
    func map<Other: Hashable & Sendable>(_ transform: (Intent) -> Other) -> View<Other>.Content {
        switch self {
        case .text(let words): .text(words)
        case .picture(let pictogram, let size, let color): .picture(pictogram, size: size, color: color)
        case .qr(let text): .qr(text)
        case .steps(let done, let total): .steps(done: done, total: total)
        case .progress(let percent): .progress(percent: percent)
        case .stack(let stack): .stack(stack.map(transform))
        case .grid(let grid): .grid(grid.map(transform))
        case .panel(let style, let stack): .panel(style, stack.map(transform))
        case .facts(let facts): .facts(facts)
        case .button(let style, let title, let picture): .button(style, title: title, picture: picture)
        case .tile(let tile): .tile(tile)
        case .key(let text, let picture): .key(text, picture: picture)
        case .checkbox(let isOn, let title, let detail): .checkbox(isOn: isOn, title: title, detail: detail)
        case .input(let input): .input(input)
        case .listItem(let title, let detail, let picture):
            .listItem(title: title, detail: detail, picture: picture)
        case .chip(let text, let color, let picture): .chip(text, color: color, picture: picture)
        case .pages(let pages):
            .pages(Pages<Other>(pages.turning.map(transform), grid: pages.grid.map(transform)))
        case .rule: .rule
        case .space(let units): .space(units)
        }
    }
}

extension Stack {
    func map<Other: Hashable & Sendable>(_ transform: (Intent) -> Other) -> Stack<Other> {
        Stack<Other>(
            axis == .vertical ? .vertical : .horizontal, spacing: spacing, alignment: alignment,
            children: children.map { $0.map(transform) })
    }
}

extension Grid {
    func map<Other: Hashable & Sendable>(_ transform: (Intent) -> Other) -> Grid<Other> {
        Grid<Other>(
            columns: columns, minCellWidth: minCellWidth, spacing: spacing,
            cells: cells.map { $0.map(transform) })
    }
}

extension PageTurning {
    public func map<Other: Hashable & Sendable>(_ transform: (Intent) -> Other) -> PageTurning<Other> {
        PageTurning<Other>(
            index: index, previous: transform(previous), next: transform(next),
            previousLabel: previousLabel, nextLabel: nextLabel, position: position)
    }
}

extension Page {
    /// The same page with its intents in another type.
    public func map<Other: Hashable & Sendable>(_ transform: (Intent) -> Other) -> Page<Other> {
        var page = Page<Other>(
            name: name, language: language, header: header, help: help.map(transform),
            back: back?.map(transform), next: next?.map(transform), turning: turning?.map(transform),
            overlay: overlay?.map(transform), shownShare: shownShare,
            shown: { shown.map { $0.map(transform) } }, choices: { choices.map { $0.map(transform) } })
        page.annotations = annotations
        page.isBare = isBare
        return page
    }
}

extension HelpBar {
    public func map<Other: Hashable & Sendable>(_ transform: (Intent) -> Other) -> HelpBar<Other> {
        HelpBar<Other>(
            isFull: isFull,
            items: items.map {
                HelpBar<Other>.Item(
                    $0.title, $0.picture, isOn: $0.isOn, value: $0.value, intent: transform($0.intent))
            })
    }
}
