import EmulatedBus
import Testing

extension EmulatedBusRun {
    /// The probe ends on request, with everything given back.
    func end() async throws {
        tell("tell end")
        try await expect { $0 == "scans ended" }
        try await expect { $0 == "emulator: the program ended with 0" }
        try #require(!rest.contains { $0.contains("unknown ioctl") })
    }
}
