import ServiceLifecycle

/// Runs a driver for as long as the kiosk runs.
struct DeviceWatch: Service {
    let work: @Sendable () async throws -> Void

    func run() async throws { try await cancelWhenGracefulShutdown(work) }
}
