public import Drawing
public import KioskCore
import KioskServices

/// The test slip of a printer profile.
struct TestSlipContent: SlipContent {
    let profileName: String
    let profileTitle: String

    var title: String { "test" }

    func draw(for head: PrintHead, fonts: FontLibrary) -> DotBitmap {
        TestSlip(name: profileName, title: profileTitle, head: head, fonts: fonts).draw()
    }
}

/// A slip that shows a technician whether a printer's profile fits: lay a ruler on it.
///
/// Millimetres across and along, both edges of the head, every Vietnamese letter in the sizes of real slips,
/// a code with known text, and a last line that the knife must not touch.
public struct TestSlip {
    /// What its code says, so that a scanner can be tried with it as well.
    public static let code = "MOT CUA KIOSK 0123456789"
    /// Both the black bar and the white under it are so long; the white is fed, not printed.
    static let measured = 20.0

    private let name: String
    private let title: String
    private let measure: SlipMeasure
    private let fonts: FontLibrary
    private let say = Phrases(DeviceTestsFeature.strings, in: .vietnamese)

    /// - Parameters:
    ///   - name: The profile's name, `xprinter-xp-80`.
    ///   - title: The printer as a technician knows it.
    ///   - head: What the profile says of the head.
    public init(name: String, title: String, head: PrintHead, fonts: FontLibrary) {
        self.name = name
        self.title = title
        measure = SlipMeasure(head)
        self.fonts = fonts
    }

    /// Draws the slip.
    public func draw() -> DotBitmap {
        var column = DotColumn(width: measure.head.dots, margin: measure.margin, fonts: fonts)
        column.gap(measure.dots(9))
        column.text(say("slip.testEdges"), size: measure.small)
        column.gap(measure.dots(1))
        column.text(say("slip.testTitle"), size: measure.letters(4), isBold: true)
        column.text("\(title) (\(name))", size: measure.letters(3.5), isBold: true)
        column.text(headLine, size: measure.small)
        column.gap(measure.dots(1.5))
        letters(&column)
        column.gap(measure.dots(1.5))
        code(&column)
        column.gap(measure.dots(1.5))
        column.text(say("slip.testLength", ["length": "\(Int(Self.measured))"]), size: measure.small)
        column.gap(measure.dots(1))
        let bar = column.height
        column.gap(2 * measure.dots(Self.measured) + line)
        column.text(say("slip.testCut"), size: measure.small)
        var slip = column.bitmap()
        drawRuler(into: &slip)
        drawLengths(into: &slip, from: bar)
        return slip
    }

    private var headLine: String {
        let head = measure.head
        let millimetres = Int(head.printedWidth.rounded())
        return say(
            "slip.testHead",
            ["dots": "\(head.dots)", "dpi": "\(head.dotsPerInch)", "width": "\(millimetres)"])
    }

    /// Every letter as small as slips have it, and bold as in their lines.
    private func letters(_ column: inout DotColumn) {
        let all = VietnameseLetters.all.joined(separator: " ")
        column.text(all, size: measure.small, alignment: .leading)
        column.text([.init(all, isBold: true)], size: measure.letters(3.5), alignment: .leading)
    }

    private func code(_ column: inout DotColumn) {
        guard let symbol = try? QRSymbol(Self.code) else { return }
        column.qr(symbol, dotsPerModule: measure.module)
        column.text(say("slip.testCode"), size: measure.small)
        column.text(Self.code, size: measure.small)
    }
}

extension TestSlip {
    private var line: Int { measure.dots(0.25) }

    /// A ruler over the whole width with a mark at either edge.
    private func drawRuler(into slip: inout DotBitmap) {
        let width = slip.width
        slip.blacken(x: 0..<width, y: 0..<line)
        for edge in [0..<line, width - line..<width] { slip.blacken(x: edge, y: 0..<measure.dots(8)) }
        for millimetre in 0...Int(measure.head.printedWidth) {
            let x = measure.head.dots(millimetres: Double(millimetre))
            guard x + line <= width else { break }
            let length = millimetre.isMultiple(of: 10) ? 4 : millimetre.isMultiple(of: 5) ? 2.75 : 1.5
            slip.blacken(x: x..<x + line, y: 0..<measure.dots(length))
            if millimetre > 0, millimetre.isMultiple(of: 10) { number(millimetre, under: x, in: &slip) }
        }
    }

    private func number(_ millimetre: Int, under x: Int, in slip: inout DotBitmap) {
        var column = DotColumn(width: measure.dots(8), margin: 0, fonts: fonts)
        column.text("\(millimetre)", size: measure.small)
        let figures = column.bitmap()
        let left = x - figures.width / 2
        guard left + figures.width < slip.width - measure.dots(1) else { return }
        slip.add(figures, x: left, y: measure.dots(4.25))
    }

    /// A bar of a known length, and the same length of white between two lines.
    private func drawLengths(into slip: inout DotBitmap, from top: Int) {
        let length = measure.dots(Self.measured)
        slip.blacken(x: 0..<slip.width, y: top..<top + line)
        slip.blacken(x: measure.margin..<measure.margin + measure.dots(3), y: top..<top + length)
        slip.blacken(x: 0..<slip.width, y: top + length..<top + length + line)
        slip.blacken(x: 0..<slip.width, y: top + 2 * length..<top + 2 * length + line)
    }
}

extension DotBitmap {
    fileprivate mutating func blacken(x columns: Range<Int>, y rows: Range<Int>) {
        for y in rows { for x in columns { self[x, y] = true } }
    }

    /// Adds the black dots of a picture; what lies outside is left out.
    fileprivate mutating func add(_ picture: DotBitmap, x left: Int, y top: Int) {
        for y in 0..<min(picture.height, height - top) {
            for x in 0..<picture.width where picture[x, y] && (0..<width).contains(left + x) {
                self[left + x, top + y] = true
            }
        }
    }
}
