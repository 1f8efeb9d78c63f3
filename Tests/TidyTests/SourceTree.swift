import Foundation

/// A Swift file of the project.
struct SourceFile: Sendable, CustomStringConvertible {
    /// From the project's root: `Sources/KioskCore/Queue/Ticket.swift`.
    let path: String
    let lines: [Substring]
    /// The lines with the contents of string literals left out.
    let code: [String]
    var description: String { path }

    init(path: String, text: String) {
        self.path = path
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        code = Self.withoutLiterals(lines)
    }

    /// `KioskCore` of `Sources/KioskCore/…`, `Lookup` of `Sources/Features/Lookup/…`.
    var module: String { String(path.split(separator: "/")[isFeature ? 2 : 1]) }
    var isFeature: Bool { path.hasPrefix("Sources/Features/") }
    var name: String { path.split(separator: "/").last.map(String.init) ?? path }

    var imports: [String] {
        lines.compactMap { line in
            let words = line.split(separator: " ")
            guard let at = words.firstIndex(of: "import"), at <= 2, words[..<at].allSatisfy(Self.isAccess)
            else {
                return nil
            }
            return words[at + 1] == "struct" || words[at + 1] == "class"
                ? words.last.map { String($0.prefix { $0 != "." }) } : String(words[at + 1])
        }
    }

    /// The types that it declares outside of others and that other files can name.
    var topLevelTypes: [String] {
        code.compactMap { line in
            guard let first = line.first, first != " ", !line.hasPrefix("private "),
                !line.hasPrefix("fileprivate ")
            else { return nil }
            let declaration =
                /^(?:[a-z@]\w*(?:\([^)]*\))? )*(?:struct|class|enum|actor|protocol|typealias) (\w+)/
            return line.firstMatch(of: declaration).map { String($0.1) }
        }
    }

    /// The functions and initialisers that are longer than one line.
    var functions: [(line: Int, length: Int)] {
        lines.enumerated().compactMap { number, line in
            let declaration = line.drop { $0 == " " }
            guard line.contains("func ") || declaration.hasPrefix("init("), line.hasSuffix("{") else {
                return nil
            }
            let indent = String(repeating: " ", count: line.count - declaration.count)
            let end = lines[(number + 1)...].firstIndex { $0.hasPrefix(indent + "}") }
            return end.map { (number + 1, $0 - number) }
        }
    }

    static func isComment(_ line: some StringProtocol) -> Bool { line.drop { $0 == " " }.hasPrefix("//") }

    private static func isAccess(_ word: Substring) -> Bool {
        ["public", "package", "internal", "private", "fileprivate", "@testable", "@preconcurrency"].contains(
            word)
    }

    private static func withoutLiterals(_ lines: [Substring]) -> [String] {
        var isInLiteral = false
        return lines.map { line in
            if line.contains("\"\"\"") {
                defer { isInLiteral.toggle() }
                return isInLiteral ? "" : String(line.prefix { $0 != "\"" })
            }
            return isInLiteral ? "" : String(line.replacing(/"(?:[^"\\]|\\.)*"/, with: "\"\""))
        }
    }
}

enum SourceTree {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    static let sources = files(under: "Sources")
    static let tests = files(under: "Tests")
    static let benchmarks = files(under: "Benchmarks")
    static var all: [SourceFile] { sources + tests + benchmarks }

    static func text(of path: String) -> String {
        (try? String(contentsOf: root.appending(path: path), encoding: .utf8)) ?? ""
    }

    private static func files(under folder: String) -> [SourceFile] {
        let base = root.appending(path: folder)
        let found = FileManager.default.enumerator(at: base, includingPropertiesForKeys: nil)
        return (found?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == "swift" }
            .map { url in
                let path = folder + url.path().dropFirst(base.path().count)
                return SourceFile(path: path, text: (try? String(contentsOf: url, encoding: .utf8)) ?? "")
            }
            .sorted { $0.path < $1.path }
    }
}
