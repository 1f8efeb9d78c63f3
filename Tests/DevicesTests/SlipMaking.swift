import Devices
import KioskCore
import SimulatedDevices

extension SeededGenerator {
    mutating func profile() -> PrinterProfile {
        var profile = PrinterProfile(
            name: "random", dots: [384, 576, 512, 420].randomElement(using: &self) ?? 576)
        profile.bandRows = Int.random(in: 2...256, using: &self)
        profile.avoidsMultiplesOf48 = Bool.random(using: &self)
        profile.feedUnitsPerDot = Int.random(in: 1...2, using: &self)
        profile.cutterDistance = Int.random(in: 0...240, using: &self)
        return profile
    }

    /// Rows that are blank, noise, or rich in the bytes of real-time commands; never all blank.
    mutating func slip(width: Int) -> DotBitmap {
        var slip = DotBitmap(width: width, height: Int.random(in: 1...120, using: &self))
        let tricky: [UInt8] = [0x10, 0x10, 0x04, 0x05, 0x14, 0x00]
        let unused = UInt8(slip.bytesPerRow * 8 - width)
        for row in 0..<slip.height {
            let kind = UInt8.random(in: 0...3, using: &self)
            for column in 0..<slip.bytesPerRow where kind > 0 {
                slip.bytes[row * slip.bytesPerRow + column] =
                    kind == 1
                    ? UInt8.random(in: 0...255, using: &self) : tricky.randomElement(using: &self) ?? 0x10
            }
            slip.bytes[(row + 1) * slip.bytesPerRow - 1] &= 0xFF << unused
        }
        slip[0, 0] = true
        return slip
    }
}

/// The slips that a printer of this profile would drop for these bytes.
func print(_ bytes: [UInt8], profile: PrinterProfile) -> [DotBitmap] {
    var interpreter = ESCPOSInterpreter(feedUnitsPerDot: profile.feedUnitsPerDot)
    var paper = PaperRoll(dots: profile.dots, cutterDistance: profile.cutterDistance)
    return interpreter.consume(bytes).compactMap { paper.apply($0) }
}

/// How often the bytes hold the beginning of a command that a printer would act on at once.
func forbiddenPairs(in bytes: [UInt8]) -> Int {
    zip(bytes, bytes.dropFirst()).count { $0 == 0x10 && [0x04, 0x05, 0x14].contains($1) }
}

/// The row counts of the raster bands in a stream.
func bandRows(in bytes: [UInt8]) -> [Int] {
    var scanner = ESCPOSScanner()
    var index = 0
    var rows: [Int] = []
    while let token = scanner.next(in: bytes, from: &index) {
        if case .command(.raster(_, let count, _, _)) = token { rows.append(count) }
    }
    return rows
}
