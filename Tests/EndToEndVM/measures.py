"""How long things take inside the machine. Its processor is emulated: compare runs, not machines."""

import time

from display_cases import probe_on
from gadgets import Printer
from machine import Machine, Probe, wait_for
from touch_cases import Fingers

TRACE = "/sys/kernel/tracing"
DOSSIERS = ("H08.99-251120-0001", "H08.99-261103-0011")


class Flips:
    """When pictures reached the panel, as the kernel tells: its events for finished page flips."""

    def __init__(self, machine):
        self.machine = machine
        machine.do(f"echo mono >{TRACE}/trace_clock; echo 1 >{TRACE}/events/drm/drm_vblank_event_delivered/enable")

    def forget(self):
        self.machine.do(f"echo >{TRACE}/trace")

    def seen(self):
        """Microseconds, oldest first."""
        lines = self.machine.do(f"grep drm_vblank_event_delivered: {TRACE}/trace").splitlines()
        return [round(float(line.split(" drm_vblank_event_delivered:")[0].split()[-1].rstrip(":")) * 1e6)
                for line in lines]

    def next(self):
        """The first since they were forgotten."""
        return wait_for("a page flip", self.seen)[0]

    def last(self):
        """The last one, when no more come."""
        before = self.next()
        while True:
            self.machine.do("sleep 0.3")
            now = self.seen()[-1]
            if now == before:
                return now
            before = now


