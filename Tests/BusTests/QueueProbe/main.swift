import Devices
import Foundation
import KioskCore
import Logging

// Runs the kiosk's driver for a CUPS queue and says what it hears; `BusTests` puts it on an emulated bus.
//
//   QueueProbe HOST PORT QUEUE PROFILE
//
// Obeys lines on standard input: `print FILE`, of rows of 72 bytes, and `end`.

func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

let words = CommandLine.arguments
guard words.count == 5, let port = UInt16(words[2]) else {
    fatalError("usage: QueueProbe HOST PORT QUEUE PROFILE")
}
var settings = CUPSReceiptPrinter.Settings(
    server: CUPSServer(host: words[1], port: port), queue: words[3])
settings.profile.name = words[4]
// A printer that answers nothing is the only other one of the tests.
if words[4] != PrinterProfile.generic80.name { settings.profile.confirmation = .none }
settings.idleLook = .milliseconds(200)
let printer = CUPSReceiptPrinter(
    settings, logger: Logger(label: "probe") { StreamLogHandler.standardError(label: $0) })
let (orders, order) = AsyncStream.makeStream(of: String.self)
Thread.detachNewThread {
    while let line = readLine() { order.yield(line) }
    order.finish()
}
await withTaskGroup { group in
    group.addTask { await printer.run() }
    group.addTask { for await condition in printer.conditions() { say("condition \(condition.rawValue)") } }
    for await order in orders {
        let words = order.split(separator: " ").map(String.init)
        guard words.count == 2, words[0] == "print" else { break }
        let rows = [UInt8]((try? Data(contentsOf: URL(filePath: words[1]))) ?? Data())
        var slip = DotBitmap(width: 576, height: rows.count / 72)
        slip.bytes = rows
        say("outcome \(await printer.print(slip, title: "A-001"))")
    }
    group.cancelAll()
}
say("ended")
