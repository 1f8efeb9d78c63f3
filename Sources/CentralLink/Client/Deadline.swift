/// Does something within a time, or ends it with ``LinkFault/timedOut``.
///
/// The HTTP client's own deadline ends with the response's head; a body may drip for ever.
func within<Value: Sendable>(
    _ limit: Duration, _ body: @escaping @Sendable () async throws -> Value
) async throws(LinkFault) -> Value {
    do {
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                try await Task.sleep(for: limit)
                return nil
            }
            defer { group.cancelAll() }
            guard let value = try await group.next() ?? nil else { throw LinkFault.timedOut }
            return value
        }
    } catch {
        throw LinkFault(error)
    }
}
