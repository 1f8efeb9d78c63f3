"""A machine under QEMU: its power, its shell, its panels and its hands."""

import base64
import gzip
import json
import os
import socket
import subprocess
import time


def wait_for(what, question, seconds=20, pause=0.02):
    """The first true answer to a question; asks until the deadline."""
    deadline = time.monotonic() + seconds
    while True:
        answer = question()
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise AssertionError(f"{what}: not within {seconds} s")
        time.sleep(pause)


def beside(command, log, end="TERM", **options):
    """A program that runs beside us and never longer than we do."""
    return subprocess.Popen(["setpriv", "--pdeathsig", end, *command], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                            **options)


class Machine:
    """Booted once, driven by many cases."""

    PANELS = {"portrait": (1080, 1920), "landscape": (1920, 1080)}
    # Without DRM, 16 bits a pixel.
    LEGACY = (640, 480)

    def __init__(self, cache, work):
        self.work = work
        portrait, landscape = self.PANELS["portrait"], self.PANELS["landscape"]
        command = [
            "qemu-system-x86_64", "-accel", "tcg", "-M", "q35", "-cpu", "max", "-smp", "2", "-m", "1536",
            "-display", "none", "-nodefaults", "-no-reboot", "-vga", "none",
            "-device", f"virtio-gpu-pci,id=portrait,xres={portrait[0]},yres={portrait[1]}",
            "-device", f"bochs-display,id=landscape,vgamem=64M,xres={landscape[0]},yres={landscape[1]}",
            "-device", "cirrus-vga,id=legacy,vgamem_mb=16",
            "-device", "qemu-xhci,id=xhci", "-device", "usb-tablet,id=tablet,bus=xhci.0",
            "-device", "usb-kbd,id=keyboard,bus=xhci.0",
            # The host is 10.0.2.2 to it.
            "-netdev", "user,id=net", "-device", "virtio-net-pci,netdev=net,id=cable",
            "-kernel", f"{cache}/vmlinuz", "-initrd", f"{work}/initramfs",
            "-append", "console=tty0 console=ttyS0 quiet loglevel=3 panic=-1",
            "-serial", f"file:{work}/boot.log",
            "-serial", f"unix:{work}/shell,server=on,wait=off",
            "-qmp", f"unix:{work}/qmp,server=on,wait=off",
        ]
        self.process = beside(command, open(f"{work}/qemu.log", "w"))
        self.qmp = self._connect("qmp")
        self.qmp.readline()
        self.ask("qmp_capabilities")
        self.shell = self._connect("shell")
        while self._hear() != "@@ ready":
            pass

    def _connect(self, name):
        path = f"{self.work}/{name}"
        wait_for(f"QEMU's socket {name}", lambda: os.path.exists(path))
        link = socket.socket(socket.AF_UNIX)
        link.settimeout(120)
        link.connect(path)
        return link.makefile("rw", newline="\n")

    def _hear(self):
        line = self.shell.readline()
        if not line:
            raise SystemExit("the machine died: " + open(f"{self.work}/boot.log").read()[:2000])
        return line.rstrip("\r\n")

    def off(self):
        self.process.kill()
        self.process.wait()

    # Outside: what QEMU can do to the machine.

    def ask(self, command, **arguments):
        self.qmp.write(json.dumps({"execute": command, "arguments": arguments}) + "\n")
        self.qmp.flush()
        while True:
            answer = json.loads(self.qmp.readline() or '{"error": {"desc": "the machine died"}}')
            if "error" in answer:
                raise AssertionError(f"{command}: {answer['error']['desc']}")
            if "return" in answer:
                return answer["return"]

    def look(self, panel):
        """What stands on a panel: width, height, and the bytes, red first."""
        path = f"{self.work}/{panel}.ppm"
        self.ask("screendump", filename=path, device=panel)
        with open(path, "rb") as file:
            _, size, _, pixels = file.read().split(b"\n", 3)
        width, height = map(int, size.split())
        return width, height, pixels

    def press(self, x, y, down=True):
        """The tablet's button at a place between 0 and 1."""
        place = [
            {"type": "abs", "data": {"axis": "x", "value": int(x * 32767)}},
            {"type": "abs", "data": {"axis": "y", "value": int(y * 32767)}},
        ]
        self.ask("input-send-event", events=place + [{"type": "btn", "data": {"button": "left", "down": down}}])

    def point(self, x, y):
        """Moves the tablet's arrow to a place between 0 and 1, pressing nothing."""
        self.ask("input-send-event", events=[
            {"type": "abs", "data": {"axis": "x", "value": int(x * 32767)}},
            {"type": "abs", "data": {"axis": "y", "value": int(y * 32767)}},
        ])

    def photograph(self, panel, path):
        """Keeps what stands on a panel, for people."""
        self.ask("screendump", filename=path, device=panel, format="png")

    # Inside: a root shell.

    def do(self, command):
        """Runs a line in the machine and returns what it wrote."""
        self.shell.write(command + "\n")
        self.shell.flush()
        lines = []
        while True:
            line = self._hear()
            if line.startswith("@@ "):
                return "\n".join(lines)
            lines.append(line)

    def put(self, path, content):
        """Writes a file in the machine."""
        text = base64.b64encode(gzip.compress(content.encode() if isinstance(content, str) else content)).decode()
        self.do(f"mkdir -p {os.path.dirname(path)}; : >/tmp/put")
        for start in range(0, len(text), 1024):
            self.do(f"echo -n {text[start:start + 1024]} >>/tmp/put")
        self.do(f"base64 -d /tmp/put | gunzip >{path}")

    def get(self, path):
        """The bytes of a file in the machine."""
        return gzip.decompress(base64.b64decode(self.do(f"gzip -c {path} | base64")))

    def card(self, driver):
        """The device of the graphics card that a driver runs."""
        return self.do(
            "for c in /sys/class/drm/card?; do readlink $c/device/driver | grep -q " + driver
            + " && echo /dev/dri/${c##*/}; done")

    def framebuffer(self, driver):
        """The device of a driver's frame buffer."""
        return "/dev/" + self.do(f"grep -il {driver} /sys/class/graphics/fb*/name").split("/")[4]


class Probe:
    """The panel probe, running in the machine."""

    def __init__(self, machine, user=0, **options):
        self.machine = machine
        words = " ".join(f"--{name.replace('_', '-')} {value}" for name, value in options.items())
        machine.do("rm -f /tmp/in /tmp/out; mkfifo /tmp/in; touch /tmp/out; chmod 666 /tmp/in /tmp/out")
        machine.do(f"guest as {user} PanelProbe {words} </tmp/in >>/tmp/out 2>&1 &")
        machine.do("exec 3>/tmp/in")
        self.expect("size ")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.machine.do("echo quit >&3; exec 3>&-")
        wait_for("the probe's end", lambda: not self.pid())

    def pid(self):
        return self.machine.do("pidof PanelProbe")

    def said(self):
        return self.machine.do("cat /tmp/out").splitlines()

    def forget(self):
        """What was said until now counts no more."""
        self.machine.do("echo -n >/tmp/out")

    def tell(self, command):
        self.machine.do(f"echo '{command}' >&3")

    def expect(self, start, seconds=20):
        def found():
            return next((line for line in self.said() if line.startswith(start)), None)
        try:
            return wait_for(f"the probe saying '{start}'", found, seconds)
        except AssertionError as fault:
            raise AssertionError(f"{fault}; it said {self.said()}")

    def expect_condition(self, word):
        def asked():
            self.forget()
            self.tell("condition")
            return self.expect("condition ") == f"condition {word}"
        wait_for(f"the panel being {word}", asked)
