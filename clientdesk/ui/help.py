"""Help: the guide, the shortcut sheet, what this program is."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QMessageBox,
    QScrollArea,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from clientdesk import __version__, files
from clientdesk.ui.actions import ACTIONS, PLACES
from clientdesk.ui.tokens import SPACE_2, SPACE_4, SPACE_6
from clientdesk.ui.widgets.labels import label


def tr(text: str) -> str:
    return QCoreApplication.translate("Help", text)


PANEL_KEYS = (
    ("T", "told them (Today, Clients)"),
    ("Z", "later (Today, Clients)"),
    ("H", "put on hold (Today)"),
    ("F2", "edit in place"),
    ("Enter", "open"),
    ("M, arrows, Enter", "move a block (Week)"),
    ("Shift+arrows", "resize a block (Week)"),
    ("D", "done (Week)"),
    ("T", "today (Week, Timeline)"),
    ("Ctrl+plus, Ctrl+minus, Ctrl+0", "zoom (Timeline)"),
    ("/", "filter"),
    ("Esc", "cancel, close"),
)


def show_shortcuts(parent: QWidget) -> None:
    """The sheet of keys."""
    dialog = QDialog(parent)
    dialog.setObjectName("shortcuts_dialog")
    dialog.setWindowTitle(tr("Keyboard shortcuts"))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    outer = QVBoxLayout(dialog)
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    room = QWidget()
    grid = QGridLayout(room)
    grid.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
    grid.setHorizontalSpacing(SPACE_6)
    grid.setVerticalSpacing(SPACE_2)
    for row, (keys, words) in enumerate(_all_keys()):
        grid.addWidget(label(keys, "key"), row, 0, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(label(words), row, 1)
    scroll.setWidget(room)
    outer.addWidget(scroll)
    dialog.resize(520, 600)
    dialog.open()


def _all_keys() -> list[tuple[str, str]]:
    places = [
        (f"Ctrl+{number}", QCoreApplication.translate("Places", text))
        for number, (_, text, _icon) in enumerate(PLACES, start=1)
    ]
    actions = [
        (spec.shortcut, QCoreApplication.translate("Actions", spec.text)) for spec in ACTIONS if spec.shortcut
    ]
    return [*places, *actions, *((keys, tr(words)) for keys, words in PANEL_KEYS)]


def show_guide(parent: QWidget) -> None:
    """The user guide, read from the file that ships with the program."""
    path = files.guide()
    dialog = QDialog(parent)
    dialog.setObjectName("guide_dialog")
    dialog.setWindowTitle(tr("User guide"))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    column = QVBoxLayout(dialog)
    browser = QTextBrowser()
    browser.setObjectName("guide_text")
    browser.setAccessibleName(tr("User guide"))
    browser.setOpenLinks(False)
    browser.anchorClicked.connect(_open_link)
    browser.setMarkdown(path.read_text("utf-8"))
    column.addWidget(browser)
    dialog.resize(760, 720)
    dialog.open()


def _open_link(link: QUrl) -> None:
    if link.scheme() in ("http", "https", "mailto"):
        QDesktopServices.openUrl(link)


def show_about(parent: QWidget) -> None:
    box = QMessageBox(parent)
    box.setObjectName("about_dialog")
    box.setWindowTitle(tr("About ClientDesk"))
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(
        tr(
            "ClientDesk {version}\n\nEverything stays on this computer: no account, no network.\nFree software, MIT."
        ).format(version=__version__)
    )
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()
