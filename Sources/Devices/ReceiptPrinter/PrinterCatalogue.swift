internal import KioskCore

/// The printers that are known by name.
public struct PrinterCatalogue: Hashable, Sendable {
    /// Those of the files before the built-in ones; no two have one name.
    public let profiles: [PrinterProfile]

    /// Only the generic printers.
    public static let builtIn = PrinterCatalogue()

    /// - Parameter profiles: Of two with one name the first counts; the built-in ones come last.
    public init(_ profiles: [PrinterProfile] = []) {
        var names: Set<String> = []
        self.profiles = (profiles + PrinterProfile.builtIn).filter { names.insert($0.name).inserted }
    }

    public func profile(named name: String) -> PrinterProfile? { profiles.first { $0.name == name } }

    /// The profile of a printer that shows itself like this; `generic-80` for one that nobody knows.
    ///
    /// What a printer calls itself (IEEE 1284) counts before its USB numbers, since makers share those. A
    /// model fits when it begins with a known one, the longest first, and its maker holds the known maker;
    /// capitals do not matter. So `TM-T88` is every TM-T88 but those that have an entry of their own.
    public func profile(
        vendor: UInt16? = nil, product: UInt16? = nil, maker: String? = nil, model: String? = nil
    ) -> PrinterProfile {
        if let model, let named = profile(maker: maker ?? "", model: model) { return named }
        if let vendor, let product {
            let pair = PrinterIdentity.USB(vendor: vendor, product: product)
            if let known = profiles.first(where: { $0.identity.usb.contains(pair) }) { return known }
        }
        return profile(named: PrinterProfile.generic80.name) ?? .generic80
    }

    /// The names that are most like one that there is not, for the person who wrote it.
    package func names(like name: String) -> [String] {
        nearestWords(to: name, among: profiles.map(\.name), upTo: 3)
    }

    private func profile(maker: String, model: String) -> PrinterProfile? {
        let (maker, model) = (maker.lowercased(), model.lowercased())
        var best: (length: Int, profile: PrinterProfile)?
        for profile in profiles {
            let known = profile.identity.maker?.lowercased() ?? ""
            guard known.isEmpty || maker.contains(known) else { continue }
            for begin in profile.identity.models where model.hasPrefix(begin.lowercased()) {
                if begin.count > best?.length ?? 0 { best = (begin.count, profile) }
            }
        }
        return best?.profile
    }
}
