"""What stands outside the machine: the reference kiosks to compare with, and the centre that the machine's kiosk asks."""

import ctypes
import ctypes.util
import json
import os
import re
import signal
import socket
import subprocess
import urllib.error
import urllib.request

from machine import beside, wait_for


def free_port():
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        return place.getsockname()[1]


def call(url, body=None):
    """What a server on this host answers."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"content-type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=40) as answer:
            return answer.read()
    except urllib.error.HTTPError as fault:
        raise AssertionError(f"{url}: {fault.code} {fault.read()[:300]}")


class Reference:
    """`kiosk-demo`: the reference: the same kiosks on simulators, with their own centre; what it shows is what a kiosk must show."""

    def __init__(self, programs, root, work):
        self.files = f"{work}/reference"
        self.base = f"http://127.0.0.1:{free_port()}"
        log = f"{work}/reference.log"
        self.process = beside(
            [f"{programs}/kiosk-demo"], open(log, "w"), end="INT", cwd=root,
            env={**os.environ, "DEMO_PORT": self.base.split(":")[-1], "DEMO_STATE": self.files, "DEMO_CLOCK": "real"})
        wait_for("the reference's address", lambda: self.base in open(log).read(), 120)

    def off(self):
        self.process.send_signal(signal.SIGINT)
        self.process.wait(30)

    def view(self, kiosk):
        return json.loads(call(f"{self.base}/dock/view?kiosk={kiosk}"))

    def text(self, kiosk):
        """Everything that can be read on its screen."""
        return "\n".join(f"{node['label']} {node.get('value', '')}" for node in self.view(kiosk)["nodes"])

    def status(self, kiosk):
        return json.loads(call(f"{self.base}/dock/state?kiosk={kiosk}"))

    def picture(self, kiosk):
        """Width, height, and the bytes, red first."""
        return pixels_of(call(f"{self.base}/dock/screen.png?kiosk={kiosk}"))

    def touch(self, kiosk, x, y):
        call(f"{self.base}/dock/touch?kiosk={kiosk}", {"x": x, "y": y})

    def scan(self, kiosk, payload):
        call(f"{self.base}/dock/scan?kiosk={kiosk}", {"payload": payload})

    def fault(self, kiosk, device, state):
        call(f"{self.base}/dock/fault?kiosk={kiosk}", {"device": device, "state": state})

    def slips(self):
        """What lies in its tray, as PNG files, oldest first."""
        tray = json.loads(call(f"{self.base}/dock/tray?kiosk=dispenser"))
        return [call(self.base + slip["png"]) for slip in tray]

    def place(self, kiosk, label):
        """The middle of what can be touched and is called so; nothing when there is none."""
        for node in self.view(kiosk)["nodes"]:
            if node["enabled"] and node["role"] in ("button", "tile", "key", "list-item", "checkbox") \
                    and re.match(label, node["label"]):
                bounds = node["bounds"]
                return bounds["x"] + bounds["width"] / 2, bounds["y"] + bounds["height"] / 2
        return None


class Centre:
    """`kiosk-central` with the demo's data, for the machine's kiosk: over TLS, with certificates by openssl."""

    def __init__(self, programs, root, work):
        self.files = f"{work}/centre"
        os.makedirs(self.files)
        self._issue_certificates()
        database = f"{self.files}/central.sqlite"
        program = f"{programs}/kiosk-central"
        for kind, file in (("catalogue", "catalogue.json"), ("dossiers", "dossiers.ndjson")):
            subprocess.run([program, "import", kind, "--database", database, f"{root}/demo/{file}"], check=True,
                           stdout=subprocess.DEVNULL)
        ready = f"{self.files}/ready"
        self.process = beside(
            [program, "serve", "--database", database, "--listen", "127.0.0.1:0", "--console", "127.0.0.1:0",
             "--certificate", f"{self.files}/central.pem", "--key", f"{self.files}/central.key",
             "--client-authority", f"{self.files}/authority.pem", "--ready-file", ready],
            open(f"{work}/centre.log", "w"))
        wait_for("the centre", lambda: os.path.exists(ready), 60)
        places = dict(line.split() for line in open(ready))
        self.port = int(places["kiosks"].split(":")[-1])
        self.console = f"http://{places['console']}"

    def off(self):
        self.process.terminate()
        self.process.wait(30)

    def waiting(self):
        """The numbers of everybody who waits."""
        counters = json.loads(call(f"{self.console}/v1/counters"))["counters"]
        found = set()
        for counter in counters:
            for field in json.loads(call(f"{self.console}/v1/counters/{counter['id']}"))["fields"]:
                found.update(ticket["number"] for ticket in field["waiting"])
        return found

    def _issue_certificates(self):
        self._openssl("req", "-x509", "-days", "30", "-nodes", "-subj", "/CN=Test authority", "-out", "authority.pem",
                      "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-keyout", "authority.key")
        for name, use in (("central", "serverAuth\nsubjectAltName=IP:10.0.2.2"),
                          ("dispenser", "clientAuth"), ("lookup", "clientAuth")):
            with open(f"{self.files}/{name}.ext", "w") as file:
                file.write(f"basicConstraints=critical,CA:FALSE\nextendedKeyUsage={use}\n")
            self._openssl("req", "-nodes", "-subj", f"/CN={name}", "-out", f"{name}.csr", "-newkey", "ec",
                          "-pkeyopt", "ec_paramgen_curve:prime256v1", "-keyout", f"{name}.key")
            self._openssl("x509", "-req", "-in", f"{name}.csr", "-CA", "authority.pem", "-CAkey", "authority.key",
                          "-CAcreateserial", "-days", "30", "-extfile", f"{name}.ext", "-out", f"{name}.pem")

    def _openssl(self, *words):
        subprocess.run(["openssl", *words], cwd=self.files, check=True, capture_output=True)


def pixels_of(png):
    """Width, height, and the bytes, red first, of a PNG: read by Cairo, which the product needs anyway."""
    cairo = ctypes.CDLL(ctypes.util.find_library("cairo"))
    rest = memoryview(png)

    @ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.POINTER(ctypes.c_char), ctypes.c_uint)
    def read(_, target, count):
        nonlocal rest
        ctypes.memmove(target, bytes(rest[:count]), count)
        rest = rest[count:]
        return 0

    pointer = ctypes.c_void_p
    for name, result in (("create_from_png_stream", pointer), ("get_data", pointer), ("get_width", ctypes.c_int),
                         ("get_height", ctypes.c_int), ("get_stride", ctypes.c_int)):
        getattr(cairo, f"cairo_image_surface_{name}").restype = result
    surface = pointer(cairo.cairo_image_surface_create_from_png_stream(read, None))
    width, height = (getattr(cairo, f"cairo_image_surface_get_{side}")(surface) for side in ("width", "height"))
    assert cairo.cairo_image_surface_get_stride(surface) == width * 4, "not a PNG"
    blue_first = ctypes.string_at(cairo.cairo_image_surface_get_data(surface), width * height * 4)
    cairo.cairo_surface_destroy(surface)
    pixels = bytearray(3 * width * height)
    for colour in range(3):
        pixels[colour::3] = blue_first[2 - colour::4]
    return width, height, bytes(pixels)
