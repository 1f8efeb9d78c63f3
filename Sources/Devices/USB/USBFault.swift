/// Why something on the bus did not work.
enum USBFault: Error, Hashable, Sendable, CaseIterable {
    /// The device node may not be opened (yet).
    case permission
    /// Unplugged.
    case gone
    /// Another program has the interface.
    case busy
    /// It did not answer in time.
    case timeOut
    /// The endpoint refuses.
    case stall
    /// More or other bytes than announced, or a bad cable.
    case transmission
    case other
}
