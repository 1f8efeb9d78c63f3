public import Foundation

extension Process {
    private static let launching = NSLock()

    /// Starts it while no other one starts.
    ///
    /// Foundation hears of a process's end by a socket that the process holds. Another one that starts at the
    /// same moment can inherit it, and the end is only heard when that one has ended too.
    public func start() throws { try Self.launching.withLock { try run() } }
}
