import Foundation
import KioskCore
import Testing

/// The first page of a PWG raster document, read by the words of PWG 5102.4 and not by libcups.
struct PWGPage {
    let picture: DotBitmap
    let dotsPerInch: Int
    /// In points.
    let pageSize: (width: Int, height: Int)

    init(_ data: Data) throws {
        let bytes = Array(data)
        try #require(bytes.count > 1800 && bytes.prefix(4) == Array("RaS2".utf8)[...])
        /// A big-endian number of the header, which follows the four bytes of synchronisation.
        func number(_ offset: Int) -> Int { bytes[4 + offset..<8 + offset].reduce(0) { $0 << 8 | Int($1) } }
        try #require(String(decoding: bytes[4..<13], as: UTF8.self) == "PwgRaster")
        dotsPerInch = number(276)
        pageSize = (number(352), number(356))
        let (width, height, bits, lineBytes) = (number(372), number(376), number(388), number(392))
        try #require(number(280) == dotsPerInch && (bits == 1 || bits == 8))
        // 3 is black, where a set bit is a dot; 18 is grey, where 255 is white.
        try #require(number(400) == (bits == 1 ? 3 : 18))
        var picture = DotBitmap(width: width, height: height)
        try #require(lineBytes == (bits == 1 ? picture.bytesPerRow : width))
        var index = 1800
        var row = 0
        while row < height {
            let repeats = Int(bytes[index]) + 1
            index += 1
            let line = try Self.line(of: lineBytes, in: bytes, from: &index)
            for _ in 0..<repeats {
                for x in 0..<width {
                    picture[x, row] = bits == 1 ? line[x / 8] & (0x80 >> (x % 8)) != 0 : line[x] < 128
                }
                row += 1
            }
        }
        try #require(index == bytes.count, "one page and nothing more")
        self.picture = picture
    }

    private static func line(of count: Int, in bytes: [UInt8], from index: inout Int) throws -> [UInt8] {
        var line: [UInt8] = []
        while line.count < count {
            let code = Int(bytes[index])
            if code < 128 {
                line += [UInt8](repeating: bytes[index + 1], count: code + 1)
                index += 2
            } else if code == 128 {
                line += [UInt8](repeating: 0, count: count - line.count)
                index += 1
            } else {
                line += bytes[index + 1..<index + 1 + 257 - code]
                index += 1 + 257 - code
            }
        }
        try #require(line.count == count)
        return line
    }
}

/// The raster rows of a PCL job, as HP's printers read them (PCL 5 reference, "raster graphics").
enum PCLPage {
    static func read(_ data: Data) throws -> DotBitmap {
        let bytes = Array(data)
        var rows: [[UInt8]] = []
        var mode = 0
        var index = 0
        while let escape = bytes[index...].firstIndex(of: 0x1B), escape + 2 < bytes.count {
            index = escape + 1
            guard bytes[index] == UInt8(ascii: "*"), bytes[index + 1] == UInt8(ascii: "b") else { continue }
            index += 2
            var isOver = false
            while !isOver {
                let end = try #require(bytes[index...].firstIndex { $0 >= 0x40 })
                let value = Int(String(decoding: bytes[index..<end], as: UTF8.self)) ?? 0
                index = end + 1
                isOver = bytes[end] < 0x60
                switch bytes[end] | 0x20 {
                case UInt8(ascii: "m"): mode = value
                case UInt8(ascii: "y"): rows += [[UInt8]](repeating: [], count: value)
                case UInt8(ascii: "w"):
                    rows.append(unpacked(bytes[index..<index + value], mode: mode))
                    index += value
                default: break
                }
            }
        }
        var picture = DotBitmap(width: (rows.map(\.count).max() ?? 0) * 8, height: rows.count)
        for (y, row) in rows.enumerated() {
            for (x, byte) in row.enumerated() { picture.bytes[y * picture.bytesPerRow + x] = byte }
        }
        return picture
    }

    private static func unpacked(_ data: ArraySlice<UInt8>, mode: Int) -> [UInt8] {
        guard mode == 2 else { return Array(data) }
        var line: [UInt8] = []
        var index = data.startIndex
        while index < data.endIndex {
            let code = Int(data[index])
            if code < 128 {
                line += data[index + 1...min(index + 1 + code, data.endIndex - 1)]
                index += code + 2
            } else if code == 128 {
                index += 1
            } else {
                line += [UInt8](repeating: data[index + 1], count: 257 - code)
                index += 2
            }
        }
        return line
    }
}
