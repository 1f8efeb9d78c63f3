"""Everything the kiosk's cases need, set up when the first one needs it."""

import contextlib
import sqlite3
import subprocess

from gadgets import Printer, Scanner
from kiosk import Kiosk, PrintServer
from outside import Centre, Reference


class Hall:
    """A centre, a machine with its devices, and the reference of what runs in it."""

    def __init__(self, machine, programs, root):
        self.machine = machine
        self.reference = Reference(programs, root, machine.work)
        self.centre = Centre(programs, root, machine.work)
        # What types counts as a scanner, and a kiosk has no keyboard.
        machine.ask("device_del", id="keyboard")
        self.printer = Printer(machine)
        self.prints = PrintServer(machine, self.reference)
        self.way = None
        self.print_over(Printer.OVER_TCP)
        self.scanner = Scanner(machine, in_reports=True)
        self.line = Scanner(machine, in_reports=False)
        self.kiosks = {
            "dispenser": Kiosk(machine, self.reference, self.centre, "dispenser", "portrait"),
            "lookup": Kiosk(machine, self.reference, self.centre, "lookup", "landscape"),
        }
        self.running = None
        # What was measured: name, unit, values.
        self.measures = {}

    def off(self):
        self.reference.off()
        self.centre.off()

    def run(self, role):
        """The kiosk of a role, running and at home; the machine runs one at a time."""
        if self.running != role:
            self.stop()
            self.running = role
            self.kiosks[role].start()
        kiosk = self.kiosks[role]
        kiosk.home()
        return kiosk

    def dispenser(self):
        return self.run("dispenser")

    def lookup(self):
        return self.run("lookup")

    def stop(self):
        if self.running:
            self.kiosks[self.running].stop()
            self.running = None

    def print_over(self, uri):
        """Leads the queue to the printer on the network, or to the one on USB."""
        if uri == Printer.OVER_USB:
            self.printer.plug()
        else:
            self.printer.pull()
        if self.way != uri:
            self.prints.connect(uri)
            self.way = uri

    @contextlib.contextmanager
    def cable_pulled(self):
        """The network's, at the machine and at the reference."""
        def set_links(is_plugged):
            self.machine.ask("set_link", name="cable", up=is_plugged)
            for role in self.kiosks:
                self.reference.fault(role, "link", "up" if is_plugged else "down")
        set_links(False)
        try:
            yield
        finally:
            set_links(True)

    def photograph(self, panel):
        """What stands on a panel, as a PNG file."""
        path = f"{self.machine.work}/photograph.png"
        self.machine.photograph(panel, path)
        with open(path, "rb") as file:
            return file.read()

    def same_slip(self):
        """The last slip, which is the reference's last one to the dot, as a PNG file."""
        slip, references = self.printer.last_slip(), self.reference.slips()[-1]
        for name, png in (("slip", slip), ("reference-slip", references)):
            with open(f"{self.machine.work}/{name}.png", "wb") as file:
                file.write(png)
        assert slip == references, "the slip differs from the reference's"
        return slip

    def last_ticket(self):
        """The number and the token of the newest ticket in the kiosk's store."""
        for end in ("", "-wal"):
            with open(f"{self.machine.work}/store.sqlite{end}", "wb") as file:
                file.write(self.machine.get(f"/var/lib/kiosk/dispenser/kiosk.sqlite{end}"))
        store = sqlite3.connect(f"{self.machine.work}/store.sqlite")
        prefix, ordinal, token = store.execute(
            "SELECT prefix, ordinal, token FROM ticket WHERE is_own ORDER BY issued_at DESC").fetchone()
        store.close()
        return f"{prefix}{ordinal:03}", token

    def read_by_zbar(self, png):
        """The codes on a picture, read by somebody else's program."""
        path = f"{self.machine.work}/codes.png"
        with open(path, "wb") as file:
            file.write(png)
        said = subprocess.run(["zbarimg", "--raw", "-q", path], capture_output=True, text=True, check=True)
        return said.stdout.splitlines()
