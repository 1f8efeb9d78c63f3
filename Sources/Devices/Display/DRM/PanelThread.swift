import CDRM
import KioskCore
import Logging
import Synchronization

/// The thread of a panel: owns the card, its buffers, and the machine that decides what to do with them.
final class PanelThread {
    private let display: DRMDisplay
    private var card: DRMCard?
    private var machine = DisplayMachine()
    private let hotplug = UeventSocket()
    private var setup: Setup?
    private var choice: ModeChoice?
    private var frames: UInt64 = 0
    private var fault: DisplayFault?

    /// A mode that is set, and the buffers for it.
    private struct Setup {
        var scanout: UInt32
        var choice: ModeChoice
        /// Two that take turns, or one that is written while it is shown.
        var buffers: [DumbBuffer]
        var front = 0
        var canFlip: Bool
        /// Whether the driver copies what is marked as dirty.
        var needsDirtyRegions = true
        var minInterval: Duration

        var back: Int { buffers.count - 1 - front }
    }

    /// Between two frames on panels without a vertical blank: 60 a second.
    private static let timerInterval = Duration.microseconds(16_667)

    init(_ display: DRMDisplay, card: DRMCard?) {
        self.display = display
        self.card = card
    }

    /// Runs until the display ends, or only a new start helps.
    func run() -> Result<Void, DisplayFault> {
        handle(card == nil ? .opened(false) : .begin)
        while fault == nil, !display.shared.withLock({ $0.isEnding }) {
            let timeout = machine.deadline.map { $0 - monotonicNow() }
            let ready = waitForAny(
                [display.wake.descriptor, card?.descriptor, hotplug?.descriptor], atMost: timeout)
            if ready[0] {
                display.wake.clear()
                handle(.changed)
            }
            if ready[1] { readCard() }
            if ready[2], hasHotplugMessage() { handle(.hotplug) }
            if let time = machine.deadline, time <= monotonicNow() { handle(.tick) }
        }
        return fault.map { .failure($0) } ?? .success(())
    }

    /// Releases the card and its buffers.
    func close() {
        setup = nil
        card = nil
    }

    /// Whether anything happened to a card or its sockets; a lost message may have said so.
    private func hasHotplugMessage() -> Bool {
        hotplug?.messages().contains { $0.map { $0.subsystem == "drm" } ?? true } ?? false
    }

    private func readCard() {
        do throws(CardFailure) {
            let completed = try openCard().completedFlips()
            // A flip of an earlier setup may complete late.
            if completed.contains(frames) { handle(.flipCompleted) }
        } catch {
            handle(.failed(error))
        }
    }

    /// Event, action, event, until nothing is left to do.
    private func handle(_ event: DisplayMachine.Event) {
        var next: DisplayMachine.Event? = event
        while let event = next {
            let action = machine.handle(event, now: monotonicNow())
            publishCondition(after: event)
            guard let action else { return }
            do throws(CardFailure) {
                next = try perform(action)
            } catch {
                next = .failed(error)
            }
        }
    }

    private func publishCondition(after event: DisplayMachine.Event) {
        let condition = machine.condition
        let isNews = display.shared.withLock { shared in
            defer { shared.condition = condition }
            return shared.condition != condition
        }
        guard isNews, condition != .starting else { return }
        defer { display.changes.notify() }
        var facts: Logger.Metadata = ["condition": "\(condition.rawValue)"]
        if case .failed(.refused(let why)) = event { facts["why"] = "\(why)" }
        if condition == .showing, let setup {
            let connector = setup.choice.output.name
            let mode =
                "\(ModeWish(size: setup.choice.mode.size, rate: (setup.choice.mode.rate + 500) / 1000))"
            let path = card?.path ?? ""
            display.shared.withLock { $0.shown = (path, connector, mode) }
            facts["output"] = "\(connector)"
            facts["mode"] = "\(mode)"
            facts["frames"] = "\(setup.canFlip ? "flipped" : "in place")"
        }
        display.logger.notice("The panel's condition changed.", metadata: facts)
    }

    private func perform(_ action: DisplayMachine.Action) throws(CardFailure) -> DisplayMachine.Event? {
        switch action {
        case .open:
            card = try? DRMCard.find(display.settings.card)
            return .opened(card != nil)
        case .close:
            close()
            return nil
        case .acquireMaster:
            try acquireMaster()
            return .masterAcquired
        case .probe: return .probed(try probe())
        case .setMode: return .modeSet(minInterval: try setMode())
        case .paint:
            let painted = try paint()
            if painted != .nothing { display.shared.withLock { $0.lastFrame = monotonicNow() } }
            return .painted(painted)
        case .turnOff:
            try turnOff()
            return nil
        case .stop:
            fault = .gone("a panel of another size was plugged in")
            return nil
        }
    }

