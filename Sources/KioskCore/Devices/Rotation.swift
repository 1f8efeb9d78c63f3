/// How far the picture is turned clockwise on its way to the panel.
public enum Rotation: Int, CaseIterable, Hashable, Sendable {
    case none = 0
    case quarter = 90
    case half = 180
    case threeQuarters = 270

    /// The picture's size for a panel's, and the other way round.
    public func turned(_ size: PixelSize) -> PixelSize {
        switch self {
        case .none, .half: size
        case .quarter, .threeQuarters: PixelSize(width: size.height, height: size.width)
        }
    }

    /// Where a place of the picture lies on the panel.
    public func panelPoint(of point: PixelPoint, picture: PixelSize) -> PixelPoint {
        switch self {
        case .none: point
        case .quarter: PixelPoint(x: picture.height - 1 - point.y, y: point.x)
        case .half: PixelPoint(x: picture.width - 1 - point.x, y: picture.height - 1 - point.y)
        case .threeQuarters: PixelPoint(x: point.y, y: picture.width - 1 - point.x)
        }
    }

    /// Which place of the picture a place on the panel shows.
    public func picturePoint(of point: PixelPoint, picture: PixelSize) -> PixelPoint {
        switch self {
        case .none: point
        case .quarter: PixelPoint(x: point.y, y: picture.height - 1 - point.x)
        case .half: PixelPoint(x: picture.width - 1 - point.x, y: picture.height - 1 - point.y)
        case .threeQuarters: PixelPoint(x: picture.width - 1 - point.y, y: point.x)
        }
    }

    /// What a part of the picture covers on the panel.
    public func panelRect(of part: PixelRect, picture: PixelSize) -> PixelRect {
        guard !part.isEmpty else { return .zero }
        let one = panelPoint(of: PixelPoint(x: part.x, y: part.y), picture: picture)
        let other = panelPoint(of: PixelPoint(x: part.maxX - 1, y: part.maxY - 1), picture: picture)
        return PixelRect(corner: one, corner: other)
    }

    /// Which part of the picture a part of the panel shows.
    package func pictureRect(of part: PixelRect, picture: PixelSize) -> PixelRect {
        guard !part.isEmpty else { return .zero }
        let one = picturePoint(of: PixelPoint(x: part.x, y: part.y), picture: picture)
        let other = picturePoint(of: PixelPoint(x: part.maxX - 1, y: part.maxY - 1), picture: picture)
        return PixelRect(corner: one, corner: other)
    }
}

extension PixelRect {
    /// The smallest rectangle that holds two pixels.
    fileprivate init(corner one: PixelPoint, corner other: PixelPoint) {
        self.init(
            x: min(one.x, other.x), y: min(one.y, other.y), width: abs(one.x - other.x) + 1,
            height: abs(one.y - other.y) + 1)
    }
}
