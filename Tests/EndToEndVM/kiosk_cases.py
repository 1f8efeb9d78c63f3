"""What must hold for the whole kiosk on a real kernel: its panel, its finger, its scanner, its paper, its centre."""

import time

from gadgets import Printer
from machine import wait_for

DOSSIER = "H08.99-251120-0001"
# Longer than a report; the code begins in the first and ends in the second.
RECEIPT = f"https://dichvucong.gov.vn/p/home/dvc-tra-cuu.html?MaHoSo={DOSSIER}&SGT=999123450678"
STRANGE = "Nguyễn Thị Ánh Tuyết — phiếu A-042"


def boot(hall):
    """From the start of kioskd to its first screen, which is the reference's to the pixel."""
    hall.stop()
    started = time.monotonic()
    kiosk = hall.dispenser()
    took = time.monotonic() - started
    kiosk.await_status(link="online", printer="ready")
    kiosk.looks_like_reference("Mời quý khách lấy số thứ tự")
    return f"after {took:.1f} s"


def takes_a_number(hall, kiosk):
    """Two touches on the panel become a slip: the reference's to the dot, and its QR holds what the store holds."""
    kiosk.both_await(link="online", printer="ready")
    before = kiosk.status()["tickets"]
    slips, references = hall.printer.slips(), len(hall.reference.slips())
    kiosk.take_number("ticket-taken")
    wait_for("the slip", lambda: hall.printer.slips() == slips + 1)
    wait_for("the reference's slip", lambda: len(hall.reference.slips()) == references + 1)
    slip = hall.same_slip()
    number, token = hall.last_ticket()
    assert hall.read_by_zbar(slip) == [token], (hall.read_by_zbar(slip), token)
    kiosk.await_status(tickets=before | {"issued": before["issued"] + 1, "confirmed": before["confirmed"] + 1})
    wait_for("the number at the centre", lambda: number in hall.centre.waiting())
    return number


def number_over(uri):
    def case(hall):
        hall.print_over(uri)
        return takes_a_number(hall, hall.dispenser())
    return case


def replugged_touch(hall):
    """The touch panel is pulled and plugged in again; the next visitor notices nothing."""
    kiosk = hall.dispenser()
    machine = hall.machine
    with kiosk.saying("touch panel went away"):
        machine.ask("device_del", id="tablet")
    with kiosk.saying("input device was found", "Tablet", "use=used"):
        machine.ask("device_add", driver="usb-tablet", id="tablet", bus="xhci.0")
    kiosk.press_to("Tư pháp", "field")
    kiosk.looks_like_reference()


def unplugged_panel(hall):
    """The panel is pulled while somebody is there, and shows the newest screen when it is back."""
    kiosk = hall.dispenser()
    kiosk.looks_like_reference()
    machine = hall.machine
    card = machine.card("virtio").split("/")[-1]
    status = machine.do(f"ls /sys/class/drm/{card}-*/status")
    with kiosk.saying("panel's condition changed", "unplugged"):
        machine.do(f"echo off >{status}; echo change >/sys/class/drm/{card}/uevent")
    kiosk.press_to("Tư pháp", "field")
    machine.do(f"echo detect >{status}; echo change >/sys/class/drm/{card}/uevent")
    kiosk.looks_like_reference()


def killed(hall):
    """Killed without warning in the middle of taking a number: it comes back, and no number is given twice."""
    kiosk = hall.dispenser()
    issued = kiosk.status()["tickets"]["issued"]
    kiosk.press_to("Tư pháp", "field")
    kiosk.press("Nuôi con nuôi")
    # As soon as it is issued: the slip may be on its way, and nobody has seen the number.
    wait_for("the number", lambda: kiosk.status().get("tickets", {}).get("issued") == issued + 1, pause=0)
    hall.machine.do(f"kill -9 {kiosk.pid()}")
    lost, _ = hall.last_ticket()
    started = time.monotonic()
    kiosk.await_screen("home", 60)
    took = time.monotonic() - started
    assert kiosk.status()["tickets"]["issued"] == issued + 1
    after = takes_a_number(hall, kiosk)
    assert int(after[1:]) == int(lost[1:]) + 1, (lost, after)
    return f"{lost}, then {after}; back after {took:.1f} s"


def paper_empty(hall):
    """The paper ends: the screen says so with the number, a new roll prints the copy and nothing else."""
    hall.print_over(Printer.OVER_USB)
    return without_paper(hall, "paper-empty", "Hết giấy in", lambda: hall.printer.become("paper-empty"),
                         lambda: hall.printer.become("ok"))


def unplugged_printer(hall):
    """The printer's cable is pulled: the same, without a word from the printer."""
    hall.print_over(Printer.OVER_USB)
    return without_paper(hall, "offline", "Máy in không trả lời", hall.printer.pull, hall.printer.plug)


def without_paper(hall, fault, words, begin, end):
    kiosk = hall.dispenser()
    kiosk.both_await(link="online", printer="ready")
    slips, references = hall.printer.slips(), len(hall.reference.slips())
    try:
        begin()
        hall.reference.fault("dispenser", "printer", fault)
        # The home screen says so too, and is another one to touch.
        kiosk.both_await(printer="paperEmpty" if fault == "paper-empty" else fault)
        kiosk.take_number("ticket-unprinted")
        kiosk.looks_like_reference(words)
        number, token = hall.last_ticket()
        assert hall.read_by_zbar(hall.photograph("portrait")) == [token]
    finally:
        end()
        hall.reference.fault("dispenser", "printer", "ok")
    kiosk.both_await(printer="ready")
    kiosk.looks_like_reference("Máy in đã sẵn sàng")
    assert hall.printer.slips() == slips, "a stale slip came out"
    kiosk.press_to("In lại", "ticket-taken")
    wait_for("the slip", lambda: hall.printer.slips() == slips + 1)
    wait_for("the reference's slip", lambda: len(hall.reference.slips()) == references + 1)
    assert hall.read_by_zbar(hall.same_slip()) == [token]
    return number


