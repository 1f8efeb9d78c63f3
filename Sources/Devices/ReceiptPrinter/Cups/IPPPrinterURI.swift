/// Where an IPP printer is, read from a queue's device URI such as `ipp://192.168.1.40/ipp/print`.
package struct IPPPrinterURI: Hashable, Sendable {
    package let host: String
    package let port: Int
    package let resource: String
    package let isEncrypted: Bool

    /// Reads a device URI; nil when CUPS reaches the device in another way than by its own IPP backend.
    package init?(_ text: String) {
        guard text.utf8.count <= 1024 else { return nil }
        // What comes after a question mark is for CUPS's backend.
        let parts = text.prefix { $0 != "?" }.split(
            separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count >= 3, parts[1].isEmpty, parts[0] == "ipp:" || parts[0] == "ipps:" else {
            return nil
        }
        isEncrypted = parts[0] == "ipps:"
        let authority = parts[2].split(separator: "@").last ?? ""
        guard let (host, port) = Self.address(authority) else { return nil }
        self.host = host
        self.port = port ?? 631
        resource = parts.count == 4 ? "/" + parts[3] : "/"
    }

    /// The printer's own name for itself, without what only CUPS understands.
    var text: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return "\(isEncrypted ? "ipps" : "ipp")://\(name):\(port)\(resource)"
    }

    private static func address(_ text: Substring) -> (host: String, port: Int?)? {
        let end = text.firstIndex(of: "]").map { text.index(after: $0) } ?? text.startIndex
        let colon = text[end...].firstIndex(of: ":")
        let host = text[..<(colon ?? text.endIndex)].filter { $0 != "[" && $0 != "]" }
        // A service's name is looked up by CUPS's `dnssd` backend, not by us.
        guard !host.isEmpty, !host.contains("._tcp") else { return nil }
        guard let colon else { return (host, nil) }
        return UInt16(text[text.index(after: colon)...]).map { (host, Int($0)) }
    }
}
