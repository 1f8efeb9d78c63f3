import KioskCore

@testable import Devices

/// Invented; its letters fall apart when a report boundary is taken for the end of a text.
let slip = "Nguyễn Thị Ánh Tuyết — phiếu A-042"

typealias Instant = ContinuousClock.Instant

extension Scan {
    init(_ text: String, _ symbology: String? = nil) {
        self.init(bytes: Array(text.utf8), symbology: symbology)
    }
}

extension [ScanOutcome] {
    var scans: [Scan] { compactMap { if case .scan(let scan) = $0 { scan } else { nil } } }
    var losses: [ScanLoss] { compactMap { if case .dropped(let loss) = $0 { loss } else { nil } } }
}

/// Types as a scanner in keyboard mode does: each key down, then all up.
enum Typist {
    private static let layout: [Character: (key: UInt8, shift: Bool)] = {
        var layout: [Character: (UInt8, Bool)] = [:]
        for key in UInt8(4)...0x38 {
            for shift in [true, false] {
                guard let byte = USKeyboard.character(key, shift: shift) else { continue }
                layout[Character(Unicode.Scalar(byte))] = (key, shift)
            }
        }
        return layout
    }()

    enum Letters: CaseIterable {
        /// Alt and the number of the character.
        case scalars
        /// Alt and the number of each byte of UTF-8.
        case bytes
    }

    static func reports(_ text: String, letters: Letters = .scalars, end: UInt8? = 0x28) -> [[UInt8]] {
        var reports: [[UInt8]] = []
        for character in text {
            if let (key, shift) = layout[character] {
                reports += [[shift ? 2 : 0, 0, key, 0, 0, 0, 0, 0], Array(repeating: 0, count: 8)]
            } else {
                let numbers =
                    switch letters {
                    case .scalars: character.unicodeScalars.map { Int($0.value) }
                    case .bytes: String(character).utf8.map(Int.init)
                    }
                for number in numbers { reports += alt("\(number)") }
            }
        }
        return reports + (end.map { [[0, 0, $0, 0, 0, 0, 0, 0], Array(repeating: 0, count: 8)] } ?? [])
    }

    static func alt(_ digits: String) -> [[UInt8]] {
        let pressed = digits.utf8.flatMap { digit -> [[UInt8]] in
            let key = digit == 0x30 ? 0x62 : digit - 0x31 + 0x59
            return [[4, 0, key, 0, 0, 0, 0, 0], [4, 0, 0, 0, 0, 0, 0, 0]]
        }
        return [[4, 0, 0, 0, 0, 0, 0, 0]] + pressed + [Array(repeating: 0, count: 8)]
    }
}
