import Drawing
import Foundation
import KioskCore
import ScreenKit

/// Painting a whole 1080p screen of twelve tiles, beside Qt's raster engine doing the same.
struct TwelveTiles {
    private static let rounds = 3
    private static let paints = 200

    let bench: Bench

    init(_ bench: Bench) { self.bench = bench }

    func findings() throws -> [Finding] {
        let renderer = ScreenRenderer<Int>(
            profile: Profile(size: PixelSize(width: 1920, height: 1080), pixelsPerMillimetre: 4),
            fonts: try FontLibrary())
        renderer.show(Self.page)
        var qt = Peer("qt-tiles", in: bench.peers)
        let places = try bench.folder("tiles").appending(path: "places.txt")
        try self.places(renderer).write(to: places, atomically: true, encoding: .utf8)
        qt?.arguments = [places.path, "\(Self.paints)"]
        let frame = PixelRect(renderer.profile.size)
        let plain = PlainCopy(size: renderer.profile.size)
        var copies = Samples()
        let (ours, theirs) = try Peer.inTurns(qt, rounds: Self.rounds) { _ in
            for _ in 0..<10 { _ = renderer.repaint() }
            var samples = Samples()
            for _ in 0..<Self.paints {
                samples.add(timed { renderer.repaint() }.1)
                copies.add(timed { plain.copy(frame) }.1)
            }
            return samples
        }
        let what = "painting a 1080p screen of twelve tiles"
        let plainly = Finding(
            "twelve-tiles-copy", "… and a plain copy of it", ours, to: Bare("memcpy of a frame", copies))
        guard qt != nil else {
            let why = "needs qtbase5-dev; see docs/benchmarks.md"
            return [
                Finding("twelve-tiles", what, ours), plainly,
                .skipped("twelve-tiles-qt", "… by Qt 5's raster engine", why: why),
            ]
        }
        return [
            Finding(
                "twelve-tiles", what, ours, to: Bare("Qt", theirs), goal: .atMost(0.45),
                note: "a page that is laid out; header, headline, tiles, help bar"),
            plainly,
            Finding(
                "twelve-tiles-qt", "… by Qt 5's raster engine", theirs,
                note: "QPainter on a QImage, QStaticText, the same page"),
        ]
    }

    /// For the other program: a line a place, as we laid it out.
    private func places(_ renderer: ScreenRenderer<Int>) throws -> String {
        let nodes = renderer.screen?.nodes ?? []
        let tiles = nodes.filter { $0.role == .tile }
        guard tiles.count == 12 else { throw BenchFault("\(tiles.count) tiles are on the page, not 12") }
        let tileLines = zip(tiles, Self.tiles).map { Self.line("tile", $0.bounds, $1.title, $1.detail) }
        let buttons = nodes.filter { $0.role == .button }.map { Self.line("button", $0.bounds, $0.label, "") }
        return (tileLines + buttons).joined(separator: "\n")
    }

    private static func line(_ kind: String, _ place: PixelRect, _ title: String, _ detail: String) -> String
    {
        let cells = [place.x, place.y, place.width, place.height].map(String.init)
        return ([kind] + cells + [title, detail]).joined(separator: "\t")
    }

    private static let tiles = Centre.fields.prefix(12).enumerated().map { index, field in
        (title: field.group + (index % 3 == 0 ? "" : " \(index)"), detail: "5 người chờ · khoảng 10–20 phút")
    }

    private static var page: Page<Int> {
        Page(
            name: "tiles", language: .vietnamese,
            header: Header(
                name: Centre.site.name.uppercased(), detail: "\(Centre.site.unit) · \(Centre.site.phone)",
                clock: "08:15", date: "Thứ Hai 05/01/2026"),
            help: HelpBar(
                isFull: false,
                items: [
                    .init("English", .globe, intent: 100), .init("Gọi cán bộ", .callStaff, intent: 101),
                ]),
            shownShare: 20
        ) {
            View.heading("Mời chọn lĩnh vực")
        } choices: {
            View.grid(columns: 3, minCellWidth: 280) {
                for (index, tile) in tiles.enumerated() {
                    View.tile(tile.title, detail: tile.detail, intent: index).minHeight(176)
                }
            }
        }
    }
}