def no_network(hall):
    """The network cable is pulled: numbers go on, and reach the centre once it is back."""
    kiosk = hall.dispenser()
    kiosk.both_await(link="online", printer="ready")
    began = time.monotonic()
    with hall.cable_pulled():
        kiosk.await_status(60, link="offline")
        noticed = time.monotonic() - began
        kiosk.take_number("ticket-taken")
        number, _ = hall.last_ticket()
        assert number not in hall.centre.waiting()
        assert kiosk.status()["journal"]["pending"] > 0
    began = time.monotonic()
    kiosk.await_status(60, link="online")
    wait_for("the number at the centre", lambda: number in hall.centre.waiting(), 60)
    return f"noticed after {noticed:.0f} s; {number} at the centre {time.monotonic() - began:.0f} s after it was back"


def no_network_at_lookup(hall):
    """Without the centre a dossier is shown from the cache, and the screen says since when."""
    kiosk = hall.lookup()
    hall.scanner.plug()
    kiosk.await_status(link="online", scanner="connected")
    with hall.cable_pulled():
        kiosk.await_status(60, link="offline")
        kiosk.looks_like_reference("Mất kết nối với hệ thống trung tâm")
        hall.scanner.read(DOSSIER)
        kiosk.shown_after_scan(DOSSIER, "dossier")
        assert "Mất kết nối – dữ liệu cập nhật lúc" in hall.reference.text("lookup")
    kiosk.await_status(60, link="online")
    kiosk.home()
    kiosk.looks_like_reference("Đưa giấy hẹn vào đầu đọc mã")


def scanned(kind, code, screen):
    def case(hall):
        scanner = getattr(hall, kind)
        scanner.plug()
        kiosk = hall.lookup()
        kiosk.await_status(scanner="connected", link="online")
        scanner.read(code)
        kiosk.shown_after_scan(code, screen)
        kiosk.looks_like_reference()
        scanner.pull()
        kiosk.await_status(scanner="disconnected")
    return case


def unplugged_scanner(hall):
    """Without a scanner the screen offers the keypad, and reads again when it is back."""
    hall.scanner.plug()
    kiosk = hall.lookup()
    kiosk.await_status(scanner="connected", link="online")
    hall.scanner.pull()
    hall.reference.fault("lookup", "scanner", "disconnected")
    kiosk.await_status(scanner="disconnected")
    kiosk.looks_like_reference("Đầu đọc mã chưa sẵn sàng")
    hall.scanner.plug()
    hall.reference.fault("lookup", "scanner", "connected")
    kiosk.await_status(scanner="connected")
    kiosk.looks_like_reference("Đưa giấy hẹn vào đầu đọc mã")
    hall.scanner.read(DOSSIER)
    kiosk.shown_after_scan(DOSSIER, "dossier")


def every_byte(kind):
    """What a scanner says comes out byte for byte, wherever a report's end cuts a letter."""
    def case(hall):
        hall.stop()
        machine, scanner = hall.machine, getattr(hall, kind)
        scanner.plug()
        machine.do("rm -f /tmp/in /tmp/out; mkfifo /tmp/in; ScannerProbe </tmp/in >/tmp/out 2>&1 &")
        machine.do("exec 3>/tmp/in")
        wait_for("the scanner", lambda: "condition connected" in machine.do("cat /tmp/out"))
        # The dash is three bytes long: the ends of a report fall on each of them.
        texts = ["x" * length + STRANGE + " " + STRANGE for length in range(4)]
        for text in texts:
            scanner.read(text)
            wanted = text.encode().hex()
            wait_for("the scan", lambda: wanted in machine.do("tail -n 1 /tmp/out"))
        machine.do("echo end >&3; exec 3>&-")
        wait_for("the probe's end", lambda: not machine.do("pidof ScannerProbe"))
        assert machine.do("grep -c '^scan ' /tmp/out") == str(len(texts))
        scanner.pull()
    return case


CASES = [
    ("kiosk: first screen", boot),
    ("kiosk: a touch becomes a slip, over TCP", number_over(Printer.OVER_TCP)),
    ("kiosk: a touch becomes a slip, over USB", number_over(Printer.OVER_USB)),
    ("kiosk: touch panel pulled and plugged in", replugged_touch),
    ("kiosk: panel pulled and plugged in", unplugged_panel),
    ("kiosk: killed", killed),
    ("kiosk: paper empty", paper_empty),
    ("kiosk: printer pulled and plugged in", unplugged_printer),
    ("kiosk: network pulled, numbers go on", no_network),
    ("scanner: every byte, in reports", every_byte("scanner")),
    ("scanner: every byte, over a serial line", every_byte("line")),
    ("scanner: a dossier's code", scanned("scanner", DOSSIER, "dossier")),
    ("scanner: a receipt in two reports", scanned("scanner", RECEIPT, "dossier")),
    ("scanner: a strange code", scanned("scanner", STRANGE, "unrecognised")),
    ("scanner: a dossier's code over a serial line", scanned("line", DOSSIER, "dossier")),
    ("scanner: pulled and plugged in", unplugged_scanner),
    ("kiosk: network pulled, lookups go on", no_network_at_lookup),
]
