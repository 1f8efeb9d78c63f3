/// A configuration file that cannot be used, with everything that is wrong with it.
public struct ConfigurationFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// The path as given.
    public let file: String
    /// At least one, in the order of the file's lines.
    public let problems: [ConfigurationProblem]

    package init(file: String, problems: [ConfigurationProblem]) {
        self.file = file
        self.problems = problems.sorted { ($0.line ?? 0, $0.key) < ($1.line ?? 0, $1.key) }
    }

    public var description: String {
        let head = problems.count == 1 ? "1 problem" : "\(problems.count) problems"
        return ([file + ": " + head] + problems.map { "  " + $0.description }).joined(separator: "\n")
    }
}

/// One problem in a configuration file.
public struct ConfigurationProblem: Hashable, Sendable, CustomStringConvertible {
    /// The line, from 1; of the nearest group if the key itself is missing.
    public let line: Int?
    /// The dotted key, `site.agencyPrefix`; empty for the file as a whole.
    public let key: String
    public let found: String
    public let expected: String

    public var description: String {
        let place = [line.map { "line \($0)" }, key.isEmpty ? nil : key].compactMap(\.self)
        return (place + ["found \(found), expected \(expected)"]).joined(separator: ": ")
    }
}
