internal import KioskCore

extension DotBitmap {
    /// The whole page in dots of a printer's resolution, with the slip on it.
    ///
    /// At the slip's own resolution every dot stays a dot; at another one the nearest is taken.
    func onPage(_ page: SlipPage, dotsPerInch own: Int, at resolution: Int) -> DotBitmap {
        var picture = DotBitmap(
            width: page.width * resolution / SlipPage.unitsPerInch,
            height: page.length * resolution / SlipPage.unitsPerInch)
        let (left, top) = page.offset(dotsPerInch: resolution)
        let columns = min(width * resolution / own, picture.width - left)
        for y in 0..<min(height * resolution / own, picture.height - top) {
            let from = y * own / resolution
            for x in 0..<columns where self[x * own / resolution, from] { picture[left + x, top + y] = true }
        }
        return picture
    }
}

extension DotBitmap {
    /// The upper part.
    func first(rows: Int) -> DotBitmap {
        var part = DotBitmap(width: width, height: rows)
        part.bytes = Array(bytes.prefix(part.bytes.count))
        return part
    }
}
