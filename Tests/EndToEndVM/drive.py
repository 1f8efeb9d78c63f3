"""Boots the machine once and goes through the cases; prints one line each, and a closing line."""

import argparse
import json
import os
import shutil
import sys
import time
import traceback

import display_cases
import kiosk_cases
import measures
import touch_cases
from hall import Hall
from machine import Machine


class Run:
    """The machine, what stands around it once a case needs that, and how the cases went."""

    def __init__(self, words):
        self.words = words
        self.passed = self.failed = self.skipped = 0
        self.machine = Machine(words.cache, words.work)
        self._hall = None

    def hall(self):
        if not self._hall:
            self._hall = Hall(self.machine, self.words.programs, self.words.root)
        return self._hall

    def off(self):
        if self._hall:
            repeated = sum(kiosk.repeated_touches for kiosk in self._hall.kiosks.values())
            print(f"touched again: {repeated} times")
            self._hall.off()
        self.machine.off()

    def keep_measures(self):
        """Prints what was measured, and leaves it where the benchmarks may find it."""
        found = self._hall.measures if self._hall else {}
        if found:
            print(measures.table(found))
            with open(f"{self.words.results}/measures.json", "w") as file:
                json.dump(found, file, indent=2)

    def go(self, name, case, *needs):
        if self.words.case and not any(word in name for word in self.words.case):
            self.skipped += 1
            return
        begun = time.monotonic()
        try:
            note = case(*(need() for need in needs))
            self.passed += 1
            print(f"ok      {name} ({time.monotonic() - begun:.1f} s){f': {note}' if note else ''}", flush=True)
        except Exception as fault:
            self.failed += 1
            print(f"FAILED  {name}: {fault}", flush=True)
            if not isinstance(fault, AssertionError):
                traceback.print_exc()
            self._keep(name)

    def _keep(self, name):
        """What a person needs to find out why."""
        folder = os.path.join(self.words.results, "failed", "".join(c if c.isalnum() else "-" for c in name))
        os.makedirs(folder, exist_ok=True)
        for panel in [*Machine.PANELS, "legacy"]:
            self.machine.photograph(panel, f"{folder}/{panel}.png")
        for name, command in (
            ("kioskd", "cat /tmp/kioskd.log"), ("cupsd", "cat /tmp/cupsd.log /var/cups/log/error_log"),
            ("printer", "cat /tmp/printer.log /tmp/cable.log"), ("probe", "cat /tmp/out"), ("kernel", "dmesg"),
            ("processes", "ps"), ("devices", "cat /sys/kernel/debug/usb/devices; ls -lR /dev"),
        ):
            with open(f"{folder}/{name}", "w") as file:
                file.write(self.machine.do(f"({command}) 2>/dev/null"))
        for log in ("boot.log", "qemu.log", "reference.log", "centre.log", "slip.png", "reference-slip.png"):
            if os.path.exists(f"{self.words.work}/{log}"):
                shutil.copy(f"{self.words.work}/{log}", folder)
        print(f"        see {folder}", flush=True)


parser = argparse.ArgumentParser()
for name in ("cache", "work", "programs", "root", "results"):
    parser.add_argument(name)
parser.add_argument("case", nargs="*")
started = time.monotonic()
run = Run(parser.parse_args())
print(f"booted in {time.monotonic() - started:.1f} s", flush=True)
try:
    for name, case in display_cases.CASES + touch_cases.CASES:
        failed = run.failed
        run.go(name, case, lambda: run.machine)
        if run.failed > failed:
            run.machine.do("killall -9 PanelProbe guest 2>/dev/null; exec 3>&-")
    for name, case in kiosk_cases.CASES + measures.CASES:
        run.go(name, case, run.hall)
    run.keep_measures()
finally:
    run.off()
print(f"{time.monotonic() - started:.0f} s")
print(f"{run.passed} passed, {run.failed} failed, {run.skipped} skipped")
sys.exit(1 if run.failed else 0)
