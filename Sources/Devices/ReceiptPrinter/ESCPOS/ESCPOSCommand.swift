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

/// The control bytes that ESC/POS commands begin with or are made of.
package enum ControlByte {
    package static let nul: UInt8 = 0x00
    package static let eot: UInt8 = 0x04
    package static let enq: UInt8 = 0x05
    package static let lf: UInt8 = 0x0A
    package static let dle: UInt8 = 0x10
    package static let dc4: UInt8 = 0x14
    package static let esc: UInt8 = 0x1B
    package static let fs: UInt8 = 0x1C
    package static let gs: UInt8 = 0x1D
}

/// Whole commands that both sides of a printer's cable need.
package enum ESCPOS {
    /// `ESC @`.
    package static let initialise: [UInt8] = [ControlByte.esc, UInt8(ascii: "@")]
    /// `GS r 1`: answered when everything before it has been done.
    package static let transmitPaperStatus: [UInt8] = [ControlByte.gs, UInt8(ascii: "r"), 1]
    /// `DLE DC4 8 1 3 20 1 6 2 8`.
    package static let clearByDC4: [UInt8] = [ControlByte.dle, ControlByte.dc4, 8, 1, 3, 20, 1, 6, 2, 8]
    /// `DLE ENQ 2`.
    package static let clearByENQ: [UInt8] = [ControlByte.dle, ControlByte.enq, 2]

    /// `ESC J n`, as often as the distance needs; each moves the paper by whole rows.
    package static func feed(rows: Int, unitsPerDot: Int) -> [UInt8] {
        var left = rows * unitsPerDot
        var bytes: [UInt8] = []
        while left > 0 {
            let step = min(left, 255 / unitsPerDot * unitsPerDot)
            bytes += [ControlByte.esc, UInt8(ascii: "J"), UInt8(step)]
            left -= step
        }
        return bytes
    }

    /// The command that cuts, empty for a printer without a knife.
    package static func cut(_ profile: PrinterProfile) -> [UInt8] {
        switch (profile.cutCode, profile.cut) {
        case (_, .none): []
        case (.gsV, .full): [ControlByte.gs, UInt8(ascii: "V"), 0]
        case (.gsV, .partial): [ControlByte.gs, UInt8(ascii: "V"), 1]
        case (.escI, .full): [ControlByte.esc, UInt8(ascii: "i")]
        case (.escI, .partial): [ControlByte.esc, UInt8(ascii: "m")]
        }
    }

    /// `ESC p`: 100 ms on, 500 ms off, empty for a printer without a drawer.
    package static func openDrawer(_ drawer: PrinterProfile.Drawer) -> [UInt8] {
        let pin: UInt8
        switch drawer {
        case .none: return []
        case .pin2: pin = 0
        case .pin5: pin = 1
        }
        return [ControlByte.esc, UInt8(ascii: "p"), pin, 50, 250]
    }

    package static func clear(_ way: PrinterProfile.BufferClear) -> [UInt8] {
        switch way {
        case .none: []
        case .dleDC4: clearByDC4
        case .dleENQ: clearByENQ
        }
    }
}
