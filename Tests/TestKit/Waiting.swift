/// Waits until something holds; answers whether it did before the deadline.
public func eventually(
    within deadline: Duration = .seconds(20), _ holds: () async throws -> Bool
) async rethrows -> Bool {
    let end = ContinuousClock.now + deadline
    while ContinuousClock.now < end {
        if try await holds() { return true }
        try? await Task.sleep(for: .milliseconds(10))
    }
    return try await holds()
}
