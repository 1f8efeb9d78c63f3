import Drawing
public import Foundation
public import KioskCore

/// The slips that came out of a printer, in order.
public actor PaperTray {
    /// One slip on the tray.
    public struct Slip: Hashable, Sendable {
        public let id: Int
        /// The dots on the paper, as a PNG.
        public let picture: [UInt8]
        /// Whether it is marked IN LẠI.
        public let isCopy: Bool
        public let at: Date
    }

    /// Older slips are dropped.
    static let capacity = 5000

    public private(set) var slips: [Slip] = []
    private var nextID = 1

    public init() {}

    public func add(_ dots: DotBitmap, at date: Date) {
        slips.append(Slip(id: nextID, picture: dots.png(), isCopy: dots.hasReprintMark, at: date))
        nextID += 1
        if slips.count > Self.capacity { slips.removeFirst() }
    }

    public func slip(_ id: Int) -> Slip? { slips.first { $0.id == id } }
}

extension DotBitmap {
    /// Whether the slip has the bar of a reprint: white letters on black across the whole width.
    ///
    /// Nothing else on a slip is black at both edges for this many rows.
    public var hasReprintMark: Bool {
        let edge = 16
        let needed = 30
        guard width >= 2 * edge else { return false }
        var run = 0
        for y in 0..<height {
            let isBar = (0..<edge).allSatisfy { self[$0, y] && self[width - 1 - $0, y] }
            run = isBar ? run + 1 : 0
            if run >= needed { return true }
        }
        return false
    }
}
