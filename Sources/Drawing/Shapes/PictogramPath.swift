/// A drawing in the notation of SVG paths, as far as pictograms need it.
///
/// M m L l H h V v C c S Z z are SVG's (S is absolute); `O x y r` is a circle, `R x y w h r` a rounded
/// rectangle.
struct PictogramPath: Equatable, Sendable {
    struct Point: Equatable, Sendable {
        var x: Double
        var y: Double
    }

    enum Step: Equatable, Sendable {
        case move(Point)
        case line(Point)
        case curve(Point, Point, Point)
        case circle(Point, radius: Double)
        case roundedRect(Point, width: Double, height: Double, radius: Double)
        case close
    }

    private(set) var steps: [Step] = []
    private var pen = Point(x: 0, y: 0)
    private var start = Point(x: 0, y: 0)
    private var lastControl: Point?

    /// `nil` if the notation is not understood; a test reads every pictogram.
    init?(_ text: String) {
        var reader = NumberReader(text)
        while let letter = reader.letter() {
            if letter == "Z" || letter == "z" {
                steps.append(.close)
                pen = start
                lastControl = nil
                continue
            }
            var current = letter
            repeat {
                guard let numbers = reader.numbers(Self.arity(current)), take(current, numbers) else {
                    return nil
                }
                // Further pairs after a move are lines.
                if current == "M" { current = "L" } else if current == "m" { current = "l" }
            } while reader.hasNumber
        }
        guard reader.isAtEnd else { return nil }
    }

    private static func arity(_ letter: Character) -> Int {
        switch letter {
        case "H", "h", "V", "v": 1
        case "M", "m", "L", "l": 2
        case "O": 3
        case "S": 4
        case "R": 5
        default: 6
        }
    }

    private mutating func take(_ letter: Character, _ n: [Double]) -> Bool {
        let relative = letter.isLowercase
        let base = relative ? pen : Point(x: 0, y: 0)
        func point(_ index: Int) -> Point { Point(x: base.x + n[index], y: base.y + n[index + 1]) }
        switch letter {
        case "M", "m":
            start = point(0)
            advance(.move(start), to: start)
        case "L", "l": advance(.line(point(0)), to: point(0))
        case "H", "h": line(to: Point(x: base.x + n[0], y: pen.y))
        case "V", "v": line(to: Point(x: pen.x, y: base.y + n[0]))
        case "C", "c": curve(point(0), point(2), point(4))
        case "S":
            let mirrored = lastControl.map { Point(x: 2 * pen.x - $0.x, y: 2 * pen.y - $0.y) } ?? pen
            curve(mirrored, point(0), point(2))
        case "O": steps.append(.circle(point(0), radius: n[2]))
        case "R": steps.append(.roundedRect(point(0), width: n[2], height: n[3], radius: n[4]))
        default: return false
        }
        return true
    }

    private mutating func line(to point: Point) { advance(.line(point), to: point) }

    private mutating func curve(_ first: Point, _ second: Point, _ end: Point) {
        advance(.curve(first, second, end), to: end)
        lastControl = second
    }

    private mutating func advance(_ step: Step, to point: Point) {
        steps.append(step)
        pen = point
        lastControl = nil
    }
}

/// Reads letters and numbers; a number ends where the next cannot be part of it ("4.5.9" is two).
private struct NumberReader {
    private var rest: Substring

    init(_ text: String) { rest = text[...] }

    var isAtEnd: Bool { rest.allSatisfy { $0 == " " } }

    var hasNumber: Bool {
        guard let first = rest.first(where: { $0 != " " && $0 != "," }) else { return false }
        return first.isNumber || first == "-" || first == "."
    }

    mutating func letter() -> Character? {
        skipSpaces()
        guard let first = rest.first, first.isLetter else { return nil }
        rest.removeFirst()
        return first
    }

    mutating func numbers(_ count: Int) -> [Double]? {
        var result: [Double] = []
        for _ in 0..<count {
            guard let number = number() else { return nil }
            result.append(number)
        }
        return result
    }

    private mutating func number() -> Double? {
        skipSpaces()
        var digits = ""
        while let next = rest.first {
            let isSign = next == "-" && digits.isEmpty
            let isPoint = next == "." && !digits.contains(".")
            guard next.isNumber || isSign || isPoint else { break }
            digits.append(next)
            rest.removeFirst()
        }
        // Swift reads "-.9" and ".5" only with a leading zero.
        if digits.hasPrefix("-.") { digits = "-0" + digits.dropFirst() }
        if digits.hasPrefix(".") { digits = "0" + digits }
        return Double(digits)
    }

    private mutating func skipSpaces() {
        while rest.first == " " || rest.first == "," { rest.removeFirst() }
    }
}
