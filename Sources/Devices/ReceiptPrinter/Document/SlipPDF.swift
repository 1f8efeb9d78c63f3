package import KioskCore

/// A slip as a PDF of one page that holds one picture of black and white dots, without loss (ISO 32000-1).
package struct SlipPDF {
    /// The picture is drawn this much of a dot inside its edges: a renderer that rounds outwards (poppler)
    /// would make a row and a column more of it, and spread the dots.
    private static let inset = 0.02

    package let bytes: [UInt8]

    package init(_ slip: DotBitmap, dotsPerInch: Int, on page: SlipPage) {
        let (x, y) = page.offset(dotsPerInch: dotsPerInch)
        let pageWidth = Self.points(page.width)
        let pageLength = Self.points(page.length)
        func points(_ dots: Double) -> Double { dots * 72 / Double(dotsPerInch) }
        let width = points(Double(slip.width) - 2 * Self.inset)
        let height = points(Double(slip.height) - 2 * Self.inset)
        let left = points(Double(x) + Self.inset)
        let bottom = pageLength - points(Double(y) + Self.inset) - height
        let drawing = "q \(width) 0 0 \(height) \(left) \(bottom) cm /Slip Do Q"
        let media = "[0 0 \(pageWidth) \(pageLength)]"
        var file = File()
        file.add("<</Type/Catalog/Pages 2 0 R>>")
        file.add("<</Type/Pages/Kids[3 0 R]/Count 1>>")
        file.add(
            "<</Type/Page/Parent 2 0 R/MediaBox\(media)/Contents 4 0 R/Resources<</XObject<</Slip 5 0 R>>>>>>"
        )
        file.add("<</Length \(drawing.utf8.count)>>", stream: Array(drawing.utf8))
        file.add(
            "<</Type/XObject/Subtype/Image/Width \(slip.width)/Height \(slip.height)/BitsPerComponent 1"
                + "/ColorSpace/DeviceGray/Decode[1 0]/Length \(slip.bytes.count)>>", stream: slip.bytes)
        bytes = file.finished()
    }

    private static func points(_ units: Int) -> Double { Double(units) * 72 / Double(SlipPage.unitsPerInch) }

    /// Numbered objects and the table that says where each begins.
    private struct File {
        private var bytes = Array("%PDF-1.4\n%".utf8) + [0xE2, 0xE3, 0xCF, 0xD3, 0x0A]
        private var starts: [Int] = []

        mutating func add(_ object: String, stream: [UInt8]? = nil) {
            starts.append(bytes.count)
            bytes += "\(starts.count) 0 obj\n\(object)\n".utf8
            if let stream { bytes += Array("stream\n".utf8) + stream + Array("\nendstream\n".utf8) }
            bytes += "endobj\n".utf8
        }

        consuming func finished() -> [UInt8] {
            let table = bytes.count
            bytes += "xref\n0 \(starts.count + 1)\n0000000000 65535 f \n".utf8
            for start in starts {
                let digits = String(start)
                bytes += (String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n").utf8
            }
            bytes += "trailer\n<</Size \(starts.count + 1)/Root 1 0 R>>\nstartxref\n\(table)\n%%EOF\n".utf8
            return bytes
        }
    }
}
