"""Everything the kiosk's cases need, set up when the first one needs it."""

import sqlite3
import subprocess

from gadgets import Printer, Scanner
from kiosk import Kiosk, PrintServer
from outside import Centre, Twin


class Hall:
    """A centre, a machine with its devices, and the twin of what runs in it."""

    def __init__(self, machine, programs, root):
        self.machine = machine
        self.twin = Twin(programs, root, machine.work)
        self.centre = Centre(programs, root, machine.work)
        # What types counts as a scanner, and a kiosk has no keyboard.
        machine.ask("device_del", id="keyboard")
        self.printer = Printer(machine)
        self.prints = PrintServer(machine, self.twin)
        self.print_over_tcp()
        self.scanner = Scanner(machine, in_reports=True)
        self.line = Scanner(machine, in_reports=False)
        self.kiosks = {
            "dispenser": Kiosk(machine, self.twin, self.centre, "dispenser", "portrait"),
            "lookup": Kiosk(machine, self.twin, self.centre, "lookup", "landscape"),
        }
        self.running = None

    def off(self):
        self.twin.off()
        self.centre.off()

    def run(self, role):
        """The kiosk of a role, running and at home; the machine runs one at a time."""
        if self.running != role:
            self.stop()
            self.kiosks[role].start()
            self.running = role
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

    def print_over_tcp(self):
        self.prints.connect(f"kiosk-receipt://127.0.0.1:{Printer.PORT}/?profile=generic-80")

    def cable(self, is_plugged):
        """The network's."""
        self.machine.ask("set_link", name="cable", up=is_plugged)

    def shows_nothing(self, panel):
        """Whether a panel is dark."""
        return not any(self.machine.look(panel)[2])

    def photograph(self, panel):
        """What stands on a panel, as a PNG file."""
        path = f"{self.machine.work}/photograph.png"
        self.machine.photograph(panel, path)
        with open(path, "rb") as file:
            return file.read()

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
