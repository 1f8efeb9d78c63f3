import Devices
import Foundation
import KioskCore
import Logging
import Synchronization

// Runs the real scanner hub and says what it hears; `BusTests` puts it on an emulated bus.
//
//   ScannerProbe [--user UID] [--profile key=value,…]…
//
// Obeys lines on standard input: list, wake-ups, end.

func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

/// Reads `vendor=1eab,framing=terminator,suffix=cr,quirk=output-redirection`.
func profile(_ text: String) -> ScannerProfile {
    var profile = ScannerProfile(name: "test", vendor: 0)
    for pair in text.split(separator: ",") {
        let sides = pair.split(separator: "=").map(String.init)
        switch sides[0] {
        case "vendor": profile.vendor = UInt16(sides[1], radix: 16) ?? 0
        case "framing": profile.framing = ScanFraming(rawValue: sides[1]) ?? .gap
        case "suffix": profile.suffix = ScanSuffix(rawValue: sides[1])
        case "quirk": profile.quirks.formUnion(ScannerProfile.Quirk(rawValue: sides[1]).map { [$0] } ?? [])
        default: fatalError("unknown key \(sides[0])")
        }
    }
    return profile
}

var profiles: [ScannerProfile] = []
var words = CommandLine.arguments.dropFirst()
while let word = words.popFirst() {
    switch (word, words.popFirst()) {
    case ("--user", let value?): guard setuid(uid_t(value) ?? 0) == 0 else { fatalError("setuid") }
    case ("--profile", let value?): profiles.append(profile(value))
    default: fatalError("usage: ScannerProbe [--user UID] [--profile key=value,…]")
    }
}

let hub = ScannerHub(
    profiles: profiles, logger: Logger(label: "probe") { StreamLogHandler.standardError(label: $0) })
let (orders, order) = AsyncStream.makeStream(of: String.self)
Thread.detachNewThread {
    while let line = readLine() { order.yield(line) }
    order.finish()
}
await withTaskGroup { group in
    group.addTask { await hub.run() }
    group.addTask {
        for await scan in hub.scans {
            let hex = scan.bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
            say("scan \(scan.symbology ?? "-") \(hex)")
        }
        say("scans ended")
    }
    group.addTask { for await condition in hub.conditions { say("condition \(condition.rawValue)") } }
    loop: for await order in orders {
        switch order {
        case "list":
            for scanner in hub.scanners { say("scanner \(scanner.line)") }
            say("listed \(hub.scanners.count)")
        case "wake-ups": say("wake-ups \(hub.wakeUps)")
        case "end": break loop
        default: say("unknown \(order)")
        }
    }
    group.cancelAll()
}
say("ended")
