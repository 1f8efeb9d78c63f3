import CDRM
import KioskCore
import Logging
import Synchronization

/// What the thread of a panel owns: the card, its buffers, and the machine that says what to do with them.
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
        /// Whether the driver wants to hear what changed.
        var wantsDirty = true
        var pace: Duration

        var back: Int { buffers.count - 1 - front }
    }

    /// Between two frames on panels without a rhythm: 60 a second.
    private static let timerPace = Duration.microseconds(16_667)

    init(_ display: DRMDisplay, card: DRMCard?) {
        self.display = display
        self.card = card
    }

    /// Works until the display ends, or only a new start helps.
    func live() -> Result<Void, DisplayFault> {
        drive(card == nil ? .opened(false) : .begin)
        while fault == nil, !display.shared.withLock({ $0.isEnding }) {
            let timeout = machine.deadline.map { $0 - monotonicNow() }
            let ready = waitForAny(
                [display.wake.descriptor, card?.descriptor ?? -1, hotplug?.descriptor ?? -1], atMost: timeout)
            if ready[0] {
                display.wake.clear()
                drive(.changed)
            }
            if ready[1] { hearCard() }
            if ready[2], hearKernel() { drive(.hotplug) }
            if let time = machine.deadline, time <= monotonicNow() { drive(.tick) }
        }
        return fault.map { .failure($0) } ?? .success(())
    }

    /// Gives everything back.
    func close() {
        setup = nil
        card = nil
    }

    /// Whether anything happened to a card or its sockets; a lost message may have said so.
    private func hearKernel() -> Bool {
        hotplug?.messages().contains { $0.map { $0.subsystem == "drm" } ?? true } ?? false
    }

    private func hearCard() {
        do throws(CardFailure) {
            let landed = try openCard().landed()
            // A frame of an earlier setup may land late.
            if landed.contains(frames) { drive(.landed) }
        } catch {
            drive(.failed(error))
        }
    }

    /// Event, action, event, until nothing is left to do.
    private func drive(_ event: DisplayMachine.Event) {
        var next: DisplayMachine.Event? = event
        while let event = next {
            let action = machine.handle(event, now: monotonicNow())
            tellCondition(event)
            guard let action else { return }
            do throws(CardFailure) {
                next = try perform(action)
            } catch {
                next = .failed(error)
            }
        }
    }

    private func tellCondition(_ event: DisplayMachine.Event) {
        let condition = machine.condition
        let isNews = display.shared.withLock { shared in
            defer { shared.condition = condition }
            return shared.condition != condition
        }
        guard isNews, condition != .starting else { return }
        defer { display.bell.ring() }
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
        case .takeMaster:
            try takeMaster()
            return .tookMaster
        case .probe: return .probed(try probe())
        case .light: return .lit(pace: try light())
        case .paint:
            let painted = try paint()
            if painted != .nothing { display.shared.withLock { $0.lastFrame = monotonicNow() } }
            return .painted(painted)
        case .darken:
            try darken()
            return nil
        case .giveUp:
            fault = .gone("a panel of another size was plugged in")
            return nil
        }
    }

    private func openCard() throws(CardFailure) -> DRMCard {
        guard let card else { throw .gone }
        return card
    }

    /// Asks for the card back, or opens it anew: without root, only who had it before may ask.
    private func takeMaster() throws(CardFailure) {
        let card = try openCard()
        if (try? card.takeMaster()) != nil { return }
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
    private func light() throws(CardFailure) -> Duration {
        let card = try openCard()
        guard let choice else { throw .refused("no panel was found") }
        if var setup, setup.choice == choice {
            // Whoever had the card meanwhile may have left anything.
            makeAllStale()
            setup.scanout = try card.light(choice, with: setup.buffers[setup.front])
            self.setup = setup
            return setup.pace
        }
        setup = nil
        var buffers = [try DumbBuffer(on: card, size: choice.mode.size)]
        makeAllStale()
        paintBuffer(0, buffers[0])
        let scanout = try card.light(choice, with: buffers[0])
        let hasRhythm = card.hasRhythm(scanout)
        // Panels without a rhythm that want to be told what changed copy it themselves: a flip would be a whole one.
        let wantsDirty =
            !hasRhythm && (try? card.noteDirty([PixelRect(choice.mode.size)], of: buffers[0])) != nil
        let canFlip = !wantsDirty
        if canFlip { buffers.append(try DumbBuffer(on: card, size: choice.mode.size)) }
        setup = Setup(
            scanout: scanout, choice: choice, buffers: buffers, canFlip: canFlip,
            pace: hasRhythm ? .zero : Self.timerPace)
        return setup?.pace ?? .zero
    }

    private func darken() throws(CardFailure) {
        defer { setup = nil }
        if let setup { try openCard().darken(setup.scanout) }
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
        return .flying
    }

    private func paintInPlace(_ setup: Setup) throws(CardFailure) -> DisplayMachine.Painted {
        let changed = paintBuffer(setup.front, setup.buffers[setup.front])
        guard setup.wantsDirty, !changed.isEmpty else { return .landed }
        do throws(CardFailure) {
            try openCard().noteDirty(changed, of: setup.buffers[setup.front])
        } catch .refused {
            // ENOSYS: the panel shows the memory itself.
            self.setup?.wantsDirty = false
        } catch {
            makeAllStale()
            throw error
        }
        return .landed
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
