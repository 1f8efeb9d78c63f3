import KioskCore
import Testing

@testable import Devices

@Suite("Calibration")
struct CalibrationTests {
    static let picture = PixelSize(width: 1080, height: 1920)
    private let crosses = [
        PixelPoint(x: 108, y: 192), PixelPoint(x: 972, y: 192), PixelPoint(x: 972, y: 1728),
        PixelPoint(x: 108, y: 1728),
    ]

    /// A panel's error, as a map of the panel's unit places, and where its touches on the crosses are seen.
    private func seen(_ error: Calibration, _ rotation: Rotation) -> [PixelPoint] {
        let panel = rotation.turned(Self.picture)
        return crosses.map { cross in
            let place = error.apply(UnitPoint(cross, picture: Self.picture, rotation: rotation))
            return rotation.picturePoint(
                of: PixelPoint(x: Int(place.x * Double(panel.width)), y: Int(place.y * Double(panel.height))),
                picture: Self.picture)
        }
    }

    @Test(
        arguments: [
            Calibration.identity, Calibration(a: 0.9, b: 0, c: 0.06, d: 0, e: 1.08, f: -0.03),
            Calibration(a: 1, b: 0.03, c: 0, d: -0.03, e: 1, f: 0.01),
            Calibration(a: -1, b: 0, c: 1, d: 0, e: 1, f: 0),
            Calibration(a: 0, b: 1, c: 0, d: 1, e: 0, f: 0), Calibration(a: 0, b: -1, c: 1, d: 1, e: 0, f: 0),
        ], Rotation.allCases)
    func `a panel that is off, mirrored or has its sides swapped is put right`(
        _ error: Calibration, _ rotation: Rotation
    ) throws {
        let calibration = try Calibration(
            crosses: crosses, touches: seen(error, rotation), picture: Self.picture, rotation: rotation)
        for x in [0.1, 0.33, 0.5, 0.9] {
            for y in [0.1, 0.4, 0.95] {
                let place = calibration.apply(error.apply(UnitPoint(x: x, y: y)))
                #expect(abs(place.x - x) < 0.002)
                #expect(abs(place.y - y) < 0.002)
            }
        }
    }

    @Test func `a trembling hand is averaged out`() throws {
        let touches = zip(crosses, [(9, -4), (-7, 8), (5, 9), (-8, -6)]).map {
            PixelPoint(x: $0.x + $1.0, y: $0.y + $1.1)
        }
        let calibration = try Calibration(
            crosses: crosses, touches: touches, picture: Self.picture, rotation: .none)
        let middle = calibration.apply(UnitPoint(x: 0.5, y: 0.5))
        #expect(abs(middle.x - 0.5) < 0.005)
        #expect(abs(middle.y - 0.5) < 0.005)
    }

    @Test func `nonsense is refused`() {
        let far = crosses.map { PixelPoint(x: $0.x / 3 + 400, y: $0.y / 3 + 600) }
        let onePlace = crosses.map { _ in PixelPoint(x: 500, y: 500) }
        let oneLine = crosses.map { PixelPoint(x: $0.x, y: 900) }
        let oneMissed = crosses.dropLast() + [PixelPoint(x: 540, y: 1000)]
        let wrongOrder = [crosses[1], crosses[0], crosses[2], crosses[3]]
        for (touches, fault) in [
            (far, CalibrationFault.implausible), (onePlace, .contradictory), (oneLine, .contradictory),
            (Array(oneMissed), .contradictory), (wrongOrder, .contradictory),
            (Array(crosses.dropLast()), .tooFew),
        ] {
            #expect(throws: fault) {
                try Calibration(crosses: crosses, touches: touches, picture: Self.picture, rotation: .none)
            }
        }
    }

    @Test(arguments: [
        [], [1, 0, 0, 0, 1], [1, 0, 0, 0, 1, 0, 0], [0, 0, 0, 0, 0, 0], [1, 1, 0, 1, 1, 0],
        [.nan, 0, 0, 0, 1, 0],
        [.infinity, 0, 0, 0, 1, 0], [1, 0, 1e9, 0, 1, 0],
    ])
    func `numbers that are no calibration are none`(_ numbers: [Double]) {
        #expect(Calibration(numbers) == nil)
    }

    @Test func `six numbers are kept as they are`() {
        let numbers = [0.9, 0.01, 0.05, -0.01, 1.1, -0.02]
        #expect(Calibration(numbers)?.numbers == numbers)
    }
}
