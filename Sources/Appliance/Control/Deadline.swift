/// An answer, or nothing when none came in time.
///
/// The question is not cancelled, because an actor that hangs cannot be; whoever asked goes on without it.
public func answer<Value: Sendable>(
    within deadline: Duration, of question: @escaping @Sendable () async -> Value
) async -> Value? {
    let (answers, answer) = AsyncStream.makeStream(of: Value?.self, bufferingPolicy: .bufferingOldest(1))
    // Unstructured on purpose: a task group would wait for the question that must be given up.
    Task { answer.yield(await question()) }
    let alarm = Task {
        try? await Task.sleep(for: deadline)
        answer.yield(nil)
    }
    defer { alarm.cancel() }
    for await first in answers { return first }
    return nil
}
