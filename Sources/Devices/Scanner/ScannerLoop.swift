internal import Glibc
internal import KioskCore
internal import Logging
internal import Synchronization
internal import SystemPackage

/// The thread of the scanners: one `poll` over the kernel's messages and every open device.
actor ScannerLoop {
    /// What other threads may read.
    struct Published {
        var listings: [ScannerListing] = []
        var others: [USBListing] = []
        var wakeUps = 0
    }
    nonisolated let published = Mutex(Published())

    private final class Slot {
        var device: USBDescription
        var machine: ScannerMachine
        var handle: USBHandle?

        init(_ device: USBDescription, _ machine: ScannerMachine) {
            self.device = device
            self.machine = machine
        }
    }

    private let thread = BlockingThread("kiosk-scanners")
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe thread.asUnownedSerialExecutor() }
    private let wake: WakeUp
    private let queue: ScanQueue
    private let report: AsyncStream<ScannerCondition>.Continuation
    private let profiles: [ScannerProfile]
    private let unknown: UnknownScanners
    private let changes: ChangeNotifier
    private let logger: Logger
    private var others: [USBListing] = []
    private var slots: [USBAddress: Slot] = [:]
    private var condition: ScannerCondition?
    /// How often the bus is listed where no kernel messages come (a sandbox without netlink).
    private static let listInterval = Duration.seconds(5)

    init(
        wake: WakeUp, queue: ScanQueue, report: AsyncStream<ScannerCondition>.Continuation,
        profiles: [ScannerProfile], unknown: UnknownScanners, changes: ChangeNotifier, logger: Logger
    ) {
        self.wake = wake
        self.queue = queue
        self.report = report
        self.profiles = profiles
        self.unknown = unknown
        self.changes = changes
        self.logger = logger
    }

    /// Blocks its own thread until the task is cancelled.
    func run() {
        let messages = UeventSocket()
        if messages == nil {
            logger.warning("no kernel messages about USB; looking every few seconds instead")
        }
        scanBus()
        while !Task.isCancelled {
            publish()
            let ready = wait(for: messages?.descriptor)
            published.withLock { $0.wakeUps += 1 }
            if ready.contains(wake.descriptor) { wake.clear() }
            // Data first: what was waiting while another scanner was opened came in time.
            for slot in slots.values { receive(slot) }
            if let messages {
                if ready.contains(messages.descriptor) { handle(messages.messages()) }
            } else {
                scanBus()
            }
            for slot in slots.values { handle(.tick, slot) }
            slots = slots.filter { $0.value.machine.state != .gone }
        }
        slots = [:]
        queue.finish()
        report.finish()
    }

    /// - Returns: The descriptors that are ready.
    private func wait(for messages: FileDescriptor?) -> Set<FileDescriptor> {
        var descriptors = [wake.descriptor, messages].map {
            pollfd(fd: $0?.rawValue ?? -1, events: Int16(POLLIN), revents: 0)
        }
        for slot in slots.values { descriptors += slot.handle?.pollDescriptors() ?? [] }
        var deadline = slots.values.compactMap(\.machine.deadline).min()
        if messages == nil {
            let next = ContinuousClock.now + Self.listInterval
            deadline = min(deadline ?? next, next)
        }
        let milliseconds = deadline.map {
            (ContinuousClock.now.duration(to: $0) / .milliseconds(1)).rounded(.up)
        }
        _ = unsafe poll(&descriptors, nfds_t(descriptors.count), milliseconds.map { CInt(max(0, $0)) } ?? -1)
        return Set(descriptors.filter { $0.revents != 0 }.map { FileDescriptor(rawValue: $0.fd) })
    }

    /// Lists the bus and compares it with the known devices.
    private func scanBus() {
        let devices: [USBDescription]
        do throws(USBFault) {
            devices = try USBContext().devices()
        } catch {
            logger.error("the USB bus cannot be read", metadata: ["reason": "\(error)"])
            return
        }
        for (address, slot) in slots where !devices.contains(where: { $0.address == address }) {
            handle(.unplugged, slot)
        }
        others = []
        for device in devices {
            if let slot = slots[device.address], slot.machine.isInUse { continue }
            guard let plan = ScannerPlan(device, profiles: profiles, unknown: unknown) else {
                slots[device.address] = nil
                if let other = USBListing(device) { others.append(other) }
                continue
            }
            slots[device.address] = Slot(device, ScannerMachine(plan, now: .now))
        }
    }

    private func handle(_ messages: [Uevent?]) {
        var isBusChanged = false
        for message in messages {
            guard let message else {
                isBusChanged = true
                continue
            }
            guard message.subsystem == "usb", message.deviceType == "usb_device" else { continue }
            isBusChanged = true
            guard let bus = message.bus, let device = message.device,
                let slot = slots[USBAddress(bus: bus, device: device)]
            else { continue }
            handle(message.action == "remove" ? .unplugged : .changed, slot)
        }
        if isBusChanged { scanBus() }
    }

    private func receive(_ slot: Slot) {
        guard let completions = slot.handle?.completions() else { return }
        for completion in completions {
            switch completion.result {
            case .success(let bytes): handle(.received(interface: completion.interface, bytes), slot)
            case .failure(let fault):
                if fault == .stall { slot.handle?.clearHalt(completion.endpoint) }
                handle(.failed(fault), slot)
            }
        }
    }

    private func handle(_ event: ScannerMachine.Event, _ slot: Slot) {
        var events = [event]
        while !events.isEmpty {
            let actions = slot.machine.handle(events.removeFirst(), now: .now)
            for action in actions {
                if let next = carryOut(action, slot) { events.append(next) }
            }
        }
    }

    private func carryOut(_ action: ScannerMachine.Action, _ slot: Slot) -> ScannerMachine.Event? {
        do throws(USBFault) {
            switch action {
            case .open:
                var handle = try USBHandle(slot.device.address)
                let descriptors = try handle.prepare(slot.machine.plan)
                slot.handle = consume handle
                return .opened(reportDescriptors: descriptors)
            case .listen(let channels): try slot.handle?.begin(channels, slot.machine.plan)
            case .giveBack(let interfaces): for interface in interfaces { slot.handle?.release(interface) }
            case .deliver(var scan):
                scan.scanner = ScannerListing(slot.device, slot.machine).identity
                queue.send(scan)
            case .lost(let loss): logger.notice("a scan was lost", metadata: ["reason": "\(loss.rawValue)"])
            case .close: slot.handle = nil
            }
            return nil
        } catch {
            return .failed(error)
        }
    }

    private func publish() {
        let listings = slots.values.sorted { $0.device.address < $1.device.address }
            .map { ScannerListing($0.device, $0.machine) }
        let others = others.sorted { $0.address < $1.address }
        let (before, isNews) = published.withLock { board in
            defer { (board.listings, board.others) = (listings, others) }
            return (board.listings, board.listings != listings || board.others != others)
        }
        if isNews { changes.notify() }
        for listing in listings where !before.contains(listing) {
            logger.info(
                "scanner", metadata: ["identity": "\(listing.identity)", "state": "\(listing.state)"])
        }
        let isReading = slots.values.contains { $0.machine.state == .reading }
        let now = isReading ? ScannerCondition.connected : .disconnected
        guard now != condition else { return }
        condition = now
        report.yield(now)
    }
}

extension ScannerMachine {
    /// Neither new nor gone.
    var isInUse: Bool {
        switch state {
        case .attached, .gone: false
        case .opening, .waiting, .reading, .refused: true
        }
    }
}
