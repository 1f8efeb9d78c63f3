/// The rules that CONTRIBUTING.md states and these tests check.
enum Rules {
    // MARK: Sizes

    /// Columns of a line; only a string literal may be longer.
    static let lineLength = 110
    /// Lines of a function, from its `func` to its closing brace.
    static let functionLength = 70
    static let fileLength = 400

    // MARK: Modules

    /// What each module and program imports from outside the project.
    ///
    /// Rules import nothing: no Foundation, no C.
    static let libraries: [String: Set<String>] = [
        "KioskCore": ["Synchronization"],
        "Drawing": ["CCairo", "CQRencode", "Synchronization"],
        "ScreenKit": ["Glibc", "Darwin"],
        "KioskStore": [
            "GRDB", "GRDBSQLite", "Crypto", "FoundationEssentials", "Foundation", "Glibc", "Synchronization",
            "SystemPackage",
        ],
        "CentralContract": [],
        "CentralLink": [
            "AsyncHTTPClient", "FoundationEssentials", "NIOCore", "NIOHTTP1", "NIOPosix", "NIOSSL",
            "NIOFoundationCompat", "Logging", "Synchronization",
        ],
        "Devices": [
            "CCups", "CDRM", "CUSB", "CKioskShims", "Glibc", "Logging", "Synchronization", "SystemPackage",
        ],
        "SimulatedDevices": [
            "CKioskShims", "Dispatch", "Foundation", "Glibc", "Synchronization", "SystemPackage",
        ],
        "ConfigurationFiles": ["Yams", "FoundationEssentials", "Foundation"],
        "KioskFrame": [],
        "KioskServices": ["Foundation", "FoundationEssentials", "Glibc", "Logging", "Synchronization"],
        "Dispenser": [],
        "Lookup": [],
        "PanelCalibration": [],
        "Maintenance": [],
        "DeviceTests": ["Synchronization"],
        "HallClock": [],
        "Appliance": [
            "Crypto", "CryptoExtras", "Foundation", "FoundationEssentials", "Glibc", "Logging", "NIOCore",
            "NIOPosix", "ServiceLifecycle", "Synchronization", "SystemPackage",
        ],
        "Central": [
            "Crypto", "Foundation", "FoundationEssentials", "GRDB", "HTTPTypes", "Hummingbird",
            "HummingbirdCore", "HummingbirdTLS", "Logging", "NIOCore", "NIOFoundationCompat", "NIOPosix",
            "NIOSSL",
            "ServiceLifecycle", "SwiftASN1", "Synchronization", "X509",
        ],
        "Dock": [
            "AsyncHTTPClient", "Foundation", "HTTPTypes", "Hummingbird", "Logging", "NIOCore",
            "NIOFoundationCompat", "NIOHTTP1", "NIOPosix", "ServiceLifecycle", "Synchronization",
        ],
        "kioskd": [
            "ArgumentParser", "CKioskShims", "Foundation", "Glibc", "Logging", "NIOCore", "ServiceLifecycle",
            "Synchronization",
            "UnixSignals",
        ],
        "kioskctl": ["ArgumentParser", "Foundation", "FoundationEssentials", "Glibc", "SystemPackage"],
        "kiosk-central": [
            "ArgumentParser", "Foundation", "Glibc", "Logging", "ServiceLifecycle", "UnixSignals",
        ],
        "kiosk-printer-backend": ["Glibc", "Logging", "SystemPackage"],
        "kiosk-demo": [
            "ArgumentParser", "Crypto", "Foundation", "Logging", "NIOCore", "NIOPosix", "ServiceLifecycle",
            "SwiftASN1", "UnixSignals", "X509",
        ],
    ]

    /// What these modules must not import, whatever the manifest says.
    static let forbidden: [String: Set<String>] = [
        "KioskFrame": ["Devices", "KioskStore", "CentralLink"],
        "Devices": ["Drawing", "ScreenKit", "KioskStore"],
        "ScreenKit": ["Devices", "KioskStore"],
    ]
    /// What no feature imports: other features, the link, and the devices, which only their tests see.
    static func forbidden(inFeature feature: String, features: Set<String>) -> Set<String> {
        let others = features.subtracting([feature, "PanelCalibration"])
        return others.union(["Appliance", "Central", "CentralLink"]).union(
            feature == "DeviceTests" ? [] : ["Devices"])
    }

    /// The modules that say `unsafe`: those that call C, and programs that set up their process.
    static let unsafeModules: Set<String> = [
        "Appliance", "Devices", "Drawing", "KioskServices", "KioskStore", "SimulatedDevices", "kiosk-demo",
        "kiosk-printer-backend", "kioskctl",
    ]

    // MARK: Words

    /// A word that is not used in code and comments, and what is written instead.
    struct BannedWord: Sendable {
        /// Lower case; lines without it are not searched any further.
        let stem: String
        /// A regular expression.
        let pattern: String
        let instead: String

        init(_ stem: String, _ pattern: String, instead: String) {
            (self.stem, self.pattern, self.instead) = (stem, pattern, instead)
        }
    }

    /// Metaphors of our own that an engineer of the trade would have to look up.
    static let bannedWords: [BannedWord] = [
        BannedWord("room", #"\b[Rr]ooms?\b|[a-z](Room|Rooms)\b"#, instead: "module; space"),
        BannedWord("door", #"\b[Dd]oors?\b|[a-z]Doors?\b"#, instead: "client; system library"),
        BannedWord("twin", #"\b[Tt]wins?\b|\bTwins?[A-Z]|[a-z]Twins?\b"#, instead: "simulator"),
        BannedWord("workbench", #"[Ww]orkbench"#, instead: "dev dock; fixture"),
        BannedWord("knock", #"\b[Kk]nock(s|ed|ing)?\b"#, instead: "send a keep-alive"),
        BannedWord("farewell", "[Ff]arewell", instead: "close timeout"),
        BannedWord("wreckage", "[Ww]reckage", instead: "raw page scanner"),
        BannedWord("salvag", "[Ss]alvag", instead: "recovery"),
        BannedWord("vouch", #"\b[Vv]ouch"#, instead: "verify; confirm"),
        BannedWord("garbled", "[Gg]arbled", instead: "invalid response"),
        BannedWord("house", #"\b[Hh]ouse-?keeping\b|\bkeepHouse\b|\bkeeps house\b"#, instead: "maintenance"),
        BannedWord("believ", "[Bb]eliev", instead: "trust; accept"),
        BannedWord(
            "told", #"\b(is|are|was|were|be|been) told\b(?! apart)"#, instead: "receives; is reported"),
        BannedWord("corner", "technician's corner", instead: "maintenance menu"),
        BannedWord("most", #"\bmost[A-Z]"#, instead: "max…"),
        BannedWord("least", #"\bleast[A-Z]"#, instead: "min…"),
        BannedWord(
            "nothing", #"//.*\b([Nn]othing (when|if|where|unless|for a|on a|before the first)\b)"#,
            instead: "`nil` if …"),
        BannedWord("answers", "/// Answers? ", instead: "Returns …"),
    ]

    // MARK: What is still to be done

    /// Types that have the same name in two modules; nothing is added here.
    static let duplicateNamesPending: Set<String> = ["Bench", "FeedTable", "KioskFixture"]
}
