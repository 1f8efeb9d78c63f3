import KioskCore
package import Yams

/// One group of keys while a configuration file is read.
///
/// Remembers which keys were asked for, so that the rest can be refused, and writes down what is wrong
/// instead of stopping at the first problem. Lives only while a file is loaded.
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

    /// - Parameter node: A mapping; nothing, or YAML's null, reads as an empty group.
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

    /// Whether the key stands in the file with something behind it.
    package func has(_ key: String) -> Bool {
        entries[key].map { !$0.value.isEmptyValue } ?? false
    }

    /// A group of keys, empty when it is not there; asked for again, the same one.
    package func section(_ key: String) -> ConfigurationSection {
        if let section = sections[key] { return section }
        let entry = take(key)
        let section = ConfigurationSection(
            entry?.value, path: dotted(key), line: entry?.keyLine ?? line, notes: notes)
        sections[key] = section
        return section
    }

    /// A value that must be there.
    package func required<Value>(_ key: String, _ form: ConfigurationForm<Value>) -> Value? {
        let entry = take(key)
        guard let entry, !entry.value.isEmptyValue else {
            notes.add(
                line: entry?.keyLine ?? line, key: dotted(key), found: "nothing", expected: form.expectation)
            return nil
        }
        return read(entry.value, key: dotted(key), form)
    }

    /// A value that may be left out.
    package func optional<Value>(_ key: String, _ form: ConfigurationForm<Value>) -> Value? {
        guard let entry = take(key), !entry.value.isEmptyValue else { return nil }
        return read(entry.value, key: dotted(key), form)
    }

    /// A value that has a default.
    package func value<Value>(_ key: String, _ form: ConfigurationForm<Value>, default usual: Value) -> Value
    {
        optional(key, form) ?? usual
    }

    /// A list that has a default; an empty list is a list.
    package func list<Value>(
        _ key: String, of form: ConfigurationForm<Value>, upTo limit: Int = 100, default usual: [Value]
    ) -> [Value] {
        guard let entry = take(key), !entry.value.isEmptyValue else { return usual }
        guard case .sequence(let items) = entry.value else {
            notes.add(
                line: entry.value.mark?.line, key: dotted(key), found: entry.value.shown(form.isSecret),
                expected: "a list in [ ], each \(form.expectation)")
            return usual
        }
        guard items.count <= limit else {
            notes.add(
                line: entry.keyLine, key: dotted(key), found: "\(items.count) items",
                expected: "at most \(limit)")
            return usual
        }
        return items.enumerated().compactMap { read($1, key: "\(dotted(key))[\($0)]", form) }
    }

    /// Writes down a problem that only several values together show.
    package func refuse(_ key: String, found: String, expected: String) {
        notes.add(line: entries[key]?.keyLine ?? line, key: dotted(key), found: found, expected: expected)
    }

    /// Refuses every key that nobody asked for, here and in the groups below.
    package func refuseUnknownKeys() {
        for (key, entry) in entries where !asked.contains(key) {
            let hint =
                nearestWord(to: key, among: asked).map { "\(dotted($0)) (the nearest known key)" }
                ?? "one of \(asked.sorted().joined(separator: ", "))"
            notes.add(line: entry.keyLine, key: dotted(key), found: "an unknown key", expected: hint)
        }
        sections.values.forEach { $0.refuseUnknownKeys() }
    }

    private func take(_ key: String) -> Entry? {
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

/// What is wrong so far.
package final class ConfigurationNotes {
    package private(set) var problems: [ConfigurationProblem] = []

    package init() {}

    package func add(line: Int?, key: String, found: String, expected: String) {
        problems.append(ConfigurationProblem(line: line, key: key, found: found, expected: expected))
    }
}

extension Node {
    /// Nothing behind the colon, or YAML's words for nothing.
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

/// A found text as it may be shown: short, without control characters.
private func quoted(_ text: String) -> String {
    let shown = text.unicodeScalars.prefix(60).map { isControl($0) ? "?" : String($0) }.joined()
    return "\"\(shown)\(text.unicodeScalars.count > 60 ? "…" : "")\""
}
