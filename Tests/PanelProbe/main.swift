import Devices
import Dispatch
import Glibc
import KioskCore
import Logging

// A kiosk's panel without the kiosk: shows known pictures, says what it was touched by, and does what
// standard input tells. Driven by Tests/EndToEndVM and Tests/BusTests.

LoggingSystem.bootstrap(JournalLogHandler.init(label:))
let options = Options(CommandLine.arguments.dropFirst())
if let console = options["give-back"] {
    try restoreConsole(console)
    exit(0)
}
if let user = options["user"].flatMap({ uid_t($0) }), setuid(user) != 0 { exit(1) }
let probe = try Probe(options)
await probe.run()
exit(0)
