/// The centre as visitors know it: on the screen's header and on slips (requirements K-13, K-14).
public struct SiteProfile: Hashable, Sendable {
    /// A short code of capital letters and digits, part of every slip's QR.
    public var code: String
    /// "Trung tâm Phục vụ hành chính công".
    public var name: String
    public var englishName: String
    /// The unit it belongs to: "Phường Mẫu".
    public var unit: String
    public var address: String
    public var phone: String
    public var web: String
    public var hotline: String
    /// The agency identifier that dossier codes of this centre begin with: "H08.99".
    public var agencyPrefix: String
    /// Hosts besides `*.gov.vn` whose URLs may hold a dossier code.
    public var allowedHosts: [String]

    public init(
        code: String, name: String, englishName: String, unit: String, address: String, phone: String,
        web: String, hotline: String, agencyPrefix: String, allowedHosts: [String] = []
    ) {
        self.code = code
        self.name = name
        self.englishName = englishName
        self.unit = unit
        self.address = address
        self.phone = phone
        self.web = web
        self.hotline = hotline
        self.agencyPrefix = agencyPrefix
        self.allowedHosts = allowedHosts
    }
}
