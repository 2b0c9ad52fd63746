"""Reads what dbus-monitor wrote down: who called what, and which answer belongs to which call."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from tests.helpers.desktop import wait_until

RULES = ("interface='org.freedesktop.Notifications'", "type='method_return'")
"""What a recording needs so that answers can be told from each other."""
_HEAD = re.compile(
    r"^(?P<kind>method call|method return|signal|error) time=(?P<time>[\d.]+) sender=(?P<sender>\S+) ->"
    r" destination=(?P<destination>.+?) serial=(?P<serial>\d+)(?P<rest>.*)$"
)
_VALUE = re.compile(r"^   (?:string|uint32|int32|boolean) \"?(?P<text>.*?)\"?$")


@dataclass(slots=True)
class Passed:
    """One message that went over the bus. `values` are the simple ones at the top, as text."""

    kind: str
    time: float
    sender: str
    destination: str
    serial: int
    member: str
    reply_serial: int
    values: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def action_keys(self) -> list[str]:
        """Of a `Notify`: keys of its buttons, without the click on the notice itself."""
        texts = re.findall(r'^      string "(.*)"$', "\n".join(self.lines), re.MULTILINE)
        return [key for key in texts[::2] if key != "default"]


def read(log: Path) -> list[Passed]:
    """Everything in a recording, in order."""
    found: list[Passed] = []
    for line in log.read_text(errors="replace").splitlines():
        head = _HEAD.match(line)
        if head is not None:
            found.append(_begun(head))
        elif found:
            found[-1].lines.append(line)
            value = _VALUE.match(line)
            if value is not None:
                found[-1].values.append(value["text"])
    return found


def notifies(log: Path, app: str = "ClientDesk") -> list[Passed]:
    """The calls of `Notify` by one program."""
    return [
        passed
        for passed in read(log)
        if passed.kind == "method call" and passed.member == "Notify" and passed.values[:1] == [app]
    ]


def answered(log: Path, count: int = 1) -> list[Passed]:
    """As `notifies`, once so many were answered: the recording runs behind what is seen on the screen.

    A call stands there whole only when something came after it.
    """

    def calls() -> list[Passed]:
        found = notifies(log)
        return found if len(found) >= count and all(number_of(log, one) for one in found) else []

    found = wait_until(calls, f"{count} answered calls in {log.name}")
    assert len(found) == count, [one.values for one in found]
    return found


def number_of(log: Path, notify: Passed) -> str:
    """The number a daemon gave to a notice; empty while it has not answered."""
    for passed in read(log):
        is_answer = passed.kind == "method return" and passed.destination == notify.sender
        if is_answer and passed.reply_serial == notify.serial:
            return "".join(passed.values[:1])
    return ""


def about(log: Path, member: str, number: str) -> list[Passed]:
    """Signals or calls of this name about the notice with that number."""
    return [passed for passed in read(log) if passed.member == member and passed.values[:1] == [number]]


def _begun(head: re.Match[str]) -> Passed:
    member = re.search(r"member=(\w+)", head["rest"])
    reply = re.search(r"reply_serial=(\d+)", head["rest"])
    return Passed(
        head["kind"],
        float(head["time"]),
        head["sender"],
        head["destination"],
        int(head["serial"]),
        member[1] if member else "",
        int(reply[1]) if reply else 0,
    )