def keep(hall, name, microseconds):
    """Middle and slowest, in milliseconds."""
    values = sorted(value / 1000 for value in microseconds)
    middle, slowest = values[len(values) // 2], values[-1]
    hall.measures[name] = {"unit": "ms", "middle": round(middle, 2), "slowest": round(slowest, 2), "of": len(values)}
    return f"middle {middle:.1f} ms, slowest {slowest:.1f} ms"


def once(hall, name, unit, value):
    """What was measured only once."""
    hall.measures[name] = {"unit": unit, "middle": value, "slowest": value, "of": 1}


def place_on_panel(kiosk, label, panel):
    """Where a control lies for the finger, whose panel has 4096 units a side."""
    x, y = wait_for(f"{label} on the reference", lambda: kiosk.reference.place(kiosk.role, label))
    width, height = Machine.PANELS[panel]
    return int((x + 0.5) / width * 4096), int((y + 0.5) / height * 4096)


def touch_to_flip(hall):
    """From a finger's report to the end of the page flip that answers it: a pressed button, and a whole new page."""
    kiosk = hall.lookup()
    kiosk.await_status(link="online")
    machine, flips = hall.machine, Flips(hall.machine)
    place = place_on_panel(kiosk, "English", "landscape")
    pressed, changed = [], []
    with kiosk.saying("input device was found", "Test Panel"):
        hand = Fingers(machine)
    with hand:
        for finger in range(60, 80):
            # What comes sooner after the last touch is taken for its echo.
            time.sleep(0.5)
            flips.forget()
            hand.down(0, finger, *place)
            pressed.append(flips.next() - hand.last_report())
            flips.last()
            flips.forget()
            hand.up(0)
            changed.append(flips.last() - hand.last_report())
    return "; ".join((
        "a pressed button: " + keep(hall, "touch to flip, pressed button", pressed),
        "a new page: " + keep(hall, "touch to flip, new page", changed)))


def scan_to_flip(hall):
    """From the scanner's first byte to the dossier on the panel."""
    hall.scanner.plug()
    kiosk = hall.lookup()
    kiosk.await_status(link="online", scanner="connected")
    flips, took = Flips(hall.machine), []
    for turn in range(20):
        flips.forget()
        begun = hall.scanner.read(DOSSIERS[turn % 2])
        took.append(flips.last() - begun)
        kiosk.await_screen("dossier")
    hall.scanner.pull()
    kiosk.shown_after_scan(DOSSIERS[1], "dossier")
    return keep(hall, "scan to flip, dossier", took)


def touch_to_paper(hall):
    """From the touch on a field to the slip's last byte at the printer, through CUPS and over USB."""
    hall.print_over(Printer.OVER_USB)
    kiosk = hall.dispenser()
    kiosk.both_await(link="online", printer="ready")
    last, on_wire = [], []
    with kiosk.saying("input device was found", "Test Panel"):
        hand = Fingers(hall.machine)
    with hand:
        for finger in range(80, 88):
            kiosk.home()
            kiosk.press_to("Tư pháp", "field")
            slips = hall.printer.slips()
            place = place_on_panel(kiosk, "Nuôi con nuôi", "portrait")
            time.sleep(0.5)
            hall.printer.forget_bytes()
            hand.down(0, finger, *place)
            hand.up(0)
            kiosk.reference.touch(kiosk.role, *kiosk.reference.place(kiosk.role, "Nuôi con nuôi"))
            kiosk.shown("ticket-taken")
            wait_for("the slip", lambda: hall.printer.slips() == slips + 1)
            begun = hand.last_report()
            start, end, count = hall.printer.slip_on_wire()
            last.append(end - begun)
            on_wire.append(end - start)
    once(hall, "the slip", "bytes", count)
    return "; ".join((
        "touch to last byte: " + keep(hall, "touch to the slip's last byte, CUPS and USB", last),
        "on the wire: " + keep(hall, "the slip on USB, first to last byte", on_wire), f"{count} bytes"))


def handing_over(hall):
    """What a frame costs the kiosk's loop: a picture's part copied for the graphics card, and into plain memory."""
    hall.stop()
    notes = []
    size = "{}x{}".format(*Machine.PANELS["landscape"])
    for name, probe in (("DRM", lambda: probe_on(hall.machine, "landscape")),
                        ("memory", lambda: Probe(hall.machine, display="memory", size=size))):
        with probe() as probe:
            probe.tell("burst 300")
            middle, slowest = (float(word) * 1e6 for word in probe.expect("burst ").split()[1::2])
        hall.measures[f"handing 480x120 over to {name}"] = {
            "unit": "ms", "middle": round(middle / 1000, 3), "slowest": round(slowest / 1000, 3), "of": 300}
        notes.append(f"{name} {middle / 1000:.2f} ms, slowest {slowest / 1000:.2f} ms")
    return "; ".join(notes)


def idle_minute(role):
    """How often the kiosk wakes up, and how long it works, in a minute in which nothing happens."""
    def case(hall):
        hall.print_over(Printer.OVER_USB)
        kiosk = hall.run(role)
        kiosk.await_status(link="online", **{"printer": "ready"} if role == "dispenser" else {})
        time.sleep(5)
        before, worked = activity(kiosk)
        time.sleep(60)
        after, works = activity(kiosk)
        # Threads that ended meanwhile took their counts with them.
        wakes = sum(count - before.get(thread, 0) for thread, count in after.items())
        for name, unit, value in (("wake-ups", "times", wakes), ("work", "ms", works - worked)):
            once(hall, f"idle minute of a {role}, {name}", unit, value)
        return f"{wakes} wake-ups, {works - worked} ms of work"
    return case


def activity(kiosk):
    """By thread, how often it went to sleep of its own will; and the milliseconds that all of them worked."""
    process = f"/proc/{kiosk.pid()}"
    lines = kiosk.machine.do(f"grep ^voluntary_ctxt_switches: {process}/task/*/status").splitlines()
    ticks = kiosk.machine.do(f"cat {process}/stat").rsplit(")", 1)[1].split()[11:13]
    return {line.split("/")[4]: int(line.split()[-1]) for line in lines}, sum(map(int, ticks)) * 10


def table(measures):
    """For people."""
    width = max(map(len, measures))
    return "\n".join(
        f"{name:{width}}  {value['middle']:>9} {value['unit']}"
        + (f"  slowest {value['slowest']} of {value['of']}" if value["of"] > 1 else "")
        for name, value in measures.items())


CASES = [
    ("measure: touch to flip", touch_to_flip),
    ("measure: scan to flip", scan_to_flip),
    ("measure: touch to paper", touch_to_paper),
    ("measure: handing over", handing_over),
    ("measure: idle minute of a dispenser", idle_minute("dispenser")),
    ("measure: idle minute of a lookup terminal", idle_minute("lookup")),
]
