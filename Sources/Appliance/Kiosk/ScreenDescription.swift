import KioskCore
import KioskFrame
import ScreenKit

/// The screen as a list of nodes: what tests and speech read.
public struct ScreenDescription: Hashable, Codable, Sendable {
    public struct Node: Hashable, Codable, Sendable {
        public var role: String
        public var label: String
        public var value: String?
        public var enabled: Bool
        public var bounds: Bounds
    }

    /// Pixels of the screen, from its top left.
    public struct Bounds: Hashable, Codable, Sendable {
        public var x: Int
        public var y: Int
        public var width: Int
        public var height: Int
    }

    public var screen: String
    public var language: String
    /// The aids in use, joined by `+`, or `standard`.
    public var mode: String
    public var nodes: [Node]

    init(_ screen: LaidOutScreen<FrameMachine.Intent>, mode: String) {
        self.screen = screen.name
        language = screen.language.rawValue
        self.mode = mode
        nodes = screen.nodes.map { node in
            Node(
                role: node.role.rawValue, label: node.label, value: node.value, enabled: node.isEnabled,
                bounds: Bounds(
                    x: node.bounds.x, y: node.bounds.y, width: node.bounds.width, height: node.bounds.height))
        }
    }
}
