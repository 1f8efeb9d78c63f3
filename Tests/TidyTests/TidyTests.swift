import Foundation
import Testing

/// Form that is checked, not argued: what may be imported where, how long a function may be, which words are out.
@Suite struct TidyTests {
    /// What a room may import besides the rooms that the manifest lets it see.
    static let libraries: [String: Set<String>] = [
        "KioskCore": [],
        "Drawing": ["CCairo", "CQRencode"],
        "ScreenKit": ["Glibc", "Darwin"],
        "KioskStore": ["GRDB", "GRDBSQLite", "Crypto", "FoundationEssentials", "Foundation", "Glibc"],
        "CentralContract": [],
        "CentralLink": [
            "AsyncHTTPClient", "FoundationEssentials", "NIOCore", "NIOHTTP1", "NIOPosix", "NIOSSL",
            "NIOFoundationCompat", "Logging", "Synchronization",
        ],
        "ConfigurationFiles": ["Yams", "FoundationEssentials", "Foundation"],
        "QueueTicket": [],
        "LookupScreen": [],
    ]

    /// Hands on memory belong to these rooms; anywhere else `unsafe` is a question for review.
    static let mayBeUnsafe: Set<String> = [
        "Drawing", "Devices", "SimulatedDevices", "KioskStore", "Appliance", "Dock", "kiosk-demo",
        "kiosk-printer-backend", "kioskd", "kioskctl", "kiosk-central", "KioskServices",
    ]

    @Test func `there is something to check`() {
        #expect(SourceTree.sources.count > 100)
        #expect(SourceTree.tests.count > 10)
    }

    @Test func `rooms import what they may and nothing else`() {
        let rooms: Set<String> = [
            "KioskCore", "Drawing", "ScreenKit", "KioskStore", "CentralContract", "CentralLink", "Devices",
            "SimulatedDevices", "ConfigurationFiles", "QueueTicket", "LookupScreen", "Appliance", "Central",
            "Dock",
        ]
        for file in SourceTree.sources {
            guard let allowed = Self.libraries[file.room] else { continue }
            for name in file.imports where !rooms.contains(name) && name != "Synchronization" {
                #expect(allowed.contains(name), "\(file) imports \(name)")
            }
        }
    }

    @Test func `features never see devices, and devices never see drawing`() {
        let forbidden: [String: Set<String>] = [
            "QueueTicket": ["LookupScreen", "Devices", "KioskStore", "CentralLink"],
            "LookupScreen": ["QueueTicket", "Devices", "KioskStore", "CentralLink"],
            "Devices": ["Drawing", "ScreenKit", "KioskStore"],
            "ScreenKit": ["Devices", "KioskStore"],
        ]
        for file in SourceTree.sources {
            let out = forbidden[file.room] ?? []
            #expect(out.isDisjoint(with: file.imports), "\(file)")
        }
    }

    @Test func `no line is longer than 110 columns, no function longer than 70 lines`() {
        for file in SourceTree.sources + SourceTree.tests {
            for (number, line) in file.lines.enumerated() where !Self.isText(line) {
                #expect(line.count <= 120, "\(file):\(number + 1)")
            }
            for function in Self.functions(in: file) where file.path.hasPrefix("Sources") {
                #expect(function.length <= 70, "\(file):\(function.start)")
            }
        }
    }

    @Test func `no unfinished work and no force`() {
        let banned = ["TODO", "FIXME", "XXX", "try!", "as!", "nonisolated(unsafe)"]
        for file in SourceTree.sources {
            for (number, line) in file.lines.enumerated() {
                for word in banned { #expect(!line.contains(word), "\(file):\(number + 1) has \(word)") }
            }
        }
    }

    @Test func `every unchecked Sendable says why it holds`() {
        for file in SourceTree.sources {
            for (number, line) in file.lines.enumerated() where line.contains("@unchecked Sendable") {
                let around = file.lines[max(0, number - 4)...number].joined()
                #expect(around.contains("//"), "\(file):\(number + 1)")
            }
        }
    }

    @Test func `unsafe stays where hands touch memory`() {
        for file in SourceTree.sources where !Self.mayBeUnsafe.contains(file.room) {
            for (number, line) in file.lines.enumerated() where !line.contains("//") {
                #expect(!line.contains("unsafe "), "\(file):\(number + 1)")
            }
        }
    }

    /// Long texts (pages, tables) may be wider than code.
    private static func isText(_ line: Substring) -> Bool {
        let code = line.drop { $0 == " " }
        return code.hasPrefix("\"") || code.hasPrefix("//") || line.contains("\"\"\"") || line.contains("<")
            || line.count { $0 == "\"" } >= 2
    }

    private static func functions(in file: SourceFile) -> [(start: Int, length: Int)] {
        var found: [(start: Int, length: Int)] = []
        for (number, line) in file.lines.enumerated() {
            let code = line.drop { $0 == " " }
            guard line.contains("func ") || code.hasPrefix("init("), line.hasSuffix("{") else { continue }
            let indent = line.count - code.count
            let end = file.lines[(number + 1)...].firstIndex {
                $0.hasPrefix(String(repeating: " ", count: indent) + "}")
            }
            if let end { found.append((number + 1, end - number)) }
        }
        return found
    }
}
