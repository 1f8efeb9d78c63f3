public import KioskCore

/// A resolution and rate that a panel offers.
struct DisplayMode: Hashable, Sendable {
    var size: PixelSize
    /// Pictures a second, in thousandths.
    var rate: Int
    var isPreferred = false
    var isInterlaced = false
}

/// A socket of the graphics card, and what hangs on it.
struct DisplayOutput: Hashable, Sendable {
    var id: UInt32
    /// `HDMI-A-1`.
    var name: String
    var isConnected: Bool
    var modes: [DisplayMode]

    /// Built into the case, and so the kiosk's own panel where there are several.
    var isBuiltIn: Bool { ["LVDS", "eDP", "DSI", "DPI"].contains { name.hasPrefix($0 + "-") } }
}

/// What the configuration asks of the panel: `1920x1080` or `1920x1080@60`.
public struct ModeWish: Hashable, Sendable, CustomStringConvertible {
    public var size: PixelSize
    /// Pictures a second; the panel's best when `nil`.
    public var rate: Int?

    public init(size: PixelSize, rate: Int? = nil) {
        self.size = size
        self.rate = rate
    }

    /// `nil` where the text is not a mode.
    public init?(_ text: String) {
        let halves = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        let sides = halves[0].split(separator: "x", omittingEmptySubsequences: false)
        guard sides.count == 2, let width = Self.number(sides[0], 1...16_384),
            let height = Self.number(sides[1], 1...16_384)
        else { return nil }
        if halves.count == 2 {
            guard let rate = Self.number(halves[1], 1...500) else { return nil }
            self.rate = rate
        }
        size = PixelSize(width: width, height: height)
    }

    public var description: String { "\(size.width)x\(size.height)" + (rate.map { "@\($0)" } ?? "") }

    private static func number(_ text: Substring, _ range: ClosedRange<Int>) -> Int? {
        guard text.allSatisfy({ $0.isASCII && $0.isNumber }), let value = Int(text), range.contains(value)
        else {
            return nil
        }
        return value
    }
}

/// Which socket and which mode to show the picture with.
struct ModeChoice: Hashable, Sendable {
    var output: DisplayOutput
    /// Which of the output's modes.
    var index: Int
    /// The wish, where the panel does not offer it.
    var unmet: ModeWish?

    var mode: DisplayMode { output.modes[index] }

    /// Chooses; `nil` where no panel is plugged in.
    /// - Parameters:
    ///   - connector: The only socket that counts; otherwise a built-in panel before an external one.
    ///   - wish: The mode the configuration asks for; a panel that lacks it still shows what it can.
    ///   - size: The size that is already drawn for; a mode of this size goes before all but the wish.
    init?(from outputs: [DisplayOutput], connector: String?, wish: ModeWish?, keeping size: PixelSize? = nil)
    {
        let usable = outputs.filter {
            $0.isConnected && !$0.modes.isEmpty && (connector == nil || $0.name == connector)
        }
        guard let output = usable.first(where: \.isBuiltIn) ?? usable.first else { return nil }
        self.output = output
        let modes = output.modes
        let wished = wish.map { wish in modes.indices.filter { modes[$0].size == wish.size } } ?? []
        if let wish, let best = Self.best(of: wished, in: modes, near: wish.rate) {
            index = best
            return
        }
        unmet = wish
        let kept = size.map { size in modes.indices.filter { modes[$0].size == size } } ?? []
        index =
            Self.best(of: kept, in: modes, near: nil)
            ?? modes.indices.first { modes[$0].isPreferred }
            ?? modes.indices.max { modes[$0].rank < modes[$1].rank } ?? 0
    }

    /// The preferred one, else progressive before interlaced, else the rate nearest to the wish, or the
    /// highest.
    private static func best(of candidates: [Int], in modes: [DisplayMode], near rate: Int?) -> Int? {
        candidates.min { one, other in
            func order(_ mode: DisplayMode) -> (Int, Int, Int) {
                let distance = rate.map { abs(mode.rate - $0 * 1000) } ?? -mode.rate
                return rate == nil
                    ? (mode.isPreferred ? 0 : 1, mode.isInterlaced ? 1 : 0, distance)
                    : (mode.isInterlaced ? 1 : 0, distance, mode.isPreferred ? 0 : 1)
            }
            return order(modes[one]) < order(modes[other])
        }
    }
}

extension DisplayMode {
    fileprivate var rank: (Int, Int, Int) { (isInterlaced ? 0 : 1, size.width * size.height, rate) }
}
