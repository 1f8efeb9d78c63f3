"""What must hold for fingers on a real kernel."""

import time

from display_cases import probe_on
from machine import Machine, wait_for
from picture import point_on_panel

EV_SYN, EV_KEY, EV_ABS = 0, 1, 3
SLOT, TRACKING, MT_X, MT_Y = 0x2F, 0x39, 0x35, 0x36
BTN_TOUCH = 0x14A


def pixel(machine, panel, x, y):
    width, _, seen = machine.look(panel)
    return seen[(y * width + x) * 3:(y * width + x) * 3 + 3]


def tablet(rotation):
    """A press comes out as the pixel under the finger, whatever way the picture is turned."""
    def case(machine):
        panel = Machine.PANELS["portrait"]
        picture = panel if rotation in (0, 180) else panel[::-1]
        with probe_on(machine, "portrait", rotation=rotation, mouse="yes") as probe:
            wait_for_device(probe, "absoluteMouse used")
            # The tablet covers the panel; the probe must name the picture's pixel there.
            x, y = picture[0] * 3 // 10, picture[1] * 6 // 10
            on_panel = point_on_panel(x, y, picture, rotation)
            place = ((on_panel[0] + 0.5) / panel[0], (on_panel[1] + 0.5) / panel[1])
            started = time.monotonic()
            machine.press(*place)
            wait_for("the pressed place", lambda: pixel(machine, "portrait", *on_panel) == b"\xff\xff\x00", pause=0)
            took = time.monotonic() - started
            machine.press(*place, down=False)
            wait_for("the lifted place", lambda: pixel(machine, "portrait", *on_panel) == b"\x00\xff\x00")
            said = [line.split() for line in probe.said() if line.startswith("touch ")]
            assert [line[1] for line in said] == ["down", "up"], said
            for _, _, seen_x, seen_y in said:
                assert abs(int(seen_x) - x) <= 1 and abs(int(seen_y) - y) <= 1, (said, x, y)
            return f"press to pixel {took * 1000:.0f} ms, looking included"
    return case


def wait_for_device(probe, words):
    def listed():
        probe.forget()
        probe.tell("devices")
        probe.expect("done devices")
        return any(line.startswith(f"device {words}") for line in probe.said())
    wait_for(f"the device '{words}'", listed)
    probe.forget()


class Fingers:
    """A touch panel that appears while the probe runs."""

    def __init__(self, machine):
        self.machine = machine
        machine.do("rm -f /tmp/finger; mkfifo /tmp/finger")
        machine.do("guest finger </tmp/finger >/tmp/finger.times &")
        machine.do("exec 4>/tmp/finger")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.machine.do("exec 4>&-")

    def last_report(self):
        """When the last report was complete, in microseconds."""
        return int(self.machine.do("tail -1 /tmp/finger.times"))

    def send(self, *lines):
        text = "\\n".join(f"{t} {c} {v}" for t, c, v in lines)
        self.machine.do(f"printf '{text}\\n' >&4")

    def down(self, slot, finger, x, y):
        self.send((EV_KEY, BTN_TOUCH, 1), (EV_ABS, SLOT, slot), (EV_ABS, TRACKING, finger), (EV_ABS, MT_X, x),
                  (EV_ABS, MT_Y, y), (EV_SYN, 0, 0))

    def up(self, slot, last=True):
        lines = [(EV_ABS, SLOT, slot), (EV_ABS, TRACKING, -1)]
        self.send(*lines, *([(EV_KEY, BTN_TOUCH, 0)] if last else []), (EV_SYN, 0, 0))


def touches(probe):
    return [tuple(line.split()[1:]) for line in probe.said() if line.startswith("touch ")]


def expect_touches(probe, *wanted):
    try:
        wait_for("the touches", lambda: touches(probe) == list(wanted))
    except AssertionError as fault:
        raise AssertionError(f"{fault}: {touches(probe)} instead of {list(wanted)}")


