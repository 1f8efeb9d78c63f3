"""Prints a journal upload of twelve tickets taken just now and of paper running low, as a kiosk would send it."""

import datetime
import hashlib
import json
import time

now = int(time.time() * 1000)
day = int(datetime.datetime.fromtimestamp(now / 1000, datetime.timezone(datetime.timedelta(hours=7))).strftime("%Y%m%d"))
entries, previous = [], "0" * 64
for n in range(1, 13):
    ticket = {
        "id": f"contract-{n}", "series": {"field": "HT", "day": day}, "number": {"prefix": "A", "ordinal": n},
        "token": f"KT1:DEMO:{day}:A:{n}:AAAAAAAA", "issuedAt": now - (13 - n) * 60000, "isPriority": n % 4 == 0,
        "isAfterCutOff": False, "state": "waiting", "printState": "confirmed", "reprints": 0,
    }
    event = json.dumps({"id": f"contract-event-{n}", "kind": "ticketIssued", "at": ticket["issuedAt"], "ticket": ticket})
    digest = hashlib.sha256(f"{previous}\n{n}\n{event}".encode()).hexdigest()
    entries.append({"sequence": n, "event": event, "previousHash": previous, "hash": digest})
    previous = digest
event = json.dumps({"id": "contract-event-13", "kind": "dispenser", "at": now, "dispenser": {
    "condition": "paperLow", "place": {"name": "Sảnh tầng 1"}, "paper": {"slipsLeft": 40, "endsAt": now + 3600000}}})
digest = hashlib.sha256(f"{previous}\n13\n{event}".encode()).hexdigest()
entries.append({"sequence": 13, "event": event, "previousHash": previous, "hash": digest})
print(json.dumps({"journal": "contract", "entries": entries}))
