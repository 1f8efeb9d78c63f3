import KioskCore
import ScreenKit

/// The pictures of the screen's test, one after the other: colours for dead dots and casts, then a ruler.
enum TestPattern: String, CaseIterable, Hashable, Sendable {
    case red, green, blue, white, black, greys, ruler

    func marks(on picture: PixelSize, pixelsPerMillimetre: Double) -> [Annotation] {
        let whole = PixelRect(picture)
        return switch self {
        case .red: [.fill(whole, rgb: 0xFF0000)]
        case .green: [.fill(whole, rgb: 0x00FF00)]
        case .blue: [.fill(whole, rgb: 0x0000FF)]
        case .white: [.fill(whole, rgb: 0xFFFFFF)]
        case .black: [.fill(whole, rgb: 0x000000)]
        case .greys: Self.greys(picture)
        case .ruler: Self.ruler(picture, pixelsPerMillimetre)
        }
    }

    /// Sixteen steps from black to white, along the longer side.
    private static func greys(_ picture: PixelSize) -> [Annotation] {
        let steps = 16
        let length = max(picture.width, picture.height)
        return (0..<steps).map { step in
            let (start, end) = (length * step / steps, length * (step + 1) / steps)
            let strip =
                picture.isPortrait
                ? PixelRect(x: 0, y: start, width: picture.width, height: end - start)
                : PixelRect(x: start, y: 0, width: end - start, height: picture.height)
            return .fill(strip, rgb: UInt32(step * 255 / (steps - 1)) * 0x010101)
        }
    }

    // MARK: The ruler

    /// A frame on the outermost dots, squares in the corners, and millimetres along the top and the left.
    private static func ruler(_ picture: PixelSize, _ scale: Double) -> [Annotation] {
        let whole = PixelRect(picture)
        let black: UInt32 = 0x000000
        func pixels(_ millimetres: Double) -> Int { Int((millimetres * scale).rounded()) }
        let side = pixels(5)
        var marks: [Annotation] = [.fill(whole, rgb: black), .fill(whole.insetBy(1), rgb: 0xFFFFFF)]
        for (x, y) in [(0, 0), (1, 0), (0, 1), (1, 1)] {
            marks.append(
                .fill(
                    PixelRect(
                        x: x * (picture.width - side), y: y * (picture.height - side), width: side,
                        height: side), rgb: black))
        }
        let origin = pixels(10)
        for (length, isAcross) in [(picture.width, true), (picture.height, false)] {
            let most = Int(Double(length - 2 * origin) / scale)
            guard most > 0 else { continue }
            for millimetre in 0...most {
                let at = origin + pixels(Double(millimetre))
                let tall = pixels(millimetre % 10 == 0 ? 6 : millimetre % 5 == 0 ? 4 : 2.5)
                marks.append(
                    .fill(
                        isAcross
                            ? PixelRect(x: at, y: origin, width: 1, height: tall)
                            : PixelRect(x: origin, y: at, width: tall, height: 1), rgb: black))
                guard millimetre % 20 == 0, millimetre > 0 else { continue }
                let beside = origin + pixels(11)
                marks.append(
                    .label(
                        "\(millimetre)",
                        at: isAcross ? PixelPoint(x: at, y: beside) : PixelPoint(x: beside, y: at)))
            }
        }
        return marks
    }
}
