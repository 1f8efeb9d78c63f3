/// Why a simulated device could not be set up; the text says what a person can do.
public struct SimulationFault: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) { self.description = description }
}
