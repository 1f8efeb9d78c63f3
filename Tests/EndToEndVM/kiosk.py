"""The kiosk in the machine: the built kioskd with CUPS, its files, its restarts, and its reference beside it."""

import contextlib
import json
import re
import time

from machine import Machine, wait_for
from picture import difference

CONTROL = "/run/kiosk/control.sock"
DRIVERS = {"portrait": "virtio", "landscape": "bochs"}
CUPS = "/var/cups"


class PrintServer:
    """cupsd in the machine, with our backend and one queue."""

    HOST = "127.0.0.1:631"

    def __init__(self, machine, reference):
        self.machine = machine
        for name in ("cupsd.conf", "cups-files.conf"):
            text = open(f"{reference.files}/cups/etc/{name}").read()
            text = re.sub(r"Listen .*", f"Listen {self.HOST}", text.replace(f"{reference.files}/cups", CUPS))
            machine.put(f"{CUPS}/etc/{name}", text)
        machine.do(
            f"cd {CUPS}; mkdir -p log state lib/backend spool/tmp cache; chgrp -R lp spool cache state; "
            "chmod 710 spool; chmod 1770 spool/tmp; chmod 770 cache; ln -sf /usr/lib/cups/daemon lib/daemon; "
            "cp /bin/kiosk-printer-backend lib/backend/kiosk-receipt; chmod 755 lib/backend/kiosk-receipt; cd /")
        machine.do(f"cupsd -f -c {CUPS}/etc/cupsd.conf -s {CUPS}/etc/cups-files.conf </dev/null >/tmp/cupsd.log 2>&1 &")

    def connect(self, uri):
        """Makes the queue lead to a printer."""
        command = f"timeout 20 lpadmin -h {self.HOST} -p receipt -E -v '{uri}' -m raw </dev/null 2>&1"
        wait_for("the queue", lambda: "rror" not in self.machine.do(command) and self.machine.do(
            f"grep -c '{uri}' {CUPS}/etc/printers.conf") == "1", 60, pause=0.5)


