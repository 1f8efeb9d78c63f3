import Devices
import KioskCore
import SimulatedDevices
import TestKit
import Testing

@Suite struct `A slip through the encoder and back` {
    @Test(arguments: 0..<60)
    func `comes out as it went in, but for dots beside a broken command`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let profile = random.profile()
        let slip = random.slip(width: profile.dots)
        let bytes = ESCPOSEncoder(profile: profile).encode(slip)

        #expect(forbiddenPairs(in: bytes) == 0)
        let paper = try #require(print(bytes, profile: profile).first)
        let shift = profile.cutterDistance
        var changed = 0
        for y in 0..<slip.height {
            for x in 0..<slip.width {
                let printed = y + shift < paper.height && paper[x, y + shift]
                guard printed != slip[x, y] else { continue }
                changed += 1
                #expect(printed && slip[x - 1, y] && x % 8 == 4, "only a dot right of a black one is added")
            }
        }
        #expect(changed <= forbiddenPairs(in: slip.bytes))
    }

    @Test func `made of nothing but forbidden pairs holds none on the wire`() {
        for second: UInt8 in [0x04, 0x05, 0x14, 0x10] {
            var slip = DotBitmap(width: 576, height: 300)
            for index in slip.bytes.indices { slip.bytes[index] = index % 2 == 0 ? 0x10 : second }
            #expect(forbiddenPairs(in: ESCPOSEncoder(profile: .generic80).encode(slip)) == 0)
        }
    }

    @Test func `with a pair across a row boundary holds none on the wire`() {
        var slip = DotBitmap(width: 576, height: 2)
        slip.bytes[71] = 0x10
        slip.bytes[72] = 0x04
        #expect(forbiddenPairs(in: ESCPOSEncoder(profile: .generic80).encode(slip)) == 0)
    }

    @Test func `never has a band of a multiple of 48 rows where the printer cannot take it`() {
        for height in 1...300 {
            var slip = DotBitmap(width: 384, height: height)
            for y in 0..<height { slip[5, y] = true }
            let bands = bandRows(in: ESCPOSEncoder(profile: .generic58).encode(slip))
            #expect(bands.allSatisfy { !$0.isMultiple(of: 48) && $0 > 0 })
            #expect(bands.reduce(0, +) == height)
        }
    }

    @Test func `keeps a little of its white end, skips blank rows, and is fed to the knife`() {
        var slip = DotBitmap(width: 576, height: 1000)
        slip[0, 400] = true
        let bytes = ESCPOSEncoder(profile: .generic80).encode(slip)
        let feeds: [UInt8] = [0x1B, 0x4A, 255, 0x1B, 0x4A, 145]
        let band: [UInt8] = [0x1D, 0x76, 0x30, 0, 72, 0, 1, 0, 0x80] + Array(repeating: 0, count: 71)
        #expect(bytes == [0x1B, 0x40] + feeds + band + [0x1B, 0x4A, 120 + 24, 0x1D, 0x56, 1])
    }

    @Test func `that is wider than the head loses its right edge only`() throws {
        var slip = DotBitmap(width: 600, height: 3)
        for x in 0..<600 { slip[x, 1] = true }
        let paper = try #require(
            print(ESCPOSEncoder(profile: .generic80).encode(slip), profile: .generic80).first)
        #expect((0..<576).allSatisfy { paper[$0, 121] })
    }

    @Test(
        arguments: [
            (.gsV, .partial, [0x1D, 0x56, 1]), (.gsV, .full, [0x1D, 0x56, 0]), (.gsV, .none, []),
            (.escI, .partial, [0x1B, 0x6D]), (.escI, .full, [0x1B, 0x69]), (.escI, .none, []),
        ] as [(PrinterProfile.CutCode, PrinterProfile.Cut, [UInt8])])
    func `is cut as the printer knows it`(code: PrinterProfile.CutCode, cut: PrinterProfile.Cut, end: [UInt8])
    {
        var profile = PrinterProfile.generic80
        profile.cutCode = code
        profile.cut = cut
        let bytes = ESCPOSEncoder(profile: profile).encode(DotBitmap(width: 576, height: 500))
        #expect(bytes == [0x1B, 0x40, 0x1B, 0x4A, 120 + 24] + end)
    }

    @Test func `of a drawer is a pulse on its pin`() {
        #expect(ESCPOS.openDrawer(.pin2) == [0x1B, 0x70, 0, 50, 250])
        #expect(ESCPOS.openDrawer(.pin5) == [0x1B, 0x70, 1, 50, 250])
        #expect(ESCPOS.openDrawer(.none).isEmpty)
    }

    @Test func `that is blank is a feed and a cut`() {
        let bytes = ESCPOSEncoder(profile: .generic80).encode(DotBitmap(width: 576, height: 500))
        #expect(bytes == [0x1B, 0x40, 0x1B, 0x4A, 120 + 24, 0x1D, 0x56, 1])
    }
}

@Suite struct `Hostile bytes` {
    @Test(arguments: 0..<200)
    func `are read to their end and keep the paper bounded`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let bytes = random.commandNoise(count: 4000)
        var interpreter = ESCPOSInterpreter()
        var paper = PaperRoll(dots: 576, cutterDistance: 120)
        for operation in interpreter.consume(bytes) {
            _ = paper.apply(operation)
            #expect(paper.height <= PaperRoll.maxPieceRows)
        }
    }

    @Test(arguments: 0..<50)
    func `mean the same however they are cut into pieces`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let bytes = random.commandNoise(count: 2000)
        var whole = ESCPOSInterpreter()
        let expected = whole.consume(bytes)
        var pieces = ESCPOSInterpreter()
        var found: [PrinterOperation] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = Int(random.next() % 90) + 1
            found += pieces.consume(Array(rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
        #expect(found == expected)
    }
}
