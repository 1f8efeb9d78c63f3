import KioskCore
package import Yams

/// One group of keys while a configuration file is read.
///
/// It records which keys were read, so that the rest can be refused, and collects problems instead of
/// stopping at the first one.
package final class ConfigurationSection {
    private let path: String
    private let line: Int?
    private let entries: [String: Entry]
    private let notes: ConfigurationNotes
    private var asked: Set<String> = []
    private var sections: [String: ConfigurationSection] = [:]

    private struct Entry {
        let keyLine: Int?
        let value: Node
    }

    /// - Parameter node: A mapping; `nil` and YAML's null are read as an empty group.
    package init(_ node: Node?, path: String = "", line: Int? = nil, notes: ConfigurationNotes) {
        self.path = path
        self.line = line
        self.notes = notes
        var entries: [String: Entry] = [:]
        switch node {
        case .mapping(let mapping):
            for (key, value) in mapping {
                guard let name = key.scalar?.string else {
                    notes.add(
                        line: key.mark?.line, key: path, found: "a key that is not a word", expected: "a word"
                    )
                    continue
                }
                entries[name] = Entry(keyLine: key.mark?.line, value: value)
            }
        case .some(let node) where !node.isEmptyValue:
            notes.add(line: node.mark?.line, key: path, found: node.shape, expected: "a group of keys")
        default: break
        }
        self.entries = entries
    }

    /// Whether the key is in the file with a value.
    package func has(_ key: String) -> Bool {
        entries[key].map { !$0.value.isEmptyValue } ?? false
    }

    /// A group of keys, empty if it is missing; the same object for every call.
    package func section(_ key: String) -> ConfigurationSection {
        if let section = sections[key] { return section }
        let entry = entry(key)
        let section = ConfigurationSection(
            entry?.value, path: dotted(key), line: entry?.keyLine ?? line, notes: notes)
        sections[key] = section
        return section
    }

    /// A required value.
    package func required<Value>(_ key: String, _ form: ConfigurationForm<Value>) -> Value? {
        let entry = entry(key)
        guard let entry, !entry.value.isEmptyValue else {
            notes.add(
                line: entry?.keyLine ?? line, key: dotted(key), found: "nothing", expected: form.expectation)
            return nil
        }
        return read(entry.value, key: dotted(key), form)
    }

    /// An optional value.
    package func optional<Value>(_ key: String, _ form: ConfigurationForm<Value>) -> Value? {
        guard let entry = entry(key), !entry.value.isEmptyValue else { return nil }
        return read(entry.value, key: dotted(key), form)
    }

    /// A value with a default.
    package func value<Value>(_ key: String, _ form: ConfigurationForm<Value>, default fallback: Value)
        -> Value
    {
        optional(key, form) ?? fallback
    }

    /// A list with a default; an empty list is not the default.
    package func list<Value>(
        _ key: String, of form: ConfigurationForm<Value>, upTo limit: Int = 100, default fallback: [Value]
    ) -> [Value] {
        guard let entry = entry(key), !entry.value.isEmptyValue else { return fallback }
        guard case .sequence(let items) = entry.value else {
            notes.add(
                line: entry.value.mark?.line, key: dotted(key), found: entry.value.shown(form.isSecret),
                expected: "a list in [ ], each \(form.expectation)")
            return fallback
        }
        guard items.count <= limit else {
            notes.add(
                line: entry.keyLine, key: dotted(key), found: "\(items.count) items",
                expected: "at most \(limit)")
            return fallback
        }
        return items.enumerated().compactMap { read($1, key: "\(dotted(key))[\($0)]", form) }
    }

    /// Records a problem that several values have together.
    package func refuse(_ key: String, found: String, expected: String) {
        notes.add(line: entries[key]?.keyLine ?? line, key: dotted(key), found: found, expected: expected)
    }

    /// Records every key that was not read, here and in the groups below, as a problem.
    package func refuseUnknownKeys() {
        for (key, entry) in entries where !asked.contains(key) {
            let hint =
                nearestWord(to: key, among: asked).map { "\(dotted($0)) (the nearest known key)" }
                ?? "one of \(asked.sorted().joined(separator: ", "))"
            notes.add(line: entry.keyLine, key: dotted(key), found: "an unknown key", expected: hint)
        }
        sections.values.forEach { $0.refuseUnknownKeys() }
    }

    private func entry(_ key: String) -> Entry? {
        asked.insert(key)
        return entries[key]
    }

    private func read<Value>(_ node: Node, key: String, _ form: ConfigurationForm<Value>) -> Value? {
        if let text = node.scalar?.string, let value = form.parse(text) { return value }
        notes.add(
            line: node.mark?.line, key: key, found: node.shown(form.isSecret), expected: form.expectation)
        return nil
    }

    private func dotted(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }
}

/// The problems found so far.
package final class ConfigurationNotes {
    package private(set) var problems: [ConfigurationProblem] = []

    package init() {}

    package func add(line: Int?, key: String, found: String, expected: String) {
        problems.append(ConfigurationProblem(line: line, key: key, found: found, expected: expected))
    }
}

extension Node {
    /// No value after the colon, or YAML's null.
    fileprivate var isEmptyValue: Bool {
        guard let scalar, scalar.style == .plain else { return false }
        return ["", "~", "null"].contains(scalar.string)
    }

    fileprivate var shape: String {
        switch self {
        case .scalar(let scalar): quoted(scalar.string)
        case .mapping: "a group of keys"
        case .sequence: "a list"
        case .alias: "an alias"
        }
    }

    fileprivate func shown(_ isSecret: Bool) -> String {
        scalar != nil && isSecret ? "something else (not shown)" : shape
    }
}

/// A text as it may be shown: short, without control characters.
private func quoted(_ text: String) -> String {
    let shown = text.unicodeScalars.prefix(60).map { isControl($0) ? "?" : String($0) }.joined()
    return "\"\(shown)\(text.unicodeScalars.count > 60 ? "…" : "")\""
}
