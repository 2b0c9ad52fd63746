"""What the desktop session offers, asked over D-Bus without Qt: for `doctor` and other commands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jeepney import DBusAddress
    from jeepney.io.blocking import DBusConnection

WAIT_S = 1.0
NOTIFICATIONS = "org.freedesktop.Notifications"
WATCHER = "org.kde.StatusNotifierWatcher"


def notification_daemon() -> str | None:
    """Name and version of the notification daemon; empty when it runs but does not say, or would be started
    by the first notification; None when there is none."""
    connection = _connect()
    if connection is None:
        return None
    with connection:
        if _owned(connection, NOTIFICATIONS):
            body = _ask(
                connection, _at("/org/freedesktop/Notifications", NOTIFICATIONS), "GetServerInformation"
            )
            return f"{body[0]} {body[2]}" if body else ""
        names = _ask(connection, _bus(), "ListActivatableNames")
        return "" if names and NOTIFICATIONS in names[0] else None


def has_tray() -> bool:
    """Whether a panel with a tray of today's kind is there; older kinds only a window can see."""
    connection = _connect()
    if connection is None:
        return False
    with connection:
        if not _owned(connection, WATCHER):
            return False
        address = _at("/StatusNotifierWatcher", WATCHER, "org.freedesktop.DBus.Properties")
        body = _ask(connection, address, "Get", "ss", WATCHER, "IsStatusNotifierHostRegistered")
        return bool(body and body[0][1])


def _connect() -> DBusConnection | None:
    from jeepney.io.blocking import open_dbus_connection

    try:
        return open_dbus_connection(auth_timeout=WAIT_S)
    except (OSError, KeyError, ValueError, RuntimeError):
        return None


def _owned(connection: DBusConnection, name: str) -> bool:
    body = _ask(connection, _bus(), "NameHasOwner", "s", name)
    return bool(body and body[0])


def _ask(
    connection: DBusConnection, address: DBusAddress, member: str, signature: str = "", *arguments: Any
) -> tuple[Any, ...] | None:
    from jeepney import MessageType, new_method_call

    message = new_method_call(address, member, signature or None, arguments)
    try:
        reply = connection.send_and_get_reply(message, timeout=WAIT_S)
    except OSError:
        return None
    return tuple(reply.body) if reply.header.message_type is MessageType.method_return else None


def _at(path: str, name: str, interface: str = "") -> DBusAddress:
    from jeepney import DBusAddress

    return DBusAddress(path, bus_name=name, interface=interface or name)


def _bus() -> DBusAddress:
    return _at("/org/freedesktop/DBus", "org.freedesktop.DBus")
