internal import Dispatch

/// Runs a loop that waits in the kernel on a thread of its own, away from the cooperative pool.
func onOwnThread<Value: Sendable>(
    _ label: String, _ loop: @escaping @Sendable () -> Value
) async -> Value {
    await withCheckedContinuation { continuation in
        DispatchQueue(label: label, qos: .userInteractive).async { continuation.resume(returning: loop()) }
    }
}
