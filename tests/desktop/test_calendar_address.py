"""A subscription with a real server, a real keyring and a fresh process: the address comes back from the keyring."""

from __future__ import annotations

import json
import sys
from typing import Any

from tests.helpers.calendar_server import gives, running_calendar_server
from tests.helpers.desktop import ROOT, Desktop, Process

PROGRAM = """
import json, ssl, sys
from datetime import timedelta
from pathlib import Path
from clientdesk.models.enums import CalendarSource
from clientdesk.services.calendars.fetching import AddressReader
from clientdesk.services.calendars.service import CalendarService
from clientdesk.services.clock import FrozenClock, SystemClock
from clientdesk.services.workspace import open_workspace
import truststore

root, authority, step, address = sys.argv[1:]
def trust():
    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(authority)
    return context
now = SystemClock().now()
clock = FrozenClock(now if step == "subscribe" else now + timedelta(hours=1))
workspace = open_workspace(Path(root), clock)
if workspace.practice.get() is None:
    workspace.practice.set_up("Mara Lind", zone="Europe/Paris", currency="EUR")
calendars = CalendarService(
    workspace.store, clock, workspace.practice, readers={CalendarSource.ADDRESS: AddressReader(trust)}
)
if step == "subscribe":
    calendars.subscribe(address)
elif step == "refresh":
    calendars.refresh_due()
else:
    for view in calendars.list_calendars():
        calendars.remove(view.calendar_id)
        calendars.forget_address(view.calendar_id)
found = [(view.place, view.events, view.problem) for view in calendars.list_calendars()]
workspace.close(back_up=False)
print(json.dumps(found))
"""

BODY = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTART:20261012T090000Z\r\n"
    b"SUMMARY:Board\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


def test_the_address_is_found_again_in_the_keyring(desktop: Desktop, unlocked_keyring: Process) -> None:
    script = desktop.root / "subscribe.py"
    script.write_text(PROGRAM)
    root = desktop.root / "workspace"
    with running_calendar_server() as server, server.authority.cert_pem.tempfile() as authority:
        server.answers["/private-0123456789abcdef/team.ics"] = gives(BODY)

        def run(step: str, address: str = "") -> list[Any]:
            answer = desktop.run(
                *(sys.executable, str(script), str(root), authority, step, address),
                env={"PYTHONPATH": str(ROOT), "DISPLAY": ""},
            )
            found: list[Any] = json.loads(answer)
            return found

        there = [[f"localhost:{server.port}", 1, ""]]
        assert run("subscribe", server.url("/private-0123456789abcdef/team.ics")) == there
        assert run("refresh") == there
        assert len(server.requests) == 2
        for path in root.rglob("*"):
            assert not path.is_file() or b"0123456789abcdef" not in path.read_bytes(), path.name
        assert run("remove") == []
