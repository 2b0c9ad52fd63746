"""The one QApplication: its names, locale and translations."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from PySide6.QtCore import QLocale
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from clientdesk import __version__, files
from clientdesk.ui.translations import install_translations


def make_application(arguments: Sequence[str] = ()) -> QApplication:
    """The one QApplication, with its names set."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    app = QApplication([sys.argv[0], *arguments])
    app.setApplicationName("ClientDesk")
    app.setApplicationDisplayName("ClientDesk")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("clientdesk")
    app.setWindowIcon(QIcon(str(files.resource("app-icon.svg"))))
    app.setQuitOnLastWindowClosed(False)
    QLocale.setDefault(QLocale.system())
    install_translations(app)
    return app
