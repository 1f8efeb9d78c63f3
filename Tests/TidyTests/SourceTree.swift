import Foundation

/// The project's Swift files, read once.
struct SourceFile: Sendable, CustomStringConvertible {
    /// From the project's root: `Sources/KioskCore/Queue/Ticket.swift`.
    var path: String
    var lines: [Substring]
    var description: String { path }

    /// `KioskCore` of `Sources/KioskCore/…`.
    var room: String { String(path.split(separator: "/")[1]) }

    var imports: [String] {
        lines.compactMap { line in
            let words = line.split(separator: " ")
            guard let at = words.firstIndex(of: "import"), at <= 2, words[..<at].allSatisfy(Self.isAccess)
            else {
                return nil
            }
            return words[at + 1] == "struct" || words[at + 1] == "class"
                ? words.last.map(String.init) : String(words[at + 1])
        }
    }

    private static func isAccess(_ word: Substring) -> Bool {
        ["public", "package", "internal", "private", "fileprivate", "@testable", "@preconcurrency"].contains(
            word)
    }
}

enum SourceTree {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    static let sources = files(under: "Sources")
    static let tests = files(under: "Tests")

    private static func files(under folder: String) -> [SourceFile] {
        let base = root.appending(path: folder)
        let found = FileManager.default.enumerator(at: base, includingPropertiesForKeys: nil)
        return (found?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == "swift" }
            .map { url in
                let text = (try? String(contentsOf: url, encoding: .utf8)) ?? ""
                let path = folder + url.path().dropFirst(base.path().count)
                return SourceFile(
                    path: path, lines: text.split(separator: "\n", omittingEmptySubsequences: false))
            }
            .sorted { $0.path < $1.path }
    }
}
