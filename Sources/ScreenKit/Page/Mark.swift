public import KioskCore

/// Something at a place of the panel that no layout chooses: what a technician touches, looks at or measures.
public enum Mark: Hashable, Sendable {
    /// To be touched in the middle.
    case cross(PixelPoint)
    /// Where a finger is.
    case dot(PixelPoint)
    /// A colour as it is, `0x00RRGGBB`, whatever the theme.
    case fill(PixelRect, rgb: UInt32)
    /// Words whose middle is there, on a fill.
    case label(String, at: PixelPoint)
}
