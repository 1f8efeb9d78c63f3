public import Devices

/// Where a kiosk's blocking work runs: on threads of its own in a kiosk, on a seeded executor in a
/// simulation.
public struct KioskExecutors: Sendable {
    /// Writes to the store, one write after the other.
    public var storeWriter: any SerialExecutor
    /// Reads the store, without waiting for writes.
    public var storeReader: any SerialExecutor
    /// Draws slips and waits for the printer.
    public var slips: any SerialExecutor

    public init(
        storeWriter: any SerialExecutor = BlockingThread("store-writer"),
        storeReader: any SerialExecutor = BlockingThread("store-reader"),
        slips: any SerialExecutor = BlockingThread("kiosk-slips")
    ) {
        self.storeWriter = storeWriter
        self.storeReader = storeReader
        self.slips = slips
    }
}
