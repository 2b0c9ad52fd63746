"""What is said to a notification daemon, in its own terms; and what its answers mean."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from clientdesk.services.ports import Notice

if TYPE_CHECKING:
    from jeepney import DBusAddress, MatchRule, Message

NAME = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"
BUS = "org.freedesktop.DBus"
MAX_TITLE, MAX_BODY = 200, 1_000
NORMAL, CRITICAL = 1, 2
AS_THE_DAEMON_LIKES, FOR_EVER = -1, 0
SOUND = "message-new-instant"
"""Its name in the sound themes of the desktops."""
SIGNALS = {"ActionInvoked": "us", "NotificationClosed": "uu"}
"""What a daemon says by itself, and the kinds of its values; both begin with the notice's number."""
CLOSED_BY_THE_USER = 2
"""Of the reasons a daemon gives for closing; the others are expiry, our own call, and unknown."""


def call(member: str, signature: str | None = None, body: Sequence[Any] = (), daemon: str = NAME) -> Message:
    """A call of the notification daemon; `daemon` picks one process by its own name on the bus."""
    from jeepney import new_method_call

    return new_method_call(_address(daemon), member, signature, tuple(body))


def notify(
    notice: Notice, app_name: str, icon: str, abilities: frozenset[str], replaces: int, daemon: str
) -> Message:
    """The call that shows a notice, with nothing in it that this daemon can't do."""
    body = clean(notice.body, MAX_BODY) if "body" in abilities else ""
    if "body-markup" in abilities:
        body = html.escape(body, quote=False)
    actions = _actions(notice) if "actions" in abilities else []
    # A daemon that keeps what nobody saw may take it off the screen; elsewhere it stands until answered.
    wait = AS_THE_DAEMON_LIKES if "persistence" in abilities else FOR_EVER
    title = clean(notice.title, MAX_TITLE)
    values = (app_name, replaces, icon, title, body, actions, _hints(notice, abilities), wait)
    return call("Notify", "susssasa{sv}i", values, daemon)


def _actions(notice: Notice) -> list[str]:
    actions = ["default", ""]
    for action in notice.actions:
        actions += [action.key, clean(action.label, MAX_TITLE)]
    return actions


def _hints(notice: Notice, abilities: frozenset[str]) -> dict[str, tuple[str, Any]]:
    hints: dict[str, tuple[str, Any]] = {
        "urgency": ("y", CRITICAL if notice.urgent else NORMAL),
        "desktop-entry": ("s", "clientdesk"),
    }
    if not notice.sound:
        hints["suppress-sound"] = ("b", True)
    elif "sound" in abilities:
        hints["sound-name"] = ("s", SOUND)
    return hints


def clean(text: str, limit: int) -> str:
    """A text that D-Bus accepts (no NUL, no half characters) and that no daemon chokes on."""
    whole = text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
    return whole if len(whole) <= limit else whole[: limit - 1] + "…"


def rules() -> tuple[MatchRule, MatchRule]:
    """What to listen to: the daemon's signals, and its coming and going."""
    from jeepney import MatchRule

    owner_changed = MatchRule(type="signal", sender=BUS, interface=BUS, member="NameOwnerChanged")
    owner_changed.add_arg_condition(0, NAME)
    return MatchRule(type="signal", sender=NAME, interface=NAME, path=PATH), owner_changed


def sender_of(message: Message) -> str:
    from jeepney import HeaderFields

    return str(message.header.fields.get(HeaderFields.sender, ""))


def member_of(message: Message) -> str:
    from jeepney import HeaderFields

    return str(message.header.fields.get(HeaderFields.member, ""))


def result_of(reply: Message | None, signature: str) -> tuple[Any, ...] | None:
    """The values of an answer; None for a refusal, for silence and for values of other kinds."""
    from jeepney import MessageType

    if reply is None or reply.header.message_type is not MessageType.method_return:
        return None
    return tuple(reply.body) if signature_of(reply) == signature else None


def signature_of(message: Message) -> str:
    """Which kinds of values it carries."""
    from jeepney import HeaderFields

    return str(message.header.fields.get(HeaderFields.signature, ""))


def _address(daemon: str) -> DBusAddress:
    from jeepney import DBusAddress

    return DBusAddress(PATH, bus_name=daemon, interface=NAME)
