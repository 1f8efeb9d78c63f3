/// How a touch panel's place becomes a place on the panel: an affine map of unit coordinates.
///
/// The 3x3 matrix that libinput calls `LIBINPUT_CALIBRATION_MATRIX`, without its last row `0 0 1`: six
/// numbers, row by row. 0 to 1 is left to right and top to bottom, of the panel as its cable sees it, not
/// turned.
public struct Calibration: Hashable, Sendable {
    public var a, b, c, d, e, f: Double

    public static let identity = Calibration(a: 1, b: 0, c: 0, d: 0, e: 1, f: 0)

    public init(a: Double, b: Double, c: Double, d: Double, e: Double, f: Double) {
        (self.a, self.b, self.c, self.d, self.e, self.f) = (a, b, c, d, e, f)
    }

    /// The six numbers of a configuration; nil if they are not six, or map the panel onto a line.
    public init?(_ numbers: [Double]) {
        guard numbers.count == 6, numbers.allSatisfy({ $0.isFinite && abs($0) <= 10 }) else { return nil }
        self.init(a: numbers[0], b: numbers[1], c: numbers[2], d: numbers[3], e: numbers[4], f: numbers[5])
        guard abs(determinant) >= 0.05 else { return nil }
    }

    public var numbers: [Double] { [a, b, c, d, e, f] }

    package var determinant: Double { a * e - b * d }

    package func apply(_ point: UnitPoint) -> UnitPoint {
        UnitPoint(x: a * point.x + b * point.y + c, y: d * point.x + e * point.y + f)
    }
}

/// A place on a panel, 0 to 1 in both directions.
package struct UnitPoint: Hashable, Sendable {
    package var x: Double
    package var y: Double

    package init(x: Double, y: Double) {
        self.x = x
        self.y = y
    }
}

/// Why four touches make no calibration.
public enum CalibrationFault: Error, Hashable, Sendable {
    /// Fewer touches than crosses, or crosses that do not span the picture.
    case tooFew
    /// The touches do not lie as the crosses do: one was missed, or touched by somebody else.
    case contradictory
    /// A panel that would be far too large, too small or askew.
    case implausible
}

extension Calibration {
    /// How far a touch may lie from its cross after calibrating, of the panel's side.
    package static let tolerance = 0.03

    /// Finds the calibration that brings touches nearest to the crosses they were meant for (least squares).
    /// - Parameters:
    ///   - crosses: Where the crosses stood in the picture; four, near the corners.
    ///   - touches: Where the panel said the touches were, in the same order, with ``identity`` in force.
    ///   - picture: The picture's size.
    ///   - rotation: How the picture is turned on the panel.
    public init(
        crosses: [PixelPoint], touches: [PixelPoint], picture: PixelSize, rotation: Rotation
    ) throws(CalibrationFault) {
        guard crosses.count >= 4, crosses.count == touches.count else { throw .tooFew }
        let from = touches.map { UnitPoint($0, picture: picture, rotation: rotation) }
        let to = crosses.map { UnitPoint($0, picture: picture, rotation: rotation) }
        guard let across = fit(from, to: to.map(\.x)), let down = fit(from, to: to.map(\.y)) else {
            throw .contradictory
        }
        self.init(a: across.0, b: across.1, c: across.2, d: down.0, e: down.1, f: down.2)
        for (touch, cross) in zip(from, to) {
            let place = apply(touch)
            guard abs(place.x - cross.x) <= Self.tolerance, abs(place.y - cross.y) <= Self.tolerance else {
                throw .contradictory
            }
        }
        guard isPlausible else { throw .implausible }
    }

    /// Each side is half to twice as long as the panel's, and the sides stand upright on each other.
    private var isPlausible: Bool {
        let across = (a * a + d * d).squareRoot()
        let down = (b * b + e * e).squareRoot()
        let sides = 0.5...2.0
        guard sides.contains(across), sides.contains(down) else { return false }
        return abs(a * b + d * e) / (across * down) <= 0.2
    }
}

extension UnitPoint {
    /// The middle of a picture's pixel, on the panel.
    package init(_ point: PixelPoint, picture: PixelSize, rotation: Rotation) {
        let panel = rotation.turned(picture)
        let place = rotation.panelPoint(of: point, picture: picture)
        self.init(
            x: (Double(place.x) + 0.5) / Double(panel.width),
            y: (Double(place.y) + 0.5) / Double(panel.height))
    }
}

/// Least squares of `p x + q y + r` to the targets, by the normal equations and Cramer's rule.
/// - Returns: `nil` if the points lie on one line.
private func fit(_ points: [UnitPoint], to targets: [Double]) -> (Double, Double, Double)? {
    // Around the middle of the points the third equation stands alone, and the other two are
    // well-conditioned.
    let count = Double(points.count)
    let middle = UnitPoint(
        x: points.reduce(0) { $0 + $1.x } / count, y: points.reduce(0) { $0 + $1.y } / count)
    let mean = targets.reduce(0, +) / count
    var (xx, xy, yy, xt, yt) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for (point, target) in zip(points, targets) {
        let (x, y, t) = (point.x - middle.x, point.y - middle.y, target - mean)
        xx += x * x
        xy += x * y
        yy += y * y
        xt += x * t
        yt += y * t
    }
    let determinant = xx * yy - xy * xy
    guard determinant > 1e-6 else { return nil }
    let p = (xt * yy - yt * xy) / determinant
    let q = (yt * xx - xt * xy) / determinant
    return (p, q, mean - p * middle.x - q * middle.y)
}
