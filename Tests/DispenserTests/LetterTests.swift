import Drawing
import Foundation
import KioskCore
import Testing

@testable import Dispenser

/// Whether a person can tell what is printed: every letter as small as slips of any head have it.
@Suite struct `The letters of a slip` {
    struct Size: Hashable, Sendable {
        var dots: Int
        var isBold: Bool
    }

    static let sizes = Set(
        Heads.all.map(SlipMeasure.init).flatMap {
            [
                Size(dots: $0.small, isBold: false), Size(dots: $0.small, isBold: true),
                Size(dots: $0.letters(3.5), isBold: true),
            ]
        })

    let fonts: FontLibrary

    init() throws { fonts = try FontLibrary() }

    @Test func `are the 134 that Vietnamese adds`() {
        #expect(VietnameseLetters.all.count == 134 && Set(VietnameseLetters.all).count == 134)
    }

    @Test(arguments: sizes) func `are all different, with and without a tone`(size: Size) {
        var drawn: [[UInt8]: String] = [:]
        for letter in Set(VietnameseLetters.all + VietnameseLetters.all.map(\.withoutTone)) {
            let other = drawn.updateValue(letter, forKey: picture(of: letter, size).inkedRows)
            #expect(other == nil, "\(letter) looks like \(other ?? "")")
        }
    }

    @Test(arguments: sizes) func `have their marks apart from their bodies`(size: Size) {
        // The dot of ỵ stands beside its leg, and may touch it.
        for letter in VietnameseLetters.all where letter.withoutTone != letter && letter != "ỵ" {
            #expect(picture(of: letter, size).islands >= 2, "\(letter)")
        }
    }

    /// A dot of the head that fails, or dust on the paper, must not make another tone of one.
    @Test(arguments: sizes) func `differ in four dots at least from those of another tone`(size: Size) {
        let letters = Set(VietnameseLetters.all + VietnameseLetters.all.map(\.withoutTone))
        for (body, family) in Dictionary(grouping: letters, by: \.withoutTone) where family.count > 1 {
            let pictures = family.map { picture(of: $0, size) }
            for first in pictures.indices {
                for second in pictures.indices where first < second {
                    #expect(pictures[first].dots(unlike: pictures[second]) >= 4, "\(body)")
                }
            }
        }
    }

    private func picture(of letter: String, _ size: Size) -> DotBitmap {
        var column = DotColumn(width: size.dots * 2, fonts: fonts)
        column.text(letter, size: size.dots, isBold: size.isBold)
        // Letters hang over and under their line.
        column.gap(size.dots / 2)
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
    /// The rows from the first black dot to the last, so that a letter is not told by its place alone.
    fileprivate var inkedRows: [UInt8] {
        let first = (bytes.firstIndex { $0 != 0 } ?? 0) / bytesPerRow
        let last = (bytes.lastIndex { $0 != 0 } ?? -1) / bytesPerRow
        return Array(bytes[first * bytesPerRow..<(last + 1) * bytesPerRow])
    }

    /// How many dots differ, laid over each other as well as may be: shifted by up to one dot.
    fileprivate func dots(unlike other: DotBitmap) -> Int {
        var least = Int.max
        for (right, down) in (-1...1).flatMap({ x in (-1...1).map { (x, $0) } }) {
            var count = 0
            for y in 1..<height - 1 {
                for x in 1..<width - 1 where self[x, y] != other[x + right, y + down] { count += 1 }
            }
            least = min(least, count)
        }
        return least
    }

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
