internal import CCairo
internal import KioskCore

/// How much of each pixel of a rectangle a shape covers.
///
/// Kept as runs, a third of a byte a pixel: most of a text is the white between its letters.
struct Mask: Sendable {
    let width: Int
    let height: Int
    /// A row is a sequence of runs: how many pixels are clear, how many follow, and of those the coverage
    /// (1...255), unless all are covered whole.
    private var runs: [UInt8] = []
    /// Where each row begins among the runs, and where the last one ends.
    private var rows: [Int32] = [0]

    /// In the second byte of a run: every pixel is covered whole.
    private static let solid: UInt8 = 0x80
    private static let longestRun = 0x7F
    /// Shorter ones are not worth a run of their own.
    private static let minSolidRun = 8

    /// Lets Cairo draw, in any colour, on what is clear at first.
    init(width: Int, height: Int, _ draw: (OpaquePointer) -> Void) {
        (self.width, self.height) = (max(0, width), max(0, height))
        let stride = Int(cairo_format_stride_for_width(CAIRO_FORMAT_A8, Int32(clamping: self.width)))
        var coverage = [UInt8](repeating: 0, count: stride * self.height)
        guard !coverage.isEmpty else { return }
        let size = (width: Int32(clamping: width), height: Int32(clamping: height), stride: Int32(stride))
        unsafe coverage.withUnsafeMutableBufferPointer { bytes in
            let surface = unsafe cairo_image_surface_create_for_data(
                bytes.baseAddress, CAIRO_FORMAT_A8, size.width, size.height, size.stride)
            defer { unsafe cairo_surface_destroy(surface) }
            if let cairo = unsafe cairo_create(surface) {
                unsafe draw(cairo)
                unsafe cairo_destroy(cairo)
            }
            unsafe cairo_surface_finish(surface)
        }
        rows.reserveCapacity(self.height + 1)
        let (rowCount, columns) = (self.height, self.width)
        unsafe coverage.withUnsafeBufferPointer { coverage in
            for row in 0..<rowCount {
                unsafe append(UnsafeBufferPointer(rebasing: coverage[row * stride..<row * stride + columns]))
            }
        }
    }

    private mutating func append(_ row: UnsafeBufferPointer<UInt8>) {
        var (column, clear) = (0, 0)
        while column < row.count {
            if unsafe row[column] == 0 {
                column += 1
                clear += 1
                continue
            }
            while clear > 255 {
                runs.append(255)
                runs.append(0)
                clear -= 255
            }
            let (end, isSolid) = unsafe Self.run(in: row, from: column)
            runs.append(UInt8(clear))
            runs.append(UInt8(end - column) | (isSolid ? Self.solid : 0))
            if !isSolid { unsafe runs.append(contentsOf: row[column..<end]) }
            (column, clear) = (end, 0)
        }
        rows.append(Int32(runs.count))
    }

    /// Many pixels that are covered whole, or else covered ones up to a clear one or to many of those.
    private static func run(in row: UnsafeBufferPointer<UInt8>, from start: Int) -> (end: Int, isSolid: Bool)
    {
        let limit = min(row.count, start + longestRun)
        var (end, whole) = (start, 0)
        while end < limit, unsafe row[end] != 0 {
            whole = unsafe row[end] == 255 ? whole + 1 : 0
            end += 1
            guard whole == minSolidRun else { continue }
            if end - whole > start { return (end - whole, false) }
            while end < limit, unsafe row[end] == 255 { end += 1 }
            return (end, true)
        }
        return (end, false)
    }

    var byteCount: Int { runs.count + rows.count * 4 }

    /// Gives every run of covered pixels of a part: its row, its first column, its length, and the coverage
    /// of each, or nil when all are covered whole.
    @unsafe @inline(__always)
    func forEachRun(
        in part: PixelRect, _ body: (_ row: Int, _ column: Int, _ count: Int, UnsafePointer<UInt8>?) -> Void
    ) {
        unsafe runs.withUnsafeBufferPointer { runs in
            guard let start = runs.baseAddress else { return }
            for row in part.y..<max(part.y, part.maxY) {
                var (at, end) = (Int(rows[row]), Int(rows[row + 1]))
                var column = 0
                while at < end {
                    column += unsafe Int(start[at])
                    let head = unsafe start[at + 1]
                    let count = Int(head & ~Self.solid)
                    at += 2
                    let first = max(column, part.x)
                    let last = min(column + count, part.maxX)
                    let isSolid = head & Self.solid != 0
                    if first < last {
                        unsafe body(row, first, last - first, isSolid ? nil : start + (at + first - column))
                    }
                    at += isSolid ? 0 : count
                    column += count
                    if column >= part.maxX { end = at }
                }
            }
        }
    }
}
