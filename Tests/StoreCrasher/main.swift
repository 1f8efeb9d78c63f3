import Foundation
import KioskCore
import KioskStore

// Issues tickets for ever and prints each one that was acknowledged; `CrashTests` kills it.
guard CommandLine.arguments.count == 3 else { fatalError("usage: StoreCrasher <path> <run>") }
let identity = StoreIdentity(site: "MAU", kiosk: "K1", siteKey: Array(repeating: 7, count: 32))
let now = Timestamp(milliseconds: 1_800_000_000_000)
let (store, _) = try KioskStore.open(at: CommandLine.arguments[1], identity: identity, now: now)
let field = ServiceField(
    id: "ho-tich", prefix: "A", name: "Hộ tịch", group: "Tư pháp", counters: ["1"], order: 1)
for attempt in 1... {
    let touch = "\(CommandLine.arguments[2])-\(attempt)"
    let ticket = try store.issue(TicketRequest(touch: touch, field: field, at: now))
    FileHandle.standardOutput.write(Data("\(touch) \(ticket.number.ordinal)\n".utf8))
}
