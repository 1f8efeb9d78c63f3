"""What must hold on a real kernel's panels."""

import time

from machine import Machine, Probe, wait_for
from picture import difference, expected, in_16_bits

DRIVERS = {"portrait": "virtio", "landscape": "bochs"}


def shows(machine, panel, wanted, seconds=20):
    """Waits until a panel shows a picture, pixel for pixel."""
    state = {}

    def same():
        width, _, seen = machine.look(panel)
        state["seen"], state["width"] = seen, width
        return seen == wanted
    try:
        wait_for(f"the picture on {panel}", same, seconds)
    except AssertionError as fault:
        raise AssertionError(f"{fault}: {difference(state['seen'], wanted, state['width'])}")


def probe_on(machine, panel, **options):
    return Probe(machine, display="drm", card=machine.card(DRIVERS[panel]), **options)


def picture_and_part(panel, rotation):
    """A whole picture, then a part of it, with odd edges."""
    def case(machine):
        size = Machine.PANELS[panel]
        part = (101, 53, 333, 77)
        with probe_on(machine, panel, rotation=rotation) as probe:
            across, down = size if rotation in (0, 180) else size[::-1]
            assert f"size {across}x{down}" in probe.said(), probe.said()
            probe.tell("picture 7")
            whole = expected(size, rotation, 7)
            shows(machine, panel, whole)
            probe.tell("part 40 " + " ".join(map(str, part)))
            shows(machine, panel, expected(size, rotation, 40, base=whole, part=part))
            probe.forget()
            probe.tell("burst 120")
            words = probe.expect("burst ").split()
            return f"handing over {words[1]} s, slowest {words[3]} s"
    return case


def emulated_framebuffer(machine):
    """The old interface on top of a DRM driver."""
    size = Machine.PANELS["portrait"]
    with Probe(machine, display="fbdev", device=machine.framebuffer("virtio"), console="/dev/tty1",
               rotation=90) as probe:
        probe.tell("picture 3")
        shows(machine, "portrait", expected(size, 90, 3))


def old_framebuffer(rotation, screens):
    """A driver without DRM: 16 bits a pixel, and memory whose halves take turns where there are two."""
    def case(machine):
        size = Machine.LEGACY
        device = machine.framebuffer("Picasso")
        if screens == 2:
            machine.do(f"guest two-screens {device}")
        with Probe(machine, display="fbdev", device=device, console="/dev/tty1", rotation=rotation) as probe:
            offsets = set()
            whole = expected(size, rotation, 0)
            probe.tell("picture 0")
            for seed in (3, 4, 5):
                shows(machine, "legacy", in_16_bits(whole))
                offsets.add(machine.do(f"cat /sys/class/graphics/{device.split('/')[-1]}/pan"))
                part = (seed * 21, seed * 27, 203, 99)
                probe.tell(f"part {seed} " + " ".join(map(str, part)))
                whole = expected(size, rotation, seed, base=whole, part=part)
            shows(machine, "legacy", in_16_bits(whole))
            assert len(offsets) == screens, offsets
    return case


def unplugged(machine):
    """The panel is pulled: dark, and the picture is back when it is plugged in again."""
    size = Machine.PANELS["portrait"]
    card = machine.card("virtio").split("/")[-1]
    status = machine.do(f"ls /sys/class/drm/{card}-*/status")
    with probe_on(machine, "portrait") as probe:
        probe.tell("picture 5")
        shows(machine, "portrait", expected(size, 0, 5))
        machine.do(f"echo off >{status}; echo change >/sys/class/drm/{card}/uevent")
        probe.expect_condition("unplugged")
        probe.tell("picture 6")
        machine.do(f"echo detect >{status}; echo change >/sys/class/drm/{card}/uevent")
        probe.expect_condition("showing")
        shows(machine, "portrait", expected(size, 0, 6))


def taken_away(machine):
    """Another program takes the card, and gives it back by ending."""
    size = Machine.PANELS["landscape"]
    card = machine.card("bochs")
    with probe_on(machine, "landscape") as probe:
        probe.tell("picture 8")
        shows(machine, "landscape", expected(size, 0, 8))
        machine.do(f"guest steal {probe.pid()} {card} >/tmp/thief 2>&1 &")
        wait_for("the theft", lambda: "stolen" in machine.do("cat /tmp/thief"))
        probe.tell("picture 9")
        probe.expect_condition("occupied")
        machine.do("killall guest")
        probe.expect_condition("showing")
        shows(machine, "landscape", expected(size, 0, 9))


def occupied_from_the_start(machine):
    """The boot splash has the card still when the kiosk starts, which is not root and never had it."""
    size = Machine.PANELS["landscape"]
    card = machine.card("bochs")
    machine.do(f"chmod 666 {card}; guest steal 1 {card} >/tmp/thief 2>&1 &")
    wait_for("the theft", lambda: "stolen" in machine.do("cat /tmp/thief"))
    with probe_on(machine, "landscape", user=1000) as probe:
        probe.tell("picture 2")
        probe.expect_condition("occupied")
        machine.do("killall guest")
        shows(machine, "landscape", expected(size, 0, 2))


def console(machine):
    """Graphics while the kiosk runs; text after it ends, and after it was killed and helped."""
    mode = lambda: machine.do("guest console /dev/tty1")
    with probe_on(machine, "portrait", console="/dev/tty1") as probe:
        probe.tell("picture 1")
        shows(machine, "portrait", expected(Machine.PANELS["portrait"], 0, 1))
        assert mode() == "graphics", mode()
    assert mode() == "text", mode()
    wait_for("the console's picture", lambda: machine.look("portrait")[2] != expected(Machine.PANELS["portrait"], 0, 1))
    with probe_on(machine, "portrait", console="/dev/tty1") as probe:
        machine.do(f"kill -9 {probe.pid()}")
        wait_for("the kill", lambda: not probe.pid())
        assert mode() == "graphics", mode()
        machine.do("PanelProbe --give-back /dev/tty1")
        assert mode() == "text", mode()


def wrong_names(machine):
    """A card or socket that is not there is said to be, with what is."""
    said = machine.do("PanelProbe --display drm --card /dev/dri/card9 </dev/null")
    assert "/dev/dri/card9 cannot be opened" in said, said
    said = machine.do(f"PanelProbe --display drm --card {machine.card('virtio')} --connector HDMI-A-9 </dev/null")
    assert "has no socket HDMI-A-9; it has Virtual-" in said, said


def auto(machine):
    """Nothing is configured: the first card with a panel is taken."""
    with Probe(machine, display="auto") as probe:
        probe.tell("picture 4")
        started = time.monotonic()
        probe.expect_condition("showing")
        return f"showing after {time.monotonic() - started:.2f} s"


CASES = [
    (f"{panel} turned by {rotation}", picture_and_part(panel, rotation))
    for panel in Machine.PANELS for rotation in (0, 90, 180, 270)
] + [
    ("emulated frame buffer turned by 90", emulated_framebuffer),
    ("old frame buffer", old_framebuffer(0, screens=1)),
    ("old frame buffer with two screens, turned by 270", old_framebuffer(270, screens=2)),
    ("panel unplugged", unplugged),
    ("card taken away", taken_away),
    ("card occupied from the start", occupied_from_the_start),
    ("console given back", console),
    ("wrong names", wrong_names),
    ("auto", auto),
]
