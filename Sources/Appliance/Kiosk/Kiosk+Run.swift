import KioskCore
import KioskFrame
import KioskServices
import KioskStore
import Logging
public import ServiceLifecycle

extension Kiosk: Service {
    /// Works until cancelled or asked to stop.
    ///
    /// The first picture is shown before the store is opened.
    public func run() async throws { await cancelWhenGracefulShutdown { await self.live() } }

    /// Works until cancelled.
    ///
    /// Everything runs on the caller's executor: ServiceLifecycle, which does not, is left to `run()`.
    func live() async {
        refresh(now: clock.now())
        await settleOldTickets()
        await readHall()
        handle(.tick)
        await withDiscardingTaskGroup { group in
            addDeviceTasks(to: &group)
            addServiceTasks(to: &group)
            for await work in work { group.addTask { await work() } }
            // Only cancellation ends the loop; what is under way is cancelled with it.
            group.cancelAll()
        }
    }

    private func addDeviceTasks(to group: inout DiscardingTaskGroup) {
        let devices = devices
        group.addTask { for await touch in devices.touches { await self.touched(touch) } }
        group.addTask { for await scan in devices.scans { await self.scanned(scan) } }
        group.addTask {
            for await condition in devices.scannerConditions { await self.scannerChanged(condition) }
        }
        group.addTask {
            await self.devicesChanged(await devices.report())
            for await _ in devices.changes { await self.devicesChanged(await devices.report()) }
        }
        if let printer = devices.printer {
            group.addTask {
                for await condition in printer.conditions() { await self.printerChanged(condition) }
            }
        }
    }

    private func addServiceTasks(to group: inout DiscardingTaskGroup) {
        let (services, serviceEvents, clock) = (services, serviceEvents, clock)
        group.addTask { for await event in serviceEvents { await self.handle(event) } }
        if let slips = services.slips { group.addTask { await slips.warmUp() } }
        if let paper = services.paper {
            group.addTask {
                for await event in paper.events {
                    guard let outcome = await paper.handle(event, now: clock.now().wall) else { continue }
                    await self.paperForecast(outcome.forecast)
                    if let report = outcome.report { await services.record(.dispenser, dispenser: report) }
                }
            }
        }
        if let central { group.addTask { await central.run { await self.handle($0) } } }
        group.addTask { await services.record(.started) }
        group.addTask { await self.runMaintenance() }
    }

    nonisolated func sleep(until time: Duration) async {
        let left = time - clock.now().uptime
        if left > .zero { try? await clock.sleep(for: left) }
        if !Task.isCancelled { await wake(armedAt: time) }
    }

    // MARK: The store

    /// A power cut came between a number and its slip: whether paper came out nobody knows, so nobody claims
    /// it.
    nonisolated private func settleOldTickets() async {
        await services.write { store, now throws(StoreFault) in
            for ticket in try store.unsettledTickets() { try store.recordPrint(ticket.id, .failed, at: now) }
        }
    }

    /// Checks the whole store once the start is over, then forgets what is old, once a day.
    nonisolated private func runMaintenance() async {
        let ledger = services.ledger
        try? await clock.sleep(for: .seconds(30))
        guard !Task.isCancelled else { return }
        await maintain { now throws(StoreFault) in
            try await ledger.verify(now: now) { await self.pauseMaintenance() }
        }
        while !Task.isCancelled {
            await maintain { now throws(StoreFault) in
                try await ledger.forget(before: now, keepingDays: Self.daysToKeep) {
                    await self.pauseMaintenance()
                }
            }
            try? await clock.sleep(for: .seconds(86_400))
        }
    }

    /// Leaves the store and the disk to visitors for most of the time.
    nonisolated private func pauseMaintenance() async { try? await clock.sleep(for: .milliseconds(10)) }

    nonisolated private func maintain(_ work: (Timestamp) async throws(StoreFault) -> Void) async {
        do throws(StoreFault) {
            try await work(clock.now().wall)
        } catch {
            logger.error("The store's maintenance failed.", metadata: ["fault": "\(error)"])
        }
    }

    /// How long tickets and acknowledged journal entries stay (domain.md 9.4: 30 to 90 days).
    private static let daysToKeep = 60

    nonisolated func readHall() async {
        let (ledger, now) = (services.ledger, clock.now().wall)
        do throws(StoreFault) {
            if ledger.notices.contains(.diskFull) {
                try? await ledger.write(now: now) { store throws(StoreFault) in try store.probeFreeSpace() }
            }
            let snapshot = try await ledger.read(now: now) { store throws(StoreFault) in
                try store.hall(now: now)
            }
            await hallRead(snapshot, notices: ledger.notices)
        } catch {
            logger.error("The store cannot be read.", metadata: ["fault": "\(error)"])
            if !ledger.isOpen { await storeFailed() }
        }
    }

    /// Plays a full disk; for the dev dock.
    public nonisolated func limitStore(_ isFull: Bool) async {
        let now = clock.now().wall
        try? await services.ledger.read(now: now) { store throws(StoreFault) in store.injectDiskFull(isFull) }
    }
}
