/// An `http` or `https` address, parsed only as far as a code in its query needs.
///
/// Strict on purpose: whatever two readers could read differently (user names, odd ports, backslashes,
/// escapes or other scripts in the host) leaves it without a host, so that no crafted address passes the list
/// of allowed hosts.
struct WebAddress {
    /// Lower case, ASCII, without the port; `nil` unless it is plainly a host name.
    let host: String?
    /// The parameters of the query, in order, at most 64.
    let parameters: [Parameter]

    struct Parameter {
        let name: Substring
        let value: Substring

        /// The value with `%XX` and `+` decoded; `nil` if that is not UTF-8.
        var decodedValue: String? { PercentEncoding.decoded(value, plusIsSpace: true) }
    }

    /// `nil` unless the text begins with `http://` or `https://`.
    init?(_ text: String) {
        let start = text.prefix(8).lowercased()
        guard start.hasPrefix("http://") || start == "https://" else { return nil }
        let defaultPort = start == "https://" ? "443" : "80"
        let rest = text.dropFirst(start == "https://" ? 8 : 7)
        let authority = rest.prefix { !"/?#".contains($0) }
        host = Self.host(authority, defaultPort: defaultPort)

        let query = rest.prefix { $0 != "#" }.drop { $0 != "?" }.dropFirst()
        parameters = query.split(separator: "&", maxSplits: 64).prefix(64).map { pair in
            let name = pair.prefix { $0 != "=" }
            return Parameter(name: name, value: pair.dropFirst(name.count + 1))
        }
    }

    private static func host(_ authority: Substring, defaultPort: String) -> String? {
        let parts = authority.lowercased().split(separator: ":", omittingEmptySubsequences: false)
        guard let name = parts.first, parts.count == 1 || (parts.count == 2 && parts[1] == defaultPort) else {
            return nil
        }
        let labels = name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let areLabels = labels.allSatisfy { label in
            (1...63).contains(label.count) && label.first != UInt8(ascii: "-")
                && label.allSatisfy { $0.isDigit || (0x61...0x7A).contains($0) || $0 == UInt8(ascii: "-") }
        }
        return labels.count >= 2 && name.utf8.count <= 253 && areLabels ? String(name) : nil
    }
}
