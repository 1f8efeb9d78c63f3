"""The devices on the machine's USB sockets: gadgets of the same kernel, joined by dummy_hcd."""

from machine import wait_for

# Honeywell's: 1 length, 2…4 AIM identifier, 5…60 data, 63 bit 0 continued (Tests/ScannerTests/Descriptors.swift).
HID_POS = bytes.fromhex(
    "058c0902a1010912a1028502750895010501093b81029503058c09fb09fc09fd8102953809fe8202019502810395017501"
    "09ff810275078103c0c0")


class Gadget:
    """A USB device that can be plugged in and pulled."""

    FOLDER = "/sys/kernel/config/usb_gadget"

    def __init__(self, machine, name, socket, vendor, product, function, settings=()):
        self.machine, self.name, self.function = machine, name, function
        self.socket, self.serial = f"dummy_udc.{socket}", f"E2E{socket}"
        self.place = f"{self.FOLDER}/{name}"
        here = self.place
        machine.do(f"mkdir -p {here}/strings/0x409 {here}/configs/c.1 {here}/functions/{function}")
        machine.do(f"echo {vendor:#x} >{here}/idVendor; echo {product:#x} >{here}/idProduct; cd {here}/strings/0x409; "
                   f"echo Illustration >manufacturer; echo {name} >product; echo {self.serial} >serialnumber; cd /")
        for key, value in settings:
            if isinstance(value, bytes):
                value = "".join(f"\\{byte:03o}" for byte in value)
            machine.do(f"printf '{value}' >{here}/functions/{function}/{key}")
        machine.do(f"ln -s {here}/functions/{function} {here}/configs/c.1/")

    def seen(self):
        """Where the machine's bus has it; nothing while it has not."""
        return self.machine.do(f"grep -ls '^{self.serial}$' /sys/bus/usb/devices/*/serial").rpartition("/")[0]

    def plug(self):
        self.machine.do(f"echo {self.socket} >{self.place}/UDC")
        wait_for(f"the {self.name} on the bus", self.seen)
        wait_for(f"the {self.name} being configured", lambda: self.machine.do(
            f"cat /sys/class/udc/{self.socket}/state") == "configured")

    def pull(self):
        self.machine.do(f"echo '' >{self.place}/UDC")
        wait_for(f"the {self.name} leaving the bus", lambda: not self.seen())


class Scanner(Gadget):
    """Reads codes: in reports (HID POS) or over a serial line (CDC-ACM)."""

    def __init__(self, machine, in_reports):
        self.in_reports = in_reports
        if in_reports:
            super().__init__(machine, "hid-scanner", 0, 0x0C2E, 0x0B61, "hid.pos", [
                ("protocol", "0"), ("subclass", "0"), ("report_length", "64"), ("report_desc", HID_POS)])
        else:
            super().__init__(machine, "serial-scanner", 1, 0x1EAB, 0x0006, "acm.line")

    def plug(self):
        super().plug()
        if not self.in_reports:
            self.machine.do("stty -F /dev/ttyGS0 raw -echo")

    def read(self, code):
        """Holds a code under it; when it began to speak, in the machine's microseconds."""
        content = code.encode() + (b"" if self.in_reports else b"\r")
        kind, device = ("reports", "/dev/hidg0") if self.in_reports else ("line", "/dev/ttyGS0")
        said = self.machine.do(f"guest scan {kind} {device} {content.hex()}")
        assert said.isdigit(), said
        return int(said)


class Printer:
    """The virtual receipt printer in the machine: on loopback TCP, or behind a USB cable while that is plugged in."""

    PORT = 9100
    SLIPS, RECORD, TIMES = "/tmp/slips", "/tmp/printed", "/tmp/printed.times"
    OVER_TCP = f"kiosk-receipt://127.0.0.1:{PORT}/?profile=generic-80"
    OVER_USB = "kiosk-receipt://usb/Illustration/receipt-printer?serial=E2E2&profile=generic-80"

    def __init__(self, machine):
        self.machine = machine
        machine.do(f"mkdir -p {self.SLIPS}; rm -f /tmp/printer; mkfifo /tmp/printer")
        machine.do(f"PrinterSimulator {self.PORT} {self.SLIPS} </tmp/printer >/tmp/printer.log 2>&1 &")
        machine.do("exec 5>/tmp/printer")
        self.cable = Gadget(machine, "receipt-printer", 2, 0x0416, 0x5011, "printer.slips", [
            ("pnp_string", "MFG:Illustration;MDL:receipt-printer;CMD:ESC/POS;CLS:PRINTER;"), ("q_len", "10")])
        self.is_plugged = False

    def plug(self):
        if self.is_plugged:
            return
        self.is_plugged = True
        self.cable.plug()
        # What udev's rules do on a kiosk: the print server's user may open printers.
        node = "/dev/" + self.machine.do(f"sed -n 's/^DEVNAME=//p' {self.cable.seen()}/uevent")
        self.machine.do(f"chgrp lp {node}; chmod 660 {node}")
        self.machine.do(f"guest cable /dev/g_printer0 {self.PORT} {self.RECORD} {self.TIMES} "
                        "</dev/null >>/tmp/cable.log 2>&1 &")
        self.cable_process = self.machine.do("echo $!")

    def pull(self):
        if self.is_plugged:
            self.is_plugged = False
            self.machine.do(f"kill {self.cable_process}; wait {self.cable_process}")
            self.cable.pull()

    def become(self, fault):
        self.machine.do(f"echo {fault} >&5")

    def slips(self):
        """How many came out."""
        return int(self.machine.do(f"ls {self.SLIPS} | wc -l"))

    def last_slip(self):
        return self.machine.get(f"{self.SLIPS}/{self.slips()}.png")

    def forget_bytes(self):
        """What came over USB until now counts no more."""
        self.machine.do(f": >{self.RECORD}; : >{self.TIMES}")

    def slip_on_wire(self):
        """When the first byte and the last one of the slip came over USB, in the machine's microseconds; and how many
        there were."""
        # Behind the last cut there are only questions; dots that look like one come before it.
        end = self.machine.get(self.RECORD).rfind(b"\x1dV") + 3
        assert end > 2, "no cut came"
        first, total = None, 0
        for line in self.machine.do(f"cat {self.TIMES}").splitlines():
            when, count = map(int, line.split())
            first, total = first or when, total + count
            if total >= end:
                return first, when, end
        raise AssertionError(f"{total} bytes came at known times, {end} were printed")