class Kiosk:
    """One kiosk of the demo's two, on the machine's hardware; its reference goes through the same."""

    def __init__(self, machine, reference, centre, role, panel):
        self.machine, self.reference, self.centre = machine, reference, centre
        self.role, self.panel = role, panel
        self.repeated_touches = 0
        text = open(f"{reference.files}/{role}/kiosk.yaml").read()
        for found, put in (
            (r"keyFile: .*", "keyFile: /etc/kiosk/site.key"),
            (r"display: memory\n  size: .*",
             f"display: drm\n  card: {machine.card(DRIVERS[panel])}\n  console: /dev/tty1\n  mouse: true"),
            (r"directory: .*", f"directory: /var/lib/kiosk/{role}"),
            (r"socket: .*", f"socket: {CONTROL}"),
            (r"url: .*", f"url: https://10.0.2.2:{centre.port}"),
            (r"authority: .*", "authority: /etc/kiosk/authority.pem"),
            (r"certificate: .*", f"certificate: /etc/kiosk/{role}.pem"),
            (r"key: .*", f"key: /etc/kiosk/{role}.key"),
            (r"server: .*", f"server: {PrintServer.HOST}"),
        ):
            text = re.sub(rf"(?m)(?<=^  ){found}$", put, text)
        machine.put(f"/etc/kiosk/{role}.yaml", text)
        machine.put("/etc/kiosk/site.key", open(f"{reference.files}/keys/site.key").read())
        for name in ("authority.pem", f"{role}.pem", f"{role}.key"):
            machine.put(f"/etc/kiosk/{name}", open(f"{centre.files}/{name}").read())
        machine.do(f"mkdir -p /run/kiosk /var/lib/kiosk/{role}")

    # Its life; there is no systemd in the machine.

    def start(self):
        self.machine.do("touch /run/kiosk/wanted; "
                        f"supervise /etc/kiosk/{self.role}.yaml </dev/null >>/tmp/kioskd.log 2>&1 &")
        self.await_screen("home", 60)

    def stop(self):
        self.machine.do("rm -f /run/kiosk/wanted; killall kioskd")
        wait_for("the kiosk's end", lambda: not self.machine.do("pidof kioskd supervise"), 30)

    def pid(self):
        return self.machine.do("pidof kioskd")

    def status(self):
        """What it says of itself; nothing while it does not answer."""
        said = self.machine.do(f"guest ask {CONTROL} '{{\"command\":\"status\"}}'")
        # The shell may have a word to say about a job of its own that ended.
        answers = [line for line in said.splitlines() if line.startswith("{")]
        return json.loads(answers[-1])["result"] if answers else {}

    def await_status(self, seconds=30, **wanted):
        def reached():
            status = self.status()
            return all(status.get(name) == value for name, value in wanted.items()) and status
        try:
            return wait_for(f"the kiosk being {wanted}", reached, seconds, pause=0.05)
        except AssertionError as fault:
            raise AssertionError(f"{fault}; it is {self.status()}")

    def await_screen(self, name, seconds=30):
        return self.await_status(seconds, screen=name)

    def log(self):
        return self.machine.do("cat /tmp/kioskd.log").splitlines()

    @contextlib.contextmanager
    def saying(self, *words):
        """Waits, behind what is done in between, for a new line of its log that holds all of these."""
        before = len(self.log())
        yield
        wait_for(f"the kiosk saying {words}", lambda: any(
            all(word in line for word in words) for line in self.log()[before:]))

    # A visitor, who does the same at the reference.

    def press(self, label):
        """Touches what is called so, at the panel through QEMU's tablet; and where that is."""
        # What comes sooner after the last touch is taken for its echo.
        time.sleep(0.5)
        place = wait_for(f"something to touch called {label}", lambda: self.reference.place(self.role, label))
        self._touch_panel(place)
        self.reference.touch(self.role, *place)
        return place

    def _touch_panel(self, place):
        width, height = Machine.PANELS[self.panel]
        for down in (True, False):
            self.machine.press((place[0] + 0.5) / width, (place[1] + 0.5) / height, down)

    def press_to(self, label, screen):
        """Touches, and waits for the screen behind it at both.

        A page that changes under the finger takes no touch, and this machine is slow enough for that: when an overloaded
        printer answers late, say. Then, as a visitor would, it is touched again; the run says how often.
        """
        before = self.status().get("screen")
        place = self.press(label)
        for _ in range(2):
            try:
                self.await_screen(screen, 10)
                break
            except AssertionError:
                if self.status().get("screen") == before:
                    self.repeated_touches += 1
                    self._touch_panel(place)
        self.shown(screen)

    def shown(self, name, seconds=30):
        """Waits for a screen at both."""
        self.await_screen(name, seconds)
        wait_for(f"the reference's screen {name}", lambda: self.reference.view(self.role)["screen"] == name, seconds)

    def shown_after_scan(self, code, name):
        """Holds the code under the reference's scanner too, and waits for a screen at both."""
        self.reference.scan(self.role, code)
        self.shown(name)

    def both_await(self, **wanted):
        """Waits until the machine's kiosk and its reference say the same of themselves."""
        self.await_status(**wanted)
        wait_for(f"the reference being {wanted}", lambda: all(
            self.reference.status(self.role).get(name) == value for name, value in wanted.items()))

    def home(self):
        """Brings both home; where a case before left them apart, by starting them again."""
        def are_home():
            return self.status().get("screen") == "home" and self.reference.view(self.role)["screen"] == "home"

        def got_home():
            if are_home():
                return True
            for label in ("Kết thúc", "Trang chủ", "Tiếp tục"):
                if self.reference.place(self.role, label):
                    self.press(label)
                    break
            return False
        try:
            wait_for("home", got_home, 20, pause=0.5)
        except AssertionError:
            self.machine.do("killall kioskd")
            self.reference.fault(self.role, "power", "cut")
            wait_for("home after a new start", are_home, 60)

    def looks_like_reference(self, *words):
        """What stands on the panel is, pixel for pixel, what the reference shows, and says these words."""
        for word in words:
            wait_for(f"'{word}' on the reference's screen", lambda: word in self.reference.text(self.role))
        seen = {}

        def same():
            # The bench's mouse has an arrow, the reference has none: in the last corner one dot of it is left.
            self.machine.point(1, 1)
            (*size, panel), (*_, reference) = self.machine.look(self.panel), self.reference.picture(self.role)
            seen["panel"], seen["reference"] = (*size, panel[:-3] + reference[-3:]), (*_, reference)
            return seen["panel"] == seen["reference"]
        try:
            # Between two looks a minute may begin.
            wait_for("the reference's picture on the panel", same, 30, pause=0.2)
        except AssertionError as fault:
            width, _, pixels = seen["panel"]
            raise AssertionError(f"{fault}: {difference(pixels, seen['reference'][2], width)}")

    def take_number(self, ending):
        """Two touches, and what then is shown; not so late in a minute that the two slips could bear different ones."""
        self.home()
        wait_for("the next minute", lambda: int(self.status()["clock"][17:19]) < 45, pause=0.5)
        self.press_to("Tư pháp", "field")
        self.press_to("Nuôi con nuôi", ending)
