import CKioskShims
import Testing

@testable import Devices

@Suite("From events to frames")
struct TouchFramesTests {
    private static let slots = TouchFrames.Layout.slots(count: 10)
    private static let report = InputEvent(EV_SYN, SYN_REPORT, 0, at: .seconds(1))

    /// What comes out of lines: a frame's contacts, or that the device has to be asked.
    private func outputs(_ layout: TouchFrames.Layout, _ lines: [InputEvent]) -> [TouchFrames.Output] {
        var frames = TouchFrames(layout)
        return lines.compactMap { frames.receive($0) }
    }

    @Test func `a mouse is somewhere also while nothing is pressed`() {
        var frames = TouchFrames(.relative(width: 100, height: 50))
        for line in [InputEvent(EV_REL, REL_X, 7), InputEvent(EV_REL, REL_Y, -99), Self.report] {
            _ = frames.receive(line)
        }
        #expect(frames.pointer == Contact(id: 0, x: 57, y: 0))
    }

    private func frame(_ contacts: Contact...) -> TouchFrames.Output {
        .frame(TouchFrame(contacts: contacts, time: .seconds(1)))
    }

    @Test func `a finger in a slot is down, moves and is gone`() {
        let lines = [
            InputEvent(EV_ABS, ABS_MT_SLOT, 0), InputEvent(EV_ABS, ABS_MT_TRACKING_ID, 45),
            InputEvent(EV_ABS, ABS_MT_POSITION_X, 100), InputEvent(EV_ABS, ABS_MT_POSITION_Y, 200),
            InputEvent(EV_KEY, BTN_TOUCH, 1), Self.report,
            InputEvent(EV_ABS, ABS_MT_POSITION_X, 110), Self.report,
            InputEvent(EV_ABS, ABS_MT_TRACKING_ID, -1), InputEvent(EV_KEY, BTN_TOUCH, 0), Self.report,
        ]
        #expect(
            outputs(Self.slots, lines) == [
                frame(Contact(id: 45, x: 100, y: 200)), frame(Contact(id: 45, x: 110, y: 200)), frame(),
            ])
    }

    @Test func `the next finger in a slot is where the last one was, until events say otherwise`() {
        let lines = [
            InputEvent(EV_ABS, ABS_MT_TRACKING_ID, 1), InputEvent(EV_ABS, ABS_MT_POSITION_X, 7),
            InputEvent(EV_ABS, ABS_MT_POSITION_Y, 8), Self.report,
            InputEvent(EV_ABS, ABS_MT_TRACKING_ID, -1), Self.report,
            InputEvent(EV_ABS, ABS_MT_TRACKING_ID, 2), InputEvent(EV_ABS, ABS_MT_POSITION_X, 9), Self.report,
        ]
        #expect(outputs(Self.slots, lines).last == frame(Contact(id: 2, x: 9, y: 8)))
    }

    @Test func `two fingers keep apart, with width and palm`() {
        let lines = [
            InputEvent(EV_ABS, ABS_MT_SLOT, 0), InputEvent(EV_ABS, ABS_MT_TRACKING_ID, 1),
            InputEvent(EV_ABS, ABS_MT_POSITION_X, 1), InputEvent(EV_ABS, ABS_MT_TOUCH_MAJOR, 30),
            InputEvent(EV_ABS, ABS_MT_SLOT, 3), InputEvent(EV_ABS, ABS_MT_TRACKING_ID, 2),
            InputEvent(EV_ABS, ABS_MT_POSITION_X, 5),
            InputEvent(EV_ABS, ABS_MT_TOOL_TYPE, Int32(MT_TOOL_PALM)),
            Self.report,
        ]
        #expect(
            outputs(Self.slots, lines) == [
                frame(Contact(id: 1, x: 1, y: 0, width: 30), Contact(id: 2, x: 5, y: 0, isPalm: true))
            ])
    }

    @Test(arguments: [(Int32(BTN_TOUCH), true), (Int32(BTN_LEFT), true), (Int32(BTN_TOUCH), false)])
    func `one finger is where the report says, whichever line comes first`(
        _ button: Int32, _ buttonFirst: Bool
    ) {
        let press = InputEvent(EV_KEY, button, 1)
        let place = [InputEvent(EV_ABS, ABS_X, 300), InputEvent(EV_ABS, ABS_Y, 400)]
        let lines = (buttonFirst ? [press] + place : place + [press]) + [Self.report]
        #expect(outputs(.single(button: button), lines) == [frame(Contact(id: 1, x: 300, y: 400))])
    }

    @Test func `each press of one finger has a name of its own`() {
        let press = InputEvent(EV_KEY, BTN_TOUCH, 1)
        let lift = InputEvent(EV_KEY, BTN_TOUCH, 0)
        let lines = [press, Self.report, lift, Self.report, press, Self.report]
        #expect(
            outputs(.single(button: BTN_TOUCH), lines) == [
                frame(Contact(id: 1, x: 0, y: 0)), frame(), frame(Contact(id: 2, x: 0, y: 0)),
            ])
    }

    @Test func `a mouse begins in the middle and stays inside`() {
        let lines = [
            InputEvent(EV_REL, REL_X, 7), InputEvent(EV_REL, REL_Y, -1000), InputEvent(EV_KEY, BTN_LEFT, 1),
            Self.report, InputEvent(EV_REL, REL_X, 1000), Self.report,
        ]
        #expect(
            outputs(.relative(width: 100, height: 60), lines) == [
                frame(Contact(id: 1, x: 57, y: 0)), frame(Contact(id: 1, x: 99, y: 0)),
            ])
    }

    @Test func `after events were dropped nothing counts until the state was read from the device`() {
        var frames = TouchFrames(Self.slots)
        _ = frames.receive(InputEvent(EV_ABS, ABS_MT_TRACKING_ID, 1))
        #expect(frames.receive(InputEvent(EV_SYN, SYN_DROPPED, 0)) == nil)
        #expect(frames.receive(InputEvent(EV_ABS, ABS_MT_TRACKING_ID, 99)) == nil)
        #expect(frames.receive(Self.report) == .resynchronize)
        var state = TouchFrames.Snapshot()
        state.slots = [TouchFrames.Slot(), TouchFrames.Slot(finger: 5, x: 10, y: 20)]
        state.slot = 1
        let frame = frames.restore(state, at: .seconds(2))
        #expect(frame == TouchFrame(contacts: [Contact(id: 5, x: 10, y: 20)], time: .seconds(2)))
        // The slot in force was asked for too: the next value belongs to it.
        _ = frames.receive(InputEvent(EV_ABS, ABS_MT_POSITION_X, 11))
        #expect(frames.receive(Self.report) == self.frame(Contact(id: 5, x: 11, y: 20)))
    }

    @Test(arguments: [-1, 10, Int32.max, Int32.min])
    func `a slot that does not exist holds nothing`(_ slot: Int32) {
        let lines = [
            InputEvent(EV_ABS, ABS_MT_SLOT, slot), InputEvent(EV_ABS, ABS_MT_TRACKING_ID, 4), Self.report,
        ]
        #expect(outputs(Self.slots, lines) == [frame()])
    }

    @Test func `a device that claims countless slots gets the maximum number of slots`() {
        let lines = [
            InputEvent(EV_ABS, ABS_MT_SLOT, Int32(TouchFrames.maxSlots)),
            InputEvent(EV_ABS, ABS_MT_TRACKING_ID, 4), Self.report,
        ]
        #expect(outputs(.slots(count: .max), lines) == [frame()])
    }
}
