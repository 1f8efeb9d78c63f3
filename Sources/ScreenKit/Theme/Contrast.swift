internal import Drawing

#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// The contrast ratio of two colours, 1...21 (WCAG 2.2, "contrast ratio").
func contrast(_ one: Color, _ other: Color) -> Double {
    let (a, b) = (luminance(one), luminance(other))
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)
}

private func luminance(_ color: Color) -> Double {
    func linear(_ shift: UInt32) -> Double {
        let channel = Double(color.rgb >> shift & 0xFF) / 255
        return channel <= 0.04045 ? channel / 12.92 : pow((channel + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * linear(16) + 0.7152 * linear(8) + 0.0722 * linear(0)
}
