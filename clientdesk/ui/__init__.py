"""The window: everything that uses Qt."""

import linecache
from importlib import import_module
from typing import Any

import PySide6.QtCore  # noqa: F401 - sets up what is changed below


def _leave_sources_unread() -> None:
    """PySide reads the source of every module imported after it and looks for its own name: 0.4 s in all.

    What it learns matters only to modules that switch its naming (`from __feature__`): there are none here.
    """
    try:
        feature: Any = import_module("shibokensupport.feature")
    except ImportError:
        return
    if hasattr(feature, "_mod_uses_pyside"):
        feature._mod_uses_pyside = _uses_no_feature
    # What it has read by now would be kept for good.
    linecache.clearcache()


def _uses_no_feature(_module: object) -> bool:
    return False


_leave_sources_unread()