    private func openCard() throws(CardFailure) -> DRMCard {
        guard let card else { throw .gone }
        return card
    }

    /// Becomes DRM master again, or opens the card anew: without root, only a former master may ask.
    private func acquireMaster() throws(CardFailure) {
        let card = try openCard()
        if (try? card.acquireMaster()) != nil { return }
        guard let fresh = try? DRMCard(card.path), fresh.isMaster else { throw .notMaster }
        setup = nil
        self.card = fresh
    }

    private func probe() throws(CardFailure) -> DisplayMachine.Probe {
        let settings = display.settings
        let size = settings.rotation.turned(display.size)
        choice = ModeChoice(
            from: try openCard().outputs(), connector: settings.connector, wish: settings.mode, keeping: size)
        guard let choice else { return .nothing }
        return choice.mode.size == size ? .panel : .otherSize
    }

    // MARK: Modes

    /// Shows the whole picture with the first frame of the mode: no flash of black, no rest of before.
    private func setMode() throws(CardFailure) -> Duration {
        let card = try openCard()
        guard let choice else { throw .refused("no panel was found") }
        if var setup, setup.choice == choice {
            // Another program that had the card may have changed anything.
            makeAllStale()
            setup.scanout = try card.setMode(choice, with: setup.buffers[setup.front])
            self.setup = setup
            return setup.minInterval
        }
        setup = nil
        var buffers = [try DumbBuffer(on: card, size: choice.mode.size)]
        makeAllStale()
        paintBuffer(0, buffers[0])
        let scanout = try card.setMode(choice, with: buffers[0])
        let hasVerticalBlank = card.hasVerticalBlank(scanout)
        // Panels without a vertical blank copy what is marked dirty themselves: a flip would be a whole
        // frame.
        let needsDirtyRegions =
            !hasVerticalBlank && (try? card.markDirty([PixelRect(choice.mode.size)], of: buffers[0])) != nil
        let canFlip = !needsDirtyRegions
        if canFlip { buffers.append(try DumbBuffer(on: card, size: choice.mode.size)) }
        setup = Setup(
            scanout: scanout, choice: choice, buffers: buffers, canFlip: canFlip,
            minInterval: hasVerticalBlank ? .zero : Self.timerInterval)
        return setup?.minInterval ?? .zero
    }

    private func turnOff() throws(CardFailure) {
        defer { setup = nil }
        if let setup { try openCard().turnOff(setup.scanout) }
    }

    // MARK: Frames

    private func paint() throws(CardFailure) -> DisplayMachine.Painted {
        guard let setup, display.shared.withLock({ $0.shadow.isStale(setup.front) }) else { return .nothing }
        return setup.canFlip ? try flip(setup) : try paintInPlace(setup)
    }

    private func flip(_ setup: Setup) throws(CardFailure) -> DisplayMachine.Painted {
        let back = setup.back
        paintBuffer(back, setup.buffers[back])
        frames += 1
        do throws(CardFailure) {
            try openCard().flip(setup.scanout, to: setup.buffers[back], number: frames)
        } catch .refused {
            // A driver without page flips: what is shown is written in place from now on.
            self.setup?.canFlip = false
            makeAllStale()
            return try paintInPlace(self.setup ?? setup)
        }
        self.setup?.front = back
        return .pending
    }

    private func paintInPlace(_ setup: Setup) throws(CardFailure) -> DisplayMachine.Painted {
        let changed = paintBuffer(setup.front, setup.buffers[setup.front])
        guard setup.needsDirtyRegions, !changed.isEmpty else { return .written }
        do throws(CardFailure) {
            try openCard().markDirty(changed, of: setup.buffers[setup.front])
        } catch .refused {
            // ENOSYS: the panel shows the memory itself.
            self.setup?.needsDirtyRegions = false
        } catch {
            makeAllStale()
            throw error
        }
        return .written
    }

    private func makeAllStale() { display.shared.withLock { $0.shadow.restart(buffers: 2) } }

    /// Copies what a buffer lacks.
    /// - Returns: The parts, on the panel.
    @discardableResult
    private func paintBuffer(_ index: Int, _ buffer: DumbBuffer) -> [PixelRect] {
        let rotation = display.settings.rotation
        return display.shared.withLock { shared in
            let parts = shared.shadow.takeDamage(of: index)
            buffer.write(parts, of: shared.shadow.picture, turned: rotation)
            return parts.map { rotation.panelRect(of: $0, picture: shared.shadow.picture.size) }
        }
    }
}
