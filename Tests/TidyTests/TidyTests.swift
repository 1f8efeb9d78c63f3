import Foundation
import Testing

/// The rules of CONTRIBUTING.md on the form of the code.
@Suite struct TidyTests {
    @Test func `there is something to check`() {
        #expect(SourceTree.sources.count > 100)
        #expect(SourceTree.tests.count > 10)
    }

    // MARK: Sizes

    @Test func `lines, functions and files have a limited size`() {
        for file in SourceTree.all {
            #expect(file.lines.count <= Rules.fileLength, "\(file) has \(file.lines.count) lines")
            for (number, line) in file.lines.enumerated() where line.count > Rules.lineLength {
                let isLiteral = file.code[number].count < line.count
                #expect(isLiteral, "\(file):\(number + 1) has \(line.count) columns")
            }
        }
        for file in SourceTree.sources {
            for (line, length) in file.functions {
                #expect(length <= Rules.functionLength, "\(file):\(line) has \(length) lines")
            }
        }
    }

    // MARK: Modules

    @Test func `modules import what the manifest and the table of libraries allow`() throws {
        let dependencies = try Self.dependencies()
        let modules = Set(SourceTree.sources.map(\.module)).subtracting(["CLibraries"])
        #expect(Set(Rules.libraries.keys) == modules)
        for file in SourceTree.sources where file.module != "CLibraries" {
            let allowed = (dependencies[file.module] ?? []).union(Rules.libraries[file.module] ?? [])
            for name in file.imports { #expect(allowed.contains(name), "\(file) imports \(name)") }
        }
    }

    @Test func `the manifest declares no dependency that is not imported`() throws {
        for (module, dependencies) in try Self.dependencies(withFrame: false) {
            let imports = Set(SourceTree.sources.filter { $0.module == module }.flatMap(\.imports))
            #expect(dependencies.subtracting(imports) == [], "\(module)")
        }
    }

    @Test func `features import neither devices nor each other, and devices no drawing`() {
        let features = Set(SourceTree.sources.filter(\.isFeature).map(\.module))
        for file in SourceTree.sources {
            let forbidden =
                file.isFeature
                ? Rules.forbidden(inFeature: file.module, features: features)
                : Rules.forbidden[file.module] ?? []
            #expect(
                forbidden.isDisjoint(with: file.imports),
                "\(file) imports \(forbidden.intersection(file.imports))")
        }
    }

    /// The modules and C libraries that each module and program of Package.swift depends on.
    /// - Parameter withFrame: Whether to count the modules that every feature depends on.
    private static func dependencies(withFrame: Bool = true) throws -> [String: Set<String>] {
        let manifest = SourceTree.text(of: "Package.swift")
        var found: [String: Set<String>] = [:]
        for match in manifest.matches(of: /(?:module|program)\(\s*"([\w-]+)",\s*dependencies:\s*\[([^\]]*)\]/)
        {
            found[String(match.1)] = Set(match.2.matches(of: /"([\w-]+)"/).map { String($0.1) })
        }
        let frame: Set<String> = withFrame ? ["KioskCore", "ScreenKit", "KioskFrame", "KioskServices"] : []
        for match in manifest.matches(of: /feature\(\s*"(\w+)"(?:,\s*dependencies:\s*\[([^\]]*)\])?/) {
            let own = match.2?.matches(of: /"([\w-]+)"/).map { String($0.1) } ?? []
            found[String(match.1)] = frame.union(own)
        }
        try #require(found.count > 15)
        return found
    }

    // MARK: Safety

    @Test func `no unfinished work and no force`() {
        let banned = ["TODO", "FIXME", "XXX", "try!", "as!", "nonisolated(unsafe)"]
        for file in SourceTree.sources {
            for (number, line) in file.lines.enumerated() {
                for word in banned { #expect(!line.contains(word), "\(file):\(number + 1) has \(word)") }
            }
        }
    }

    @Test func `every unchecked Sendable has its reason beside it`() {
        for file in SourceTree.all where file.module != "TidyTests" {
            for (number, line) in file.code.enumerated() where line.contains("@unchecked Sendable") {
                let around = file.lines[max(0, number - 4)...number].joined()
                #expect(around.contains("//"), "\(file):\(number + 1)")
            }
        }
    }

    @Test func `only the modules of the list say unsafe, and all of them do`() {
        let found = SourceTree.sources.filter { file in
            file.code.contains { !SourceFile.isComment($0) && $0.contains(#/\bunsafe /#) }
        }
        for file in found { #expect(Rules.unsafeModules.contains(file.module), "\(file)") }
        #expect(Rules.unsafeModules.subtracting(found.map(\.module)) == [])
    }

    // MARK: Names and words

    @Test func `a type's name occurs in one module only`() {
        var modules: [String: Set<String>] = [:]
        for file in SourceTree.all {
            for type in file.topLevelTypes where !type.hasSuffix("Tests") {
                modules[type, default: []].insert(
                    file.path.split(separator: "/").prefix(2).joined(separator: "/"))
            }
        }
        for (type, modules) in modules where !Rules.duplicateNamesPending.contains(type) {
            #expect(modules.count == 1, "\(type) is in \(modules.sorted().joined(separator: ", "))")
        }
    }

    @Test func `code and comments use the words of the trade`() throws {
        let words = try Rules.bannedWords.map { ($0, try Regex($0.pattern)) }
        for file in SourceTree.all where file.module != "TidyTests" {
            for (number, line) in file.code.enumerated() {
                let lowered = line.lowercased()
                for (word, pattern) in words where lowered.contains(word.stem) && line.contains(pattern) {
                    Issue.record("\(file):\(number + 1) says “\(word.stem)”; write: \(word.instead)")
                }
            }
        }
    }

    /// A machine lists its events and states, so that a new one does not compile until it is handled.
    @Test func `no state machine has a default that swallows an event`() {
        for file in SourceTree.sources where file.name.hasSuffix("Machine.swift") {
            for (number, line) in file.lines.enumerated() where line.contains(/^ *default:/) {
                #expect(line.contains("// neither state nor event"), "\(file):\(number + 1)")
            }
        }
    }

    // MARK: CONTRIBUTING.md

    @Test func `CONTRIBUTING and the formatter have the numbers that are checked`() throws {
        let contributing = SourceTree.text(of: "CONTRIBUTING.md").replacing("\n", with: " ")
        let rules = [
            (/A line has at most (\d+) columns/, Rules.lineLength),
            (/a function at most (\d+) lines/, Rules.functionLength),
            (/a file at most (\d+)\b/, Rules.fileLength),
        ]
        for (pattern, value) in rules {
            #expect(
                contributing.firstMatch(of: pattern)?.1 == "\(value)", "\(value) is not in CONTRIBUTING.md")
        }
        let formatter = SourceTree.text(of: ".swift-format")
        #expect(formatter.firstMatch(of: /"lineLength": (\d+)/)?.1 == "\(Rules.lineLength)")
        let modules = try #require(contributing.firstMatch(of: /`unsafe` is said only in ([^.]*)\./)).1
        #expect(Set(modules.matches(of: /`([\w-]+)`/).map { String($0.1) }) == Rules.unsafeModules)
    }
}
