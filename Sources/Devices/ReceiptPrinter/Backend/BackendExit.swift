/// How a CUPS backend ends (`cups/backend.h`).
package enum BackendExit: Int32, Sendable {
    /// The printer did it, or took it all where it cannot tell more.
    case done = 0
    /// It was not called as CUPS calls a backend.
    case failed = 1
    /// The queue's URI cannot be used; stop the queue, so that somebody mends it.
    case stopQueue = 4
    /// The job is over and must not come again, whatever the queue's error policy says.
    case withdrawn = 5
}
