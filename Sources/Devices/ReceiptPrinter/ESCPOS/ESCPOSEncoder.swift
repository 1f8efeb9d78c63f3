public import KioskCore

/// Turns a slip into the bytes of one job: raster bands, blank rows as feeds, a feed to the knife, a cut.
///
/// A printer acts on `10 04 n`, `10 05 n` and `10 14 n` wherever they occur, inside raster data as well
/// (Epson's reference of `DLE EOT`). Where a picture holds such a pair, its first byte `0x10` becomes `0x18`:
/// one more black dot beside a black one, an eighth of a millimetre, and never a new pair.
public struct ESCPOSEncoder: Sendable {
    /// As much of a slip's white end is kept, in dots: three millimetres, so that the knife is not in the words.
    static let mostTail = 24
    /// A blank run shorter than this stays in its band: another band would cost more than it saves.
    private static let shortestSkip = 8

    private let profile: PrinterProfile

    public init(profile: PrinterProfile) { self.profile = profile }

    /// The bytes of one slip; dots right of the head's width are left out.
    public func encode(_ slip: DotBitmap) -> [UInt8] {
        let picture = slip.width > profile.dots ? cropped(slip) : slip
        let stride = picture.bytesPerRow
        let inked = stride == 0 ? 0 : (picture.bytes.lastIndex { $0 != 0 }.map { $0 / stride + 1 } ?? 0)
        var out = ESCPOS.initialise
        out.reserveCapacity(inked * stride + inked / 8 + 256)
        var row = 0
        while row < inked {
            let blank = blankRows(of: picture, from: row, until: inked)
            if blank >= Self.shortestSkip {
                out += ESCPOS.feed(rows: blank, unitsPerDot: profile.feedUnitsPerDot)
                row += blank
            }
            let end = bandEnd(of: picture, from: row, until: inked)
            appendBand(picture.bytes[row * stride..<end * stride], rows: end - row, stride: stride, to: &out)
            row = end
        }
        let tail = min(picture.height - inked, Self.mostTail)
        out += ESCPOS.feed(rows: profile.cutterDistance + tail, unitsPerDot: profile.feedUnitsPerDot)
        out += ESCPOS.cut(profile)
        return out
    }

    private func appendBand(_ data: ArraySlice<UInt8>, rows: Int, stride: Int, to out: inout [UInt8]) {
        out += [
            ControlByte.gs, UInt8(ascii: "v"), UInt8(ascii: "0"), 0,
            UInt8(stride & 0xFF), UInt8(stride >> 8), UInt8(rows & 0xFF), UInt8(rows >> 8),
        ]
        let start = out.count
        out += data
        Self.breakRealTimeCommands(in: &out, from: start)
    }

    /// No pair can straddle bands: a band is followed by `1B` or `1D`, and begins after a zero byte.
    private static func breakRealTimeCommands(in bytes: inout [UInt8], from start: Int) {
        var index = start
        while let found = bytes[index...].firstIndex(of: ControlByte.dle), found + 1 < bytes.count {
            switch bytes[found + 1] {
            case ControlByte.eot, ControlByte.enq, ControlByte.dc4: bytes[found] = 0x18
            default: break
            }
            index = found + 1
        }
    }

    private func bandEnd(of picture: DotBitmap, from row: Int, until limit: Int) -> Int {
        var end = row
        while end < limit, end - row < profile.bandRows {
            if isBlank(picture, end),
                blankRows(of: picture, from: end, until: min(limit, end + Self.shortestSkip))
                    >= Self.shortestSkip
            {
                break
            }
            end += 1
        }
        return profile.avoidsMultiplesOf48 && (end - row).isMultiple(of: 48) ? end - 1 : end
    }

    private func blankRows(of picture: DotBitmap, from row: Int, until limit: Int) -> Int {
        var end = row
        while end < limit, isBlank(picture, end) { end += 1 }
        return end - row
    }

    private func isBlank(_ picture: DotBitmap, _ row: Int) -> Bool {
        let start = row * picture.bytesPerRow
        return picture.bytes[start..<start + picture.bytesPerRow].allSatisfy { $0 == 0 }
    }

    private func cropped(_ slip: DotBitmap) -> DotBitmap {
        var picture = DotBitmap(width: profile.dots, height: slip.height)
        let unused = UInt8(picture.bytesPerRow * 8 - profile.dots)
        for row in 0..<slip.height {
            let from = row * slip.bytesPerRow
            let to = row * picture.bytesPerRow
            picture.bytes.replaceSubrange(
                to..<to + picture.bytesPerRow, with: slip.bytes[from..<from + picture.bytesPerRow])
            picture.bytes[to + picture.bytesPerRow - 1] &= 0xFF << unused
        }
        return picture
    }
}
