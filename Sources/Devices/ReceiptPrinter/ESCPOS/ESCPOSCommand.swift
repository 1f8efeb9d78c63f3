/// What a command of a stream asks for, as far as a slip printer cares.
package enum ESCPOSCommand: Hashable, Sendable {
    case initialise
    /// `GS v 0`; its rows follow as data.
    case raster(bytesPerRow: Int, rows: Int, doubleWidth: Bool, doubleHeight: Bool)
    /// `ESC J`, in feed units.
    case feed(units: Int)
    /// `ESC d` and LF.
    case feedLines(Int)
    /// `GS V`; some forms feed first.
    case cut(partial: Bool, feed: Int)
    /// `GS r`, `ESC v`, `ESC u`: an answer in the order of the buffer.
    case transmitStatus
    /// `GS a`: an answer at every change.
    case automaticStatus(mask: UInt8)
    /// `DLE …`: acted on when it arrives, passed over here.
    case realTime
    case text(UInt8)
    /// A command with nothing to see on a slip.
    case ignored(introducer: UInt8, UInt8)
    /// A command that this reader does not know; only its two first bytes are passed over.
    case unknown(introducer: UInt8, UInt8)

    /// Names the command whose header is complete.
    init(header h: [UInt8]) {
        let second = h.count > 1 ? h[1] : 0
        switch (h[0], second) {
        case (ControlByte.esc, UInt8(ascii: "@")): self = .initialise
        case (ControlByte.esc, UInt8(ascii: "J")): self = .feed(units: Int(h[2]))
        case (ControlByte.esc, UInt8(ascii: "d")): self = .feedLines(Int(h[2]))
        case (ControlByte.esc, UInt8(ascii: "i")), (ControlByte.esc, UInt8(ascii: "m")):
            self = .cut(partial: true, feed: 0)
        case (ControlByte.esc, UInt8(ascii: "v")), (ControlByte.esc, UInt8(ascii: "u")),
            (ControlByte.gs, UInt8(ascii: "r")):
            self = .transmitStatus
        case (ControlByte.gs, UInt8(ascii: "a")): self = .automaticStatus(mask: h[2])
        case (ControlByte.gs, UInt8(ascii: "V")):
            self = .cut(partial: h[2] & 1 == 1, feed: h.count > 3 ? Int(h[3]) : 0)
        case (ControlByte.gs, UInt8(ascii: "v")):
            self = .raster(
                bytesPerRow: Int(h[4]) | Int(h[5]) << 8, rows: Int(h[6]) | Int(h[7]) << 8,
                doubleWidth: h[3] & 1 != 0, doubleHeight: h[3] & 2 != 0)
        case (ControlByte.esc, _), (ControlByte.gs, _), (ControlByte.fs, _):
            self = .ignored(introducer: h[0], second)
        case (ControlByte.dle, _): self = .realTime
        case (ControlByte.lf, _): self = .feedLines(1)
        case (0x20..., _): self = .text(h[0])
        default: self = .ignored(introducer: h[0], 0)
        }
    }
}
