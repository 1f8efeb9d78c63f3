import KioskCore

/// The units of a touch panel's axis.
struct AxisRange: Hashable, Sendable {
    var minimum: Int
    var maximum: Int
    /// Units a millimetre; `nil` where the panel does not tell.
    var resolution: Int?

    /// `nil` for an axis without length, which hostile hardware may report.
    init?(minimum: Int, maximum: Int, resolution: Int? = nil) {
        guard maximum > minimum, minimum.magnitude < 1 << 40, maximum.magnitude < 1 << 40 else { return nil }
        self.minimum = minimum
        self.maximum = maximum
        self.resolution = resolution.flatMap { $0 > 0 ? $0 : nil }
    }

    /// The middle of a unit, as a part of the axis.
    func part(_ value: Int) -> Double {
        (Double(value) - Double(minimum) + 0.5) / (Double(maximum) - Double(minimum) + 1)
    }
}

/// From a touch panel's units to the picture's pixels: calibrated, turned, and kept inside.
struct TouchMapping: Hashable, Sendable {
    /// What is wider is a palm: in millimetres, or as a part of the panel's longer side where it does not
    /// know them.
    enum Palm {
        static let millimetres = 32.0
        static let part = 0.12
    }

    var x: AxisRange
    var y: AxisRange
    var calibration: Calibration
    var rotation: Rotation
    /// The picture's size.
    var picture: PixelSize

    func finger(_ contact: Contact) -> TouchFilter.Finger {
        TouchFilter.Finger(
            id: contact.id, point: point(x: contact.x, y: contact.y),
            isPalm: contact.isPalm || isWide(contact))
    }

    func point(x: Int, y: Int) -> PixelPoint {
        let place = calibration.apply(UnitPoint(x: self.x.part(x), y: self.y.part(y)))
        let panel = rotation.turned(picture)
        return rotation.picturePoint(
            of: PixelPoint(x: pixel(place.x, of: panel.width), y: pixel(place.y, of: panel.height)),
            picture: picture)
    }

    private func pixel(_ part: Double, of side: Int) -> Int {
        Int(min(max(part * Double(side), 0), Double(side - 1)))
    }

    private func isWide(_ contact: Contact) -> Bool {
        guard let width = contact.width else { return false }
        if let resolution = x.resolution { return Double(width) / Double(resolution) > Palm.millimetres }
        return Double(width) / Double(max(x.maximum - x.minimum, y.maximum - y.minimum)) > Palm.part
    }
}
