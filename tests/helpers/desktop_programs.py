"""The programs around ours on a test desktop: notification daemon and panel."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from typing import Any

from tests.helpers.desktop import Desktop, Process, wait_until

NOTIFICATIONS = "org.freedesktop.Notifications"
WATCHER = "org.kde.StatusNotifierWatcher"
ACCESSIBLE = {"NO_AT_BRIDGE": "0", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}

DUNST_CONFIG = """[global]
monitor = 0
width = 420
origin = top-right
offset = 20x40
font = Sans 10
markup = full
format = "<b>%s</b>\\n%b"
idle_threshold = 0
[urgency_low]
timeout = 0
[urgency_normal]
timeout = 0
[urgency_critical]
timeout = 0
"""


def start_dunst(desktop: Desktop) -> Process:
    """A fresh dunst that lets notices stand."""
    config = desktop.root / "dunstrc"
    config.write_text(DUNST_CONFIG)
    process = desktop.start("dunst", "dunst", "-config", str(config))
    desktop.wait_for_name(NOTIFICATIONS)
    return process


PANEL_CONFIG = """<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array">
    <value type="int" value="1"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=10;x=0;y=0"/>
      <property name="length" type="uint" value="100"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="size" type="uint" value="32"/>
      <property name="plugin-ids" type="array">
        <value type="int" value="1"/>
      </property>
    </property>
  </property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="systray"/>
  </property>
</channel>
"""


def start_panel(desktop: Desktop) -> Process:
    """A panel with nothing but a tray."""
    folder = desktop.root / "config" / "xfce4" / "xfconf" / "xfce-perchannel-xml"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "xfce4-panel.xml").write_text(PANEL_CONFIG)
    process = desktop.start(
        "xfce4-panel", "xfce4-panel", "--disable-wm-check", env={"XFCE_PANEL_MIGRATE_DEFAULT": "1"}
    )
    desktop.wait_for_name(WATCHER)
    return process


def stop_panel(desktop: Desktop, panel: Process, number: int = signal.SIGTERM) -> None:
    """End the panel; the bus takes a moment longer to notice that the tray is gone."""
    desktop.stop(panel, number)
    desktop.wait_for_name(WATCHER, present=False)


def shown_in_dunst(desktop: Desktop) -> int:
    """How many notices dunst shows; none while it is not there."""
    if not desktop.has_name(NOTIFICATIONS):
        return 0
    return int(desktop.run("dunstctl", "count", "displayed"))


def tray_items(desktop: Desktop) -> list[str]:
    """The items that have registered with the panel, as bus name and path."""
    _, items = desktop.call(
        "/StatusNotifierWatcher",
        WATCHER,
        *("Get", "ss", WATCHER, "RegisteredStatusNotifierItems"),
        interface="org.freedesktop.DBus.Properties",
    )
    return list(items)


def one_tray_item(desktop: Desktop) -> tuple[str, str]:
    """Bus name and path of the only tray item, once it is there."""
    found = wait_until(lambda: tray_items(desktop), "an item in the tray")
    assert len(found) == 1, found
    name, _, path = found[0].partition("/")
    return name, f"/{path}"


TRAY_ITEM = "org.kde.StatusNotifierItem"
MENU = "com.canonical.dbusmenu"


def tray_property(desktop: Desktop, prop: str) -> Any:
    """A property of the only tray item, such as `ToolTip` or `IconPixmap`."""
    name, path = one_tray_item(desktop)
    return desktop.call(
        path, name, "Get", "ss", TRAY_ITEM, prop, interface="org.freedesktop.DBus.Properties"
    )[1]


def tray_menu(desktop: Desktop) -> list[str]:
    """Visible entries of the menu as the panel reads them; those of submenus are indented."""
    return list(_menu_ids(desktop))


def press_tray_menu(desktop: Desktop, text: str) -> None:
    """What a panel sends when an entry is chosen."""
    number = _menu_ids(desktop)[text]
    name, _ = one_tray_item(desktop)
    arguments = ("Event", "isvu", number, "clicked", ("i", 0), 0)
    desktop.call_all(tray_property(desktop, "Menu"), name, *arguments, interface=MENU)


def _menu_ids(desktop: Desktop) -> dict[str, int]:
    name, _ = one_tray_item(desktop)
    path = tray_property(desktop, "Menu")
    layout = desktop.call_all(path, name, "GetLayout", "iias", 0, -1, [], interface=MENU)[1]
    return dict(_walk_menu(layout))


def _walk_menu(node: Any, depth: int = 0) -> Iterator[tuple[str, int]]:
    number, properties, children = node
    if properties.get("visible", ("b", True))[1] and "label" in properties:
        yield "  " * max(0, depth - 1) + properties["label"][1].replace("_", ""), number
    for _, child in children:
        yield from _walk_menu(child, depth + 1)
