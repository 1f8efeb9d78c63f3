import Devices
public import KioskCore
public import SimulatedDevices

/// A slip with a frame, a diagonal and its number in a bar; nothing in it looks like a command.
public func sampleSlip(_ number: Int = 0, height: Int = 1040) -> DotBitmap {
    var slip = DotBitmap(width: 576, height: height)
    for y in 0..<height {
        for x in [0, 1, 574, 575, (y * 3) % 576, (y * 3 + 1) % 576] { slip[x, y] = true }
    }
    for x in 0..<576 where (number >> (x / 48)) & 1 == 1 || x % 7 == 0 {
        for y in 40..<60 { slip[x, y] = true }
    }
    return slip
}

/// The slip that a piece of paper shows: without the blank head that every piece has.
public func printed(_ slip: PrintedSlip, height: Int) -> DotBitmap {
    let distance = PrinterProfile.generic80.cutterDistance
    var picture = DotBitmap(width: slip.bitmap.width, height: height)
    let from = distance * picture.bytesPerRow
    picture.bytes = Array(slip.bitmap.bytes.dropFirst(from).prefix(picture.bytes.count))
    return picture
}

extension VirtualReceiptPrinter {
    /// Whether the tray holds exactly these slips, after so many others.
    public func shows(_ slips: [DotBitmap], after others: Int = 0) -> Bool {
        let head = PrinterProfile.generic80.cutterDistance
        let papers = tray.dropFirst(others)
        return papers.count == slips.count
            && zip(papers, slips).allSatisfy { paper, slip in
                paper.bitmap.height == slip.height + head && printed(paper, height: slip.height) == slip
            }
    }

    /// Whether the last piece ends with this slip, whatever hung there before it.
    public func ends(with slip: DotBitmap) -> Bool {
        tray.last.map { $0.bitmap.bytes.suffix(slip.bytes.count).elementsEqual(slip.bytes) } == true
    }
}
