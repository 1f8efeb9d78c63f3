public import KioskCore
public import Logging
internal import Synchronization

/// All scanners of a kiosk: finds them on the bus, reads them, and notices when they come and go.
///
/// Known models come from profiles; others work by their class. Its own thread waits in `poll` and sleeps
/// while nothing happens.
public final class ScannerHub: Sendable {
    /// What was scanned, for one reader; a scan that is not read within ``ScanLimits/expiry`` is dropped.
    public let scans: AsyncStream<Scan>
    /// Whether there is a scanner to hold a code under, now and at every change; for one reader.
    public let conditions: AsyncStream<ScannerCondition>
    private let loop: ScannerLoop
    private let wake = WakeUp()

    /// - Parameters:
    ///   - profiles: The catalogue; `hardware/scanners` as a rule.
    ///   - unknown: What to do with devices that no profile names.
    ///   - changes: Notified when ``scanners`` or ``others`` changes.
    ///   - logger: Logs changes of state, never what was scanned.
    public init(
        profiles: [ScannerProfile] = ScannerProfile.builtIn, unknown: UnknownScanners = UnknownScanners(),
        changes: ChangeNotifier = ChangeNotifier(), logger: Logger
    ) {
        let queue = ScanQueue { .now }
        scans = queue.stream()
        let (conditions, report) = AsyncStream.makeStream(
            of: ScannerCondition.self, bufferingPolicy: .bufferingNewest(4))
        self.conditions = conditions
        loop = ScannerLoop(
            wake: wake, queue: queue, report: report, profiles: profiles, unknown: unknown, changes: changes,
            logger: logger)
    }

    /// Runs until the task is cancelled; both streams end with it.
    ///
    /// Runs once.
    public func run() async {
        await withTaskCancellationHandler {
            await loop.run()
        } onCancel: {
            wake.signal()
        }
    }

    /// The scanners that are plugged in now.
    public var scanners: [ScannerListing] { loop.published.withLock(\.listings) }

    /// What else is plugged in, hubs left out.
    public var others: [USBListing] { loop.published.withLock(\.others) }

    /// How often the thread woke up since it began.
    package var wakeUps: Int { loop.published.withLock(\.wakeUps) }
}