def fingers(machine):
    """Two fingers on a panel that was plugged in later: the first counts. Then it is pulled under a finger."""
    with probe_on(machine, "landscape", rotation=90) as probe:
        with Fingers(machine) as hand:
            wait_for_device(probe, "multiTouch used Test Panel")
            hand.down(0, 11, 1024, 1024)
            hand.down(1, 12, 3000, 3000)
            hand.up(1, last=False)
            hand.up(0)
            # A quarter across and down the panel, turned by 90 degrees.
            place = ("270", "1439")
            expect_touches(probe, ("down", *place), ("up", *place))
            probe.forget()
            # A second touch in the same place: the kernel repeats no coordinates.
            machine.do("sleep 0.1")
            hand.down(0, 13, 1024, 1024)
            expect_touches(probe, ("down", *place))
        expect_touches(probe, ("down", *place), ("cancelled", *place))
        wait_for("the panel leaving the list", lambda: gone(probe))


def press_to_frame(machine):
    """From a finger's report to the frame on its way to the card, measured inside the machine."""
    took = []
    with probe_on(machine, "landscape") as probe, Fingers(machine) as hand:
        wait_for_device(probe, "multiTouch used Test Panel")
        for finger in range(30, 50):
            probe.forget()
            hand.down(0, finger, 2048 + finger, 2048)
            framed = int(float(probe.expect("framed ").split()[1]))
            took.append(framed - hand.last_report())
            hand.up(0)
            machine.do("sleep 0.1")
    took.sort()
    return f"middle {took[len(took) // 2] / 1000:.1f} ms, slowest {took[-1] / 1000:.1f} ms"


def gone(probe):
    probe.forget()
    probe.tell("devices")
    probe.expect("done devices")
    return not any("Test Panel" in line for line in probe.said())


def overflow(machine):
    """The kernel drops lines while the kiosk is held up; the lifted finger is found out all the same."""
    with probe_on(machine, "landscape") as probe, Fingers(machine) as hand:
        wait_for_device(probe, "multiTouch used Test Panel")
        hand.down(0, 21, 2048, 2048)
        expect_touches(probe, ("down", "960", "540"))
        machine.do(f"kill -STOP {probe.pid()}")
        machine.do(
            f"i=0; while [ $i -lt 900 ]; do echo '{EV_ABS} {MT_X} '$((i + 1000)); echo '{EV_SYN} 0 0'; "
            "i=$((i + 1)); done >&4")
        hand.up(0)
        machine.do(f"kill -CONT {probe.pid()}")
        wait_for("the release", lambda: touches(probe)[-1][0] == "up")
        probe.forget()
        machine.do("sleep 0.1")
        hand.down(0, 22, 0, 0)
        hand.up(0)
        expect_touches(probe, ("down", "0", "0"), ("up", "0", "0"))


def keyboard(machine):
    """Neither a key nor, unless allowed, a mouse does anything."""
    with probe_on(machine, "portrait", console="/dev/tty1") as probe:
        wait_for_device(probe, "keyboard ignored")
        machine.ask("send-key", keys=[{"type": "qcode", "data": key} for key in ("ctrl", "alt", "f2")])
        machine.press(0.5, 0.5)
        machine.press(0.5, 0.5, down=False)
        machine.do("sleep 0.5")
        assert touches(probe) == [], touches(probe)
        assert machine.do("cat /sys/class/tty/tty0/active") == "tty1"


def replugged(machine):
    """The tablet is pulled and plugged in again."""
    with probe_on(machine, "portrait", mouse="yes") as probe:
        wait_for_device(probe, "absoluteMouse used")
        machine.ask("device_del", id="tablet")
        wait_for("the tablet leaving the list", lambda: not listed(probe, "absoluteMouse"))
        machine.ask("device_add", driver="usb-tablet", id="tablet", bus="xhci.0")
        wait_for_device(probe, "absoluteMouse used")
        machine.press(0.25, 0.25)
        machine.press(0.25, 0.25, down=False)
        wait_for("the touch", lambda: [t[0] for t in touches(probe)] == ["down", "up"])


def listed(probe, kind):
    probe.forget()
    probe.tell("devices")
    probe.expect("done devices")
    return any(line.startswith(f"device {kind}") for line in probe.said())


CASES = [(f"tablet turned by {rotation}", tablet(rotation)) for rotation in (0, 90, 180, 270)] + [
    ("fingers", fingers),
    ("press to frame", press_to_frame),
    ("overflow", overflow),
    ("keyboard", keyboard),
    ("tablet replugged", replugged),
]
