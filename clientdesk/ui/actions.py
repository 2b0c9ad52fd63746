"""One row an action: id, menu, text, shortcut, icon and the window's slot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QT_TRANSLATE_NOOP

mark: Callable[[str, str], str] = QT_TRANSLATE_NOOP  # type: ignore[assignment]
"""Marks a text for translation at the place where it is shown."""


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """What a menu entry is. An empty `slot` marks a separator."""

    key: str
    menu: str
    text: str
    shortcut: str = ""
    slot: str = ""
    needs_workspace: bool = True


PLACES = (
    ("today", mark("Places", "Today"), "sun"),
    ("week", mark("Places", "Week"), "calendar-days"),
    ("timeline", mark("Places", "Timeline"), "chart-gantt"),
    ("clients", mark("Places", "Clients"), "users"),
    ("papers", mark("Places", "Papers"), "file-text"),
)
FOOT = (
    ("boundaries", mark("Places", "Boundaries"), "shield"),
    ("settings", mark("Places", "Settings"), "settings"),
)

MENUS = (
    ("file", mark("Menus", "&File")),
    ("edit", mark("Menus", "&Edit")),
    ("view", mark("Menus", "&View")),
    ("client", mark("Menus", "&Client")),
    ("plan", mark("Menus", "&Plan")),
    ("help", mark("Menus", "&Help")),
)

ACTIONS = (
    ActionSpec("new_client", "file", mark("Actions", "New client"), "Ctrl+N, C", "new_client"),
    ActionSpec("new_paper", "file", mark("Actions", "New paper"), "Ctrl+N, A", "new_paper"),
    ActionSpec("new_work", "file", mark("Actions", "New work by one line"), "Ctrl+N, W", "new_work"),
    ActionSpec("new_request", "file", mark("Actions", "What a client asked"), "Ctrl+N, Q", "new_request"),
    ActionSpec("import", "file", mark("Actions", "Import…"), "", "open_import"),
    ActionSpec("import_calendar", "file", mark("Actions", "Import calendar…"), "", "import_calendar"),
    ActionSpec("import_mail", "file", mark("Actions", "Take in mail…"), "", "import_mail"),
    ActionSpec("export", "file", mark("Actions", "Export everything…"), "", "export_everything"),
    ActionSpec("back_up", "file", mark("Actions", "Back up now"), "", "back_up_now"),
    ActionSpec(
        "demo",
        "file",
        mark("Actions", "Look at the demo"),
        "",
        "open_demo",
        needs_workspace=False,
    ),
    ActionSpec("file_1", "file", ""),
    ActionSpec("print", "file", mark("Actions", "Print…"), "Ctrl+P", "print_current"),
    ActionSpec("export_pdf", "file", mark("Actions", "Export PDF…"), "Ctrl+E", "export_current"),
    ActionSpec("file_2", "file", ""),
    ActionSpec(
        "close",
        "file",
        mark("Actions", "Close window"),
        "Ctrl+W",
        "close",
        needs_workspace=False,
    ),
    ActionSpec("quit", "file", mark("Actions", "Quit"), "Ctrl+Q", "quit", needs_workspace=False),
    ActionSpec("undo", "edit", mark("Actions", "Undo"), "Ctrl+Z", "undo"),
    ActionSpec("redo", "edit", mark("Actions", "Redo"), "Ctrl+Shift+Z", "redo"),
    ActionSpec("edit_1", "edit", ""),
    ActionSpec("find", "edit", mark("Actions", "Find on this page"), "Ctrl+F", "find_on_page"),
    ActionSpec("back", "view", mark("Actions", "Back"), "Alt+Left", "go_back"),
    ActionSpec("forward", "view", mark("Actions", "Forward"), "Alt+Right", "go_forward"),
    ActionSpec("view_1", "view", ""),
    ActionSpec("sidebar", "view", mark("Actions", "Narrow sidebar"), "F9", "toggle_sidebar"),
    ActionSpec("drawer", "view", mark("Actions", "Details"), "Ctrl+I", "toggle_drawer"),
    ActionSpec("next_pane", "view", mark("Actions", "Next pane"), "F6", "next_pane"),
    ActionSpec("settings_place", "view", mark("Actions", "Settings"), "Ctrl+,", "open_settings"),
    ActionSpec("log_update", "client", mark("Actions", "Log update…"), "Ctrl+L", "log_update"),
    ActionSpec("intake", "client", mark("Actions", "My clients in ten minutes"), "", "open_intake"),
    ActionSpec("plan_week", "plan", mark("Actions", "Plan the week"), "", "plan_week"),
    ActionSpec("suggest_places", "plan", mark("Actions", "Suggest places"), "", "suggest_places"),
    ActionSpec("ask_promise", "plan", mark("Actions", "Can I promise this?"), "", "ask_promise"),
    ActionSpec("wrap_up_week", "plan", mark("Actions", "Wrap up the week"), "", "wrap_up_week"),
    ActionSpec("guide", "help", mark("Actions", "User guide"), "F1", "open_guide", needs_workspace=False),
    ActionSpec(
        "keys",
        "help",
        mark("Actions", "Keyboard shortcuts"),
        "Ctrl+/",
        "show_shortcuts",
        needs_workspace=False,
    ),
    ActionSpec(
        "about",
        "help",
        mark("Actions", "About ClientDesk"),
        "",
        "show_about",
        needs_workspace=False,
    ),
)
