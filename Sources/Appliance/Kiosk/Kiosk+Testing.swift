import Devices
import KioskCore
import Logging

/// A test that somebody asked for at a terminal.
struct RunningTest: Sendable {
    var id: UInt64
    var test: DeviceTest
    var showsContent: Bool
    var events: AsyncStream<DeviceTestEvent>.Continuation
}

/// Why a test does not begin now.
public enum TestRefusal: String, Error, CaseIterable, Hashable, Sendable, CustomStringConvertible {
    case visitor, running, noPrinter, noPanel

    public var description: String {
        switch self {
        case .visitor: "somebody is using the kiosk; try again when its front screen is back"
        case .running: "another test is running"
        case .noPrinter: "this kiosk has no printer configured"
        case .noPanel: "this kiosk's touches cannot be calibrated"
        }
    }
}

extension Kiosk {
    /// Gives the screen to a test; whoever reads its events ends it by reading no more.
    /// - Parameters:
    ///   - time: After which the screen goes back to visitors in any case.
    ///   - showsContent: Whether a scanner's test tells what the code said.
    public func begin(
        _ test: DeviceTest, time: Duration, showsContent: Bool = false
    ) throws(TestRefusal) -> AsyncStream<DeviceTestEvent> {
        guard !machine.isTesting else { throw .running }
        guard machine.isFree else { throw .visitor }
        if test == .printer, press == nil { throw .noPrinter }
        if test == .calibration, !machine.canCalibrate { throw .noPanel }
        let (stream, events) = AsyncStream.makeStream(
            of: DeviceTestEvent.self, bufferingPolicy: .bufferingNewest(64))
        let id = random.next()
        events.onTermination = { [workload] _ in workload.yield(.endTest(id)) }
        running = RunningTest(id: id, test: test, showsContent: showsContent, events: events)
        take(.beginTest(test, time))
        if test == .printer { workload.yield(.printTestSlip) }
        return stream
    }

    /// Enter, at the terminal.
    /// - Returns: Whether a test is running.
    public func turnTest() -> Bool {
        guard running != nil else { return false }
        take(.test(.next))
        return true
    }

    func endTest(_ id: UInt64) {
        guard running?.id == id else { return }
        take(.test(.stop))
    }

    func report(_ event: DeviceTestEvent) {
        running?.events.yield(event)
        guard case .ended = event else { return }
        running?.events.finish()
        running = nil
    }

    func printTestSlip() async {
        let profile = configuration.printer?.profile ?? .generic80
        let id = running?.id
        let (outcome, slip) =
            await press?.printTest(name: profile.name, title: profile.title) ?? (.failed(.unavailable), nil)
        if let slip { await enter(.printed(devices.paperUsed(slip))) }
        tell(.print(outcome: outcome.word, condition: outcome.trouble?.rawValue))
        // Another test may have begun since the one that asked for the slip was given up.
        guard let id, running?.id == id else { return }
        report(.printed(outcome: outcome.word, condition: outcome.trouble?.rawValue))
        take(.test(.printed))
    }

    /// Keeps a calibration on disk.
    nonisolated func keep(_ calibration: Calibration) async {
        do throws(CalibrationFile.Unwritable) {
            try CalibrationFile(directory: configuration.stateDirectory).write(calibration)
            await takeKept(true)
        } catch {
            logger.error("The calibration could not be kept.", metadata: ["code": "\(error.code)"])
            await takeKept(false)
        }
    }
}
