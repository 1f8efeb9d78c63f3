public import KioskCore

/// A text with everything that decides how it is set.
///
/// Sizes and widths in pixels or dots.
public struct TextSpec: Hashable, Sendable {
    public struct Run: Hashable, Sendable {
        public var text: String
        public var isBold: Bool

        public init(_ text: String, isBold: Bool = false) {
            self.text = text
            self.isBold = isBold
        }

        // Texts are looked up many times a frame: compared as they are written, Unicode's normal form of
        // every letter with marks need not be found first.
        public static func == (left: Run, right: Run) -> Bool {
            guard left.isBold == right.isBold, left.text.utf8.count == right.text.utf8.count else {
                return false
            }
            var (text, other) = (left.text, right.text)
            return text.withUTF8 { text in other.withUTF8 { unsafe text.elementsEqual($0) } }
        }

        public func hash(into hasher: inout Hasher) {
            hasher.combine(isBold)
            hasher.combine(text.utf8.count)
            var text = text
            text.withUTF8 { unsafe hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        }
    }

    public enum Alignment: Hashable, Sendable { case leading, centre, trailing }

    public var runs: [Run]
    /// The em size.
    public var size: Int
    /// Where lines are wrapped, between words, and inside a word only when it is wider than a line; nil
    /// never wraps.
    public var width: Int?
    public var alignment: Alignment
    /// Cuts what is beyond so many lines with "…"; nil shows everything.
    public var lineLimit: Int?

    public init(
        _ runs: [Run], size: Int, width: Int? = nil, alignment: Alignment = .leading, lineLimit: Int? = nil
    ) {
        self.runs = runs
        self.size = size
        self.width = width
        self.alignment = alignment
        self.lineLimit = lineLimit
    }

    public init(
        _ text: String, size: Int, isBold: Bool = false, width: Int? = nil, alignment: Alignment = .leading,
        lineLimit: Int? = nil
    ) {
        self.init(
            [Run(text, isBold: isBold)], size: size, width: width, alignment: alignment, lineLimit: lineLimit)
    }
}

/// The space a set text takes.
public struct TextExtent: Hashable, Sendable {
    /// The widest line.
    public var width: Int
    /// All lines, each 1.36 em high: stacked Vietnamese marks stay inside.
    public var height: Int
    public var lines: Int
    /// From the top to the feet of the first line's letters.
    public var baseline: Int
    /// Characters the typeface does not have; they show as boxes.
    public var missing: Int
    /// What is painted at most, from the top left of the text.
    public var ink: PixelRect
}
