"""Boots the machine once and goes through the cases; prints one line each, and a closing line."""

import sys
import time
import traceback

import display_cases
import touch_cases
from machine import Machine

cache, work, *wanted = sys.argv[1:]
started = time.monotonic()
machine = Machine(cache, work)
print(f"booted in {time.monotonic() - started:.1f} s", flush=True)
passed = failed = skipped = 0
try:
    for name, case in display_cases.CASES + touch_cases.CASES:
        if wanted and not any(word in name for word in wanted):
            skipped += 1
            continue
        begun = time.monotonic()
        try:
            note = case(machine)
            passed += 1
            print(f"ok      {name} ({time.monotonic() - begun:.1f} s){f': {note}' if note else ''}", flush=True)
        except Exception as fault:
            failed += 1
            print(f"FAILED  {name}: {fault}", flush=True)
            if not isinstance(fault, AssertionError):
                traceback.print_exc()
            machine.do("killall -9 PanelProbe guest 2>/dev/null; exec 3>&-")
finally:
    machine.off()
print(f"{time.monotonic() - started:.0f} s")
print(f"{passed} passed, {failed} failed, {skipped} skipped")
sys.exit(1 if failed else 0)
