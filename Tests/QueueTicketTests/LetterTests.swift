import Drawing
import Foundation
import KioskCore
import Testing

@testable import QueueTicket

/// Whether a person can tell what is printed: every letter as small as slips have it, on every head.
@Suite struct `The letters of a slip` {
    @Test func `are the 134 that Vietnamese adds`() {
        #expect(VietnameseLetters.all.count == 134 && Set(VietnameseLetters.all).count == 134)
    }

    @Test(arguments: Heads.all, [false, true])
    func `are all different, with their tone marks apart`(head: PrintHead, isBold: Bool) throws {
        let measure = SlipMeasure(head)
        let size = isBold ? measure.letters(3.5) : measure.small
        let fonts = try FontLibrary()
        var drawn: [[UInt8]: String] = [:]
        var bad: [String] = []
        for letter in Set(VietnameseLetters.all + VietnameseLetters.all.map(\.withoutTone)) {
            let picture = Self.picture(of: letter, size: size, isBold: isBold, fonts)
            #expect(drawn.updateValue(letter, forKey: picture.bytes) == nil, "\(letter) looks like another")
            guard letter.withoutTone != letter else { continue }
            let plain = Self.picture(of: letter.withoutTone, size: size, isBold: isBold, fonts)
            let a = picture.islands, b = plain.islands
            if a <= b { bad.append("\(letter)\(a)/\(b)") }
        }
        print(head.fileName, isBold, size, bad.count, bad.sorted())
    }

    private static func picture(
        of letter: String, size: Int, isBold: Bool, _ fonts: FontLibrary
    ) -> DotBitmap {
        var column = DotColumn(width: 80, fonts: fonts)
        column.text(letter, size: size, isBold: isBold)
        column.gap(size)
        return column.bitmap()
    }
}

extension String {
    /// "ấ" without its tone is "â".
    fileprivate var withoutTone: String {
        let tones: Set<UInt32> = [0x300, 0x301, 0x303, 0x309, 0x323]
        let scalars = decomposedStringWithCanonicalMapping.unicodeScalars.filter {
            !tones.contains($0.value)
        }
        return String(String.UnicodeScalarView(scalars)).precomposedStringWithCanonicalMapping
    }
}

extension DotBitmap {
    /// How many groups of black dots there are that do not even touch at a corner.
    fileprivate var islands: Int {
        var seen: Set<Int> = []
        var count = 0
        for start in 0..<width * height where self[start % width, start / width] {
            guard seen.insert(start).inserted else { continue }
            count += 1
            var edge = [start]
            while let at = edge.popLast() {
                for y in max(0, at / width - 1)...min(height - 1, at / width + 1) {
                    for x in max(0, at % width - 1)...min(width - 1, at % width + 1)
                    where self[x, y] && seen.insert(y * width + x).inserted {
                        edge.append(y * width + x)
                    }
                }
            }
        }
        return count
    }
}
