import CKioskShims
import KioskCore
import Testing

@testable import Devices

@Suite("From a panel's units to pixels")
struct TouchMappingTests {
    private func mapping(
        _ rotation: Rotation = .none, _ picture: PixelSize = PixelSize(width: 100, height: 50),
        minimum: Int = 0,
        maximum: Int = 4095, resolution: Int? = nil, calibration: Calibration = .identity
    ) throws -> TouchMapping {
        let range = try #require(AxisRange(minimum: minimum, maximum: maximum, resolution: resolution))
        return TouchMapping(
            x: range, y: range, calibration: calibration, rotation: rotation, picture: picture)
    }

    @Test(arguments: [
        (Rotation.none, 0, 0), (.quarter, 0, 49), (.half, 99, 49), (.threeQuarters, 99, 0),
    ])
    func `the panel's top left is the corner that the turned picture has there`(
        _ rotation: Rotation, _ x: Int, _ y: Int
    ) throws {
        #expect(try mapping(rotation).point(x: 0, y: 0) == PixelPoint(x: x, y: y))
    }

    @Test(arguments: Rotation.allCases)
    func `every pixel of the picture can be touched`(_ rotation: Rotation) throws {
        let picture = PixelSize(width: 37, height: 23)
        let mapping = try mapping(rotation, picture)
        var touched: Set<PixelPoint> = []
        for x in stride(from: 0, through: 4095, by: 16) {
            for y in stride(from: 0, through: 4095, by: 16) { touched.insert(mapping.point(x: x, y: y)) }
        }
        #expect(touched.count == 37 * 23)
    }

    @Test(arguments: [(-5000, 0), (0, 100_000), (Int(Int32.max), Int(Int32.min))])
    func `a place outside the panel is at its edge`(_ x: Int, _ y: Int) throws {
        let point = try mapping(calibration: Calibration(a: 2, b: 0, c: -0.5, d: 0, e: 2, f: -0.5)).point(
            x: x, y: y)
        #expect(PixelRect(x: 0, y: 0, width: 100, height: 50).contains(point))
    }

    @Test func `axes may begin below nothing`() throws {
        let mapping = try mapping(minimum: -2000, maximum: 1999)
        #expect(mapping.point(x: 0, y: 0) == PixelPoint(x: 50, y: 25))
    }

    @Test func `a calibration acts on the panel, before the picture is turned`() throws {
        let shifted = Calibration(a: 1, b: 0, c: 0.5, d: 0, e: 1, f: 0)
        #expect(try mapping(.half, calibration: shifted).point(x: 0, y: 0) == PixelPoint(x: 49, y: 49))
    }

    @Test(arguments: [(10, 319, false), (10, 321, true)])
    func `a contact wider than a thumb is a palm, in millimetres`(
        _ resolution: Int, _ width: Int, _ isPalm: Bool
    ) throws {
        let finger = try mapping(resolution: resolution).finger(Contact(id: 1, x: 0, y: 0, width: width))
        #expect(finger.isPalm == isPalm)
    }

    @Test(arguments: [(400, false), (600, true)])
    func `or as a part of a panel that knows no millimetres`(_ width: Int, _ isPalm: Bool) throws {
        #expect(try mapping().finger(Contact(id: 1, x: 0, y: 0, width: width)).isPalm == isPalm)
    }

    @Test(arguments: [(0, 0), (5, 4), (Int.min, 0), (0, Int.max)])
    func `an axis without length is none`(_ minimum: Int, _ maximum: Int) {
        #expect(AxisRange(minimum: minimum, maximum: maximum) == nil)
    }
}

@Suite("Kinds of input devices")
struct InputKindTests {
    private func kind(
        keys: [Int32] = [], axes: [Int32] = [], movements: [Int32] = [], properties: [Int32] = []
    ) -> InputKind {
        var abilities = InputAbilities()
        abilities.keys = BitRow(keys)
        abilities.axes = BitRow(axes)
        abilities.movements = BitRow(movements)
        abilities.properties = BitRow(properties)
        return abilities.kind
    }

    private let place = [ABS_X, ABS_Y]
    private let fingers = [
        ABS_X, ABS_Y, ABS_MT_SLOT, ABS_MT_TRACKING_ID, ABS_MT_POSITION_X, ABS_MT_POSITION_Y,
    ]

    @Test func `panels are panels`() {
        #expect(kind(keys: [BTN_TOUCH], axes: fingers, properties: [INPUT_PROP_DIRECT]) == .multiTouch)
        #expect(kind(keys: [BTN_TOUCH], axes: place, properties: [INPUT_PROP_DIRECT]) == .singleTouch)
        // Old resistive controllers do not say that they are direct.
        #expect(kind(keys: [BTN_TOUCH], axes: place) == .singleTouch)
    }

    @Test func `what only resembles a panel is none`() {
        #expect(
            kind(keys: [BTN_TOUCH, BTN_TOOL_FINGER], axes: fingers, properties: [INPUT_PROP_POINTER])
                == .other)
        #expect(kind(keys: [BTN_TOUCH, BTN_TOOL_PEN], axes: place) == .other)
        #expect(kind(keys: [BTN_LEFT], axes: place) == .absoluteMouse)
        #expect(kind(keys: [BTN_LEFT], movements: [REL_X, REL_Y]) == .mouse)
        #expect(kind(keys: [KEY_A, KEY_ENTER]) == .keyboard)
        #expect(kind(keys: [KEY_POWER]) == .other)
        #expect(kind() == .other)
    }
}
