import KioskCore
import Testing

@testable import Devices

@Suite struct ScannerMachineTests {
    let start = Instant.now

    func machine() throws -> ScannerMachine {
        let plan = try #require(
            ScannerPlan(SimulatedMode.hidPOS.device, profiles: [], unknown: UnknownScanners()))
        return ScannerMachine(plan, now: start)
    }

    @Test func `opening is tried again at growing intervals, and at once when something changed`() throws {
        var machine = try machine()
        var waits: [Duration] = []
        var now = try #require(machine.deadline)
        for _ in 0..<10 {
            #expect(machine.handle(.tick, now: now) == [.open])
            #expect(machine.handle(.failed(.permission), now: now) == [.close])
            let next = try #require(machine.deadline)
            waits.append(now.duration(to: next))
            now = next
        }
        let doubling = (0..<7).map { ScannerMachine.firstRetry * (1 << $0) }
        #expect(waits == doubling + Array(repeating: ScannerMachine.longestRetry, count: 3))
        #expect(machine.handle(.changed, now: now - .seconds(9)) == [.open])
    }

    @Test func `a node that never comes counts as unplugged`() throws {
        var machine = try machine()
        var opened = 0
        while let deadline = machine.deadline {
            #expect(machine.handle(.tick, now: deadline) == [.open])
            opened += 1
            #expect(machine.handle(.failed(.gone), now: deadline) == [.close])
        }
        #expect(opened == ScannerMachine.triesForNode)
        #expect(machine.state == .gone)
    }

    @Test func `a scanner that fails again and again without a scan is tried less and less`() throws {
        var machine = try machine()
        var now = start
        var waits: [Duration] = []
        for _ in 0..<4 {
            now = try #require(machine.deadline)
            _ = machine.handle(.tick, now: now)
            _ = machine.handle(.opened(reportDescriptors: [0: Descriptors.honeywell]), now: now)
            #expect(machine.state == .reading)
            #expect(machine.handle(.failed(.stall), now: now) == [.close])
            waits.append(now.duration(to: try #require(machine.deadline)))
        }
        #expect(waits == [1, 2, 4, 8].map { ScannerMachine.firstRetry * $0 })
    }

    @Test func `a technician reads what a scanner waits for`() throws {
        var machine = try machine()
        _ = machine.handle(.tick, now: start + .seconds(1))
        _ = machine.handle(.failed(.permission), now: start + .seconds(1))
        let listing = ScannerListing(SimulatedMode.hidPOS.device, machine)
        #expect(listing.line.contains("/dev/bus/usb/001/011 may not be opened"))
        #expect(listing.identity == "1234:0001")
        #expect(listing.line.contains("unknown"))
        for fault in USBFault.allCases {
            var machine = try self.machine()
            _ = machine.handle(.tick, now: start + .seconds(1))
            _ = machine.handle(.failed(fault), now: start + .seconds(1))
            #expect(!ScannerListing(SimulatedMode.hidPOS.device, machine).state.isEmpty)
        }
    }
}

@Suite struct ScanQueueTests {
    let start = Instant.now

    @Test func `a scan that nobody read expires after one second`() {
        var backlog = ScanBacklog()
        backlog.append(Scan("A"), now: start)
        backlog.append(Scan("B"), now: start + .milliseconds(500))
        #expect(backlog.popFirst(now: start + .milliseconds(1000)) == Scan("B"))
        backlog.append(Scan("C"), now: start + .milliseconds(1000))
        #expect(backlog.popFirst(now: start + .milliseconds(1999)) == Scan("C"))
        #expect(backlog.popFirst(now: start + .milliseconds(1999)) == nil)
    }

    @Test func `a full backlog drops its oldest scan`() {
        var backlog = ScanBacklog()
        for number in 0...ScanBacklog.capacity { backlog.append(Scan("\(number)"), now: start) }
        #expect(backlog.popFirst(now: start) == Scan("1"))
    }

    @Test func `the queue delivers scans in order, and ends`() async {
        let queue = ScanQueue { [start] in start }
        let stream = queue.stream()
        queue.send(Scan("A"))
        queue.send(Scan("B"))
        var iterator = stream.makeAsyncIterator()
        #expect(await iterator.next() == Scan("A"))
        #expect(await iterator.next() == Scan("B"))
        queue.finish()
        #expect(await iterator.next() == nil)
    }

    @Test func `a reader that waits gets the scan, and one that is cancelled gets nil`() async {
        let queue = ScanQueue { [start] in start }
        let stream = queue.stream()
        let first = Task { await stream.first { _ in true } }
        queue.send(Scan("A"))
        #expect(await first.value == Scan("A"))
        let second = Task { await stream.first { _ in true } }
        second.cancel()
        #expect(await second.value == nil)
    }
}

@Suite struct UeventTests {
    static let kernel = Array(
        "add@/devices/usb1/1-2\0ACTION=add\0DEVPATH=/devices/usb1/1-2\0SUBSYSTEM=usb\0DEVTYPE=usb_device\0BUSNUM=001\0DEVNUM=011\0"
            .utf8)

    @Test func `the kernel's message is read`() throws {
        let event = try #require(Uevent(Self.kernel))
        #expect(event.action == "add" && event.subsystem == "usb" && event.deviceType == "usb_device")
        #expect(event.bus == 1 && event.device == 11)
    }

    @Test func `udevd's message is read behind its header`() throws {
        let pairs = Array("ACTION=remove\0SUBSYSTEM=usb\0DEVTYPE=usb_device\0".utf8)
        var header = Array("libudev\0".utf8) + [0xFE, 0xED, 0xCA, 0xFE]
        for number in [40, 40, pairs.count, 0, 0, 0, 0] {
            header += withUnsafeBytes(of: UInt32(number)) { Array($0) }
        }
        #expect(header.count == 40)
        #expect(Uevent(header + pairs)?.action == "remove")
        #expect(Uevent(Array(header.prefix(20))) == nil)
        #expect(Uevent(header + pairs.prefix(10)) == nil)
    }

    @Test(arguments: [
        [], [0], Array("add@/x".utf8), Array("x\0ACTION=add\0".utf8), Array("x\0=\0==\0ACTION\0".utf8),
    ])
    func `anything else is nil`(_ bytes: [UInt8]) { #expect(Uevent(bytes) == nil) }
}
