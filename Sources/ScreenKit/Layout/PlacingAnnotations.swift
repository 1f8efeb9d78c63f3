internal import Drawing
internal import KioskCore

/// Annotations where they belong, and pages without header and footer.
extension Composer {
    /// An empty panel with a few words in its middle, clear of what stands near the corners.
    mutating func placeBare(_ shown: [View<Intent>]) {
        let screen = PixelRect(context.profile.size)
        let stack = Stack(.vertical, spacing: 32, alignment: .centre, children: shown)
        let width = screen.width * 56 / 100
        let height = context.size(of: View(.stack(stack)), width: width).height
        if !shown.isEmpty {
            place(
                stack,
                in: PixelRect(
                    x: (screen.width - width) / 2, y: (screen.height - height) / 2, width: width,
                    height: height))
        }
    }

    mutating func place(_ annotations: [Annotation]) {
        for annotation in annotations {
            switch annotation {
            case .cross(let point): placeCross(point)
            case .dot(let point):
                let radius = context.px(32)
                let box = PixelRect(x: point.x, y: point.y, width: 0, height: 0).insetBy(-radius)
                fill(box, context.theme.color(.red), radius: 32)
            case .fill(let rect, let rgb): fill(rect, Color(rgb))
            case .label(let words, let point): placeLabel(words, at: point)
            }
        }
    }

    /// Thin lines whose crossing is one pixel, and a ring that a finger does not cover.
    private mutating func placeCross(_ point: PixelPoint) {
        let arm = context.px(80)
        let half = max(1, context.px(4)) / 2
        let ink = context.theme.color(.ink)
        fill(
            PixelRect(x: point.x - arm, y: point.y - half, width: 2 * arm + 1, height: 2 * half + 1), ink)
        fill(
            PixelRect(x: point.x - half, y: point.y - arm, width: 2 * half + 1, height: 2 * arm + 1), ink)
        let ring = PixelRect(x: point.x, y: point.y, width: 1, height: 1).insetBy(-context.px(48))
        stroke(ring, context.theme.color(.blue), width: context.strongLine, radius: 48)
    }

    private mutating func placeLabel(_ words: String, at point: PixelPoint) {
        let spec = context.spec(words, .small, width: nil)
        let extent = context.fonts.measure(spec)
        let box = PixelRect(
            x: point.x - extent.width / 2, y: point.y - extent.height / 2, width: extent.width + 2,
            height: extent.height)
        text(spec, in: box, .black)
    }
}
