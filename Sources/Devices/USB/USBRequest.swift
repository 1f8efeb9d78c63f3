/// A request on endpoint 0 (USB 2.0 §9.3); the direction comes with asking or telling.
struct USBRequest: Hashable, Sendable {
    /// Type and recipient.
    var kind: UInt8
    var number: UInt8
    var value: UInt16
    var index: UInt16
}
