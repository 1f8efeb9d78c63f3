import GRDB
import Logging
import ServiceLifecycle

/// Does something to the database again and again; one time that fails is logged, and the next one comes.
struct Periodic: Service {
    let interval: Duration
    /// What is so as long as it fails; for the log.
    let consequence: String
    let logger: Logger
    let work: @Sendable () async throws -> Void

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await work()
                } catch let error as DatabaseError {
                    logger.error("\(consequence)", metadata: ["code": "\(error.resultCode)"])
                } catch is CancellationError {
                    return
                }
                try? await Task.sleep(for: interval)
            }
        }
    }
}
