import KioskCore
import KioskStore
import Logging
import LookupScreen
import QueueTicket
public import ServiceLifecycle

extension Kiosk: Service {
    /// Works until cancelled or asked to stop.
    ///
    /// The first picture is shown before anything slow begins.
    public func run() async throws { await cancelWhenGracefulShutdown { await self.live() } }

    private func live() async {
        await settleOldTickets()
        await readHall()
        take(.tick)
        let devices = devices
        await withDiscardingTaskGroup { group in
            group.addTask { for await touch in devices.touches { await self.take(touch) } }
            group.addTask { for await scan in devices.scans { await self.take(scan) } }
            group.addTask { for await condition in devices.scannerConditions { await self.take(condition) } }
            group.addTask {
                await self.take(await devices.report())
                for await _ in devices.changes { await self.take(await devices.report()) }
            }
            if let printer = devices.printer {
                group.addTask { for await condition in printer.conditions() { await self.take(condition) } }
                group.addTask { await self.press?.warmUp() }
            }
            if let paper {
                group.addTask { for await event in paper.events { await self.reckon(event) } }
            }
            if let link {
                group.addTask { await link.run { await self.receive($0) } }
            }
            group.addTask { await self.note(.started) }
            group.addTask { await self.keepHouse() }
            for await job in work { group.addTask { await self.perform(job) } }
            // Only cancellation ends the work; what is under way is cancelled with it.
            group.cancelAll()
        }
    }

    nonisolated private func perform(_ work: Work) async {
        switch work {
        case .wake(let time):
            let left = time - clock.now().uptime
            if left > .zero { try? await clock.sleep(for: left) }
            if !Task.isCancelled { await wake(armedAt: time) }
        case .readHall: await readHall()
        case .carryOut(.rollReplaced): await enter(.replaced)
        case .printTestSlip: await printTestSlip()
        case .unwatch(let id): await unwatch(id)
        case .endTest(let id): await endTest(id)
        case .carryOut(.dispenser(.issue(let field, let touch, let isPriority))):
            await issue(field: field, touch: touch, isPriority: isPriority)
        case .carryOut(.dispenser(.print(let issued, let isReprint))):
            await print(issued, isReprint: isReprint)
        case .carryOut(.dispenser(.finished)), .carryOut(.lookup(.finished)): break
        case .carryOut(.lookup(.look(let code))): await look(code)
        case .carryOut(.lookup(.find(let token))): await find(token)
        case .carryOut(.lookup(.noteLookup(let outcome))): await note(.lookup, outcome: outcome)
        case .carryOut(.lookup(.noteRating(let level))): await note(.rating, outcome: level.rawValue)
        case .carryOut(.lookup(.browse(let action))): await browse(action)
        case .carryOut(.checkPIN(let pin)):
            let isRight = configuration.technicianPIN.admits(pin)
            await take(.technician(.checked(isRight: isRight)))
        case .carryOut(.calibration(.keep(let calibration))): await keep(calibration)
        // Done where the machine said so, in order.
        case .carryOut(.calibration), .carryOut(.report): break
        }
    }

    // MARK: Tickets

    nonisolated private func issue(field id: String, touch: String, isPriority: Bool) async {
        let now = clock.now().wall
        guard configuration.calendar.isOpen(at: now) else {
            return await take(.dispenser(.refused(.closed, touch: touch)))
        }
        let isAfterCutOff = configuration.calendar.isAfterCutOff(now)
        do throws(StoreFault) {
            let issued = try await ledger.write(now: now) { store throws(StoreFault) -> IssuedTicket? in
                guard let field = try store.field(id) else { return nil }
                let ticket = try store.issue(
                    TicketRequest(
                        touch: touch, field: field, at: now, isPriority: isPriority,
                        isAfterCutOff: isAfterCutOff))
                let ahead = try store.peopleAhead(of: ticket)
                return IssuedTicket(
                    ticket: ticket, field: field, ahead: ahead, wait: field.expectedWait(behind: ahead))
            }
            guard let issued else { return await take(.dispenser(.refused(.unavailable, touch: touch))) }
            await take(.dispenser(.issued(issued)))
        } catch {
            logger.error("No ticket could be issued.", metadata: ["fault": "\(error)"])
            await take(.dispenser(.refused(IssueRefusal(error), touch: touch)))
        }
        link?.requestUpload()
        await readHall()
    }

    nonisolated private func print(_ issued: IssuedTicket, isReprint: Bool) async {
        let id = issued.ticket.id
        // The record that a print was tried is written while the slip is drawn and sent.
        async let noted: Void = noteSubmission(id, isReprint: isReprint)
        let (outcome, slip) = await press?.print(issued, isReprint: isReprint) ?? (.failed(.unavailable), nil)
        await tell(.print(outcome: outcome.word, condition: outcome.trouble?.rawValue))
        await take(.dispenser(.printed(ticket: id, outcome)))
        await noted
        await store { store, now throws(StoreFault) in try store.recordPrint(id, outcome.printState, at: now)
        }
        if let slip { await enter(.printed(devices.paperUsed(slip))) }
        link?.requestUpload()
        await readHall()
    }

    /// What happened to the paper is reckoned after what happened before; at once when the kiosk is stopping.
    nonisolated func enter(_ event: PaperRoom.Event) async {
        guard let paper, !paper.enter(event) else { return }
        await reckon(event)
    }

    /// Keeps account of the roll, and tells the centre what it would want to know.
    nonisolated private func reckon(_ event: PaperRoom.Event) async {
        guard let outcome = await paper?.take(event, now: clock.now().wall) else { return }
        await take(outcome.forecast)
        guard let news = outcome.news else { return }
        await note(.dispenser, dispenser: news)
    }

