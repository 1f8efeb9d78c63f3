package import Yams

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A YAML file of bounded size.
package enum ConfigurationFile {
    package static let maxByteCount = 256 * 1024

    /// The root of a file's YAML; `nil` for an empty file.
    package static func root(of file: String) throws(ConfigurationFault) -> Node? {
        let text: String
        switch contents(of: file, upTo: maxByteCount) {
        case .text(let found): text = found
        case .refused(let found):
            throw fault(file, line: nil, found: found, expected: "a readable YAML file of at most 256 KiB")
        }
        do {
            // Every value is read as text: no need of the regular expressions that tell YAML's types apart.
            return try compose(yaml: text, .basic)
        } catch let error as YamlError {
            throw fault(file, line: error.line, found: error.found, expected: error.expected)
        } catch {
            throw fault(file, line: nil, found: "\(error)", expected: "YAML")
        }
    }

    package enum Contents {
        case text(String)
        /// Completes "found …".
        case refused(String)
    }

    /// A regular file's UTF-8 text.
    package static func contents(of file: String, upTo limit: Int) -> Contents {
        do {
            let attributes = try FileManager.default.attributesOfItem(atPath: resolved(file))
            guard attributes[.type] as? FileAttributeType == .typeRegular else {
                return .refused("no regular file")
            }
            let size = attributes[.size] as? Int ?? 0
            guard size <= limit else { return .refused("\(size) bytes") }
            let data = try Data(contentsOf: URL(filePath: file))
            guard let text = String(validating: data, as: UTF8.self) else {
                return .refused("text that is not UTF-8")
            }
            return .text(text)
        } catch let error as CocoaError {
            return .refused(reason(error))
        } catch {
            return .refused("an error while reading")
        }
    }

    /// Resolves symbolic links, because attributes are those of the link itself.
    private static func resolved(_ file: String) -> String {
        URL(filePath: file).resolvingSymlinksInPath().path
    }

    private static func reason(_ error: CocoaError) -> String {
        switch error.code {
        case .fileNoSuchFile, .fileReadNoSuchFile: "no such file"
        case .fileReadNoPermission: "a file this user may not read"
        default: "an unreadable file"
        }
    }

    private static func fault(
        _ file: String, line: Int?, found: String, expected: String
    ) -> ConfigurationFault {
        let problem = ConfigurationProblem(line: line, key: "", found: found, expected: expected)
        return ConfigurationFault(file: file, problems: [problem])
    }
}

extension YamlError {
    fileprivate var line: Int? {
        switch self {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark.line
        case .duplicatedKeysInMapping(_, let context): context.mark.line
        case .no, .memory, .reader, .writer, .emitter, .representer, .dataCouldNotBeDecoded: nil
        }
    }

    fileprivate var found: String {
        switch self {
        case .scanner(_, let problem, _, _), .parser(_, let problem, _, _), .composer(_, let problem, _, _),
            .reader(let problem, _, _, _), .writer(let problem), .emitter(let problem),
            .representer(let problem):
            "something that is not YAML (\(problem))"
        case .duplicatedKeysInMapping(let keys, _): "more than once: \(keys.sorted().joined(separator: ", "))"
        case .no, .memory, .dataCouldNotBeDecoded: "something that cannot be read as YAML"
        }
    }

    fileprivate var expected: String {
        switch self {
        case .duplicatedKeysInMapping: "each key once in its group"
        default: "\"key: value\" lines, indented with spaces"
        }
    }
}
