import Devices
import KioskCore
import Testing

@Suite struct `The paper that a slip takes` {
    @Test(arguments: 0..<20)
    func `is the length of the piece that is cut off`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let profile = random.profile()
        let slip = random.slip(width: profile.dots)
        let piece = try #require(print(ESCPOSEncoder(profile: profile).encode(slip), profile: profile).first)
        #expect(profile.paperUsed(by: slip) == Double(piece.height) / Double(profile.dotsPerInch) * 25.4)
    }

    @Test func `is in millimetres`() {
        var slip = DotBitmap(width: 576, height: 1600)
        for x in 0..<576 { slip[x, 1575] = true }
        // 1576 rows of ink, 24 of white, 120 to the knife: 215 mm at 8 dots a millimetre.
        #expect(abs(PrinterProfile.generic80.paperUsed(by: slip) - 215) < 0.3)
    }

    @Test func `of a white slip is the way to the knife and a little white`() {
        let used = PrinterProfile.generic80.paperUsed(by: DotBitmap(width: 576, height: 900))
        #expect(abs(used - 18) < 0.1)
        #expect(PrinterProfile.generic80.paperUsed(by: DotBitmap(width: 0, height: 0)) < used)
    }
}