    nonisolated private func noteSubmission(_ id: String, isReprint: Bool) async {
        await store { store, now throws(StoreFault) in
            if isReprint { _ = try store.recordReprint(id, at: now) }
            try store.recordPrint(id, .submitted, at: now)
        }
    }

    /// A power cut came between a number and its slip: whether paper came out nobody knows, so nobody claims it.
    nonisolated private func settleOldTickets() async {
        await store { store, now throws(StoreFault) in
            for ticket in try store.unsettledTickets() { try store.recordPrint(ticket.id, .failed, at: now) }
        }
    }

    // MARK: Lookups

    nonisolated private func look(_ code: DossierCode) async {
        let now = clock.now().wall
        let cached = try? await ledger.read(now: now) { store throws(StoreFault) in try store.dossier(code) }
        let answer: LookupAnswer
        if let link, link.isCurrent {
            // The feed keeps the cache as the centre has it; only what it lacks has to be asked for.
            answer = if let cached { .found(cached.facts, asOf: nil) } else { await link.lookUp(code) }
        } else if let cached {
            answer = .found(cached.facts, asOf: link?.lastCurrent ?? cached.confirmedAt)
        } else {
            answer = await link?.lookUp(code) ?? .unavailable
        }
        await take(.lookup(.answered(code, answer)))
    }

    nonisolated private func find(_ token: TicketToken) async {
        let now = clock.now().wall
        let answer = try? await ledger.read(now: now) { store throws(StoreFault) -> TicketAnswer in
            guard store.isGenuine(token) else { return .forged }
            guard token.isValid(on: now.date) else { return .old }
            let number = QueueNumber(prefix: token.prefix, ordinal: token.ordinal)
            guard let ticket = try store.ticket(number, on: token.day) else { return .unknown(number) }
            let field = try store.field(ticket.series.field)
            let ahead = try store.peopleAhead(of: ticket)
            return .known(
                OwnTicket(
                    number: number, state: ticket.state, counter: ticket.counter, field: field, ahead: ahead,
                    wait: field?.expectedWait(behind: ahead)))
        }
        let unread = TicketAnswer.unknown(QueueNumber(prefix: token.prefix, ordinal: token.ordinal))
        await take(.lookup(.ticket(token, answer ?? unread)))
    }

    nonisolated private func browse(_ action: ProcedureBrowser.Action) async {
        let now = clock.now().wall
        switch action {
        case .find(let query):
            let found = try? await ledger.read(now: now) { store throws(StoreFault) in
                switch query {
                case .field(let id): try store.procedures(of: id)
                case .words(let words): try store.searchProcedures(words, limit: 30)
                }
            }.map { ProcedureHeading(id: $0.id, name: $0.name) }
            await take(.lookup(.catalogue(.found(found ?? [], for: query))))
        case .read(let id):
            let procedure = try? await ledger.read(now: now) { store throws(StoreFault) in
                try store.procedure(id)
            }
            if let procedure { await take(.lookup(.catalogue(.procedure(procedure)))) }
        }
    }

    // MARK: The store

    /// Writes something that happened into the journal.
    nonisolated private func note(
        _ kind: JournalEvent.Kind, outcome: String? = nil, dispenser: DispenserReport? = nil
    ) async {
        await store { store, now throws(StoreFault) in
            try store.record(kind, at: now, outcome: outcome, dispenser: dispenser)
        }
        link?.requestUpload()
        await readHall()
    }

    /// Does something with the store whose failure the visitor need not know; it is logged.
    nonisolated private func store(
        _ work: @escaping @Sendable (KioskStore, Timestamp) throws(StoreFault) -> Void
    ) async {
        let now = clock.now().wall
        do throws(StoreFault) {
            try await ledger.write(now: now) { store throws(StoreFault) in try work(store, now) }
        } catch {
            logger.error("The store refused a record.", metadata: ["fault": "\(error)"])
        }
    }

    /// Looks through the whole store once the start is over, then forgets what is old, once a day.
    nonisolated private func keepHouse() async {
        try? await clock.sleep(for: .seconds(30))
        guard !Task.isCancelled else { return }
        await maintain { now throws(StoreFault) in try await self.ledger.verify(now: now) }
        while !Task.isCancelled {
            await maintain { now throws(StoreFault) in
                try await self.ledger.forget(before: now, keepingDays: Self.daysToKeep)
            }
            try? await clock.sleep(for: .seconds(86_400))
        }
    }

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
        let now = clock.now().wall
        do throws(StoreFault) {
            if ledger.notices.contains(.diskFull) {
                try? await ledger.write(now: now) { store throws(StoreFault) in try store.probeFreeSpace() }
            }
            let reading = try await ledger.read(now: now) { store throws(StoreFault) in
                try store.hall(now: now)
            }
            await take(reading, notices: ledger.notices)
        } catch {
            logger.error("The store cannot be read.", metadata: ["fault": "\(error)"])
            if !ledger.isOpen { await takeStoreLoss() }
        }
    }
}

extension IssueRefusal {
    init(_ fault: StoreFault) {
        switch fault {
        case .full: self = .full
        case .corrupt: self = .damaged
        case .busy, .inaccessible, .disk, .newerSchema, .unknownTicket, .journalForked, .unexpected:
            self = .unavailable
        }
    }
}

extension PrintOutcome {
    /// As technicians are told.
    var word: String {
        switch self {
        case .confirmed: "confirmed"
        case .sent: "sent"
        case .failed: "failed"
        }
    }

    var trouble: PrinterCondition? { if case .failed(let condition) = self { condition } else { nil } }

    /// What the ticket's record says of this end.
    var printState: PrintState {
        switch self {
        case .confirmed: .confirmed
        case .sent: .sent
        case .failed: .failed
        }
    }
}
