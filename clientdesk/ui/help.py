"""Help: the guide, the shortcut sheet, what this program is."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from clientdesk import __version__, files
from clientdesk.ui.actions import ACTIONS, PLACES
from clientdesk.ui.theme import role_font
from clientdesk.ui.tokens import SPACE_1, SPACE_2, SPACE_4, SPACE_6, SPACE_8
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.labels import label

_LINE_HEIGHT = 118


def tr(text: str) -> str:
    return QCoreApplication.translate("Help", text)


LIST_KEYS = (
    ("T", "told them (Today, Clients)"),
    ("Z", "later (Today, Clients)"),
    ("H", "put on hold (Today)"),
    ("F2", "edit in place"),
    ("Enter", "open"),
    ("/", "filter"),
    ("Delete", "take away, with a way back"),
    ("Esc", "cancel, close"),
)
TODAY_KEYS = (
    ("P", "plan the day and the week"),
    ("N", "add work for today"),
    ("D", "done"),
    ("V", "worked as planned, or not after all (Week too)"),
    ("R", "run or stop the timer"),
    ("+", "a quarter of an hour more"),
)
CANVAS_KEYS = (
    ("Arrows", "from one to the next"),
    ("M, arrows, Enter", "move a block (Week)"),
    ("Shift+arrows", "resize a block (Week)"),
    ("D", "done (Week)"),
    ("T", "today (Week, Timeline)"),
    ("Ctrl+plus, Ctrl+minus", "zoom (Timeline)"),
    ("Ctrl+0", "usual zoom (Timeline)"),
)
PLAN_KEYS = (
    ("P", "begin, next step"),
    ("Shift+P", "a step back"),
    ("1 to 7", "on that day (carry-over, To place)"),
    ("L", "next week"),
    ("T", "back to To place (carry-over)"),
    ("X", "drop"),
    ("S", "suggest places"),
    ("Ctrl+Enter", "set the week"),
)
LINE_KEYS = (
    (">", "you told them"),
    ("<", "you heard from them"),
    ("=", "you met"),
)


def show_shortcuts(parent: QWidget) -> None:
    """The sheet of keys."""
    dialog = QDialog(parent)
    dialog.setObjectName("shortcuts_dialog")
    dialog.setWindowTitle(tr("Keyboard shortcuts"))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    outer = QVBoxLayout(dialog)
    outer.setContentsMargins(0, 0, 0, 0)
    scroll = QScrollArea()
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setWidgetResizable(True)
    room = QWidget()
    columns = QHBoxLayout(room)
    columns.setContentsMargins(SPACE_6, SPACE_4, SPACE_6, SPACE_4)
    columns.setSpacing(SPACE_8)
    columns.addLayout(
        _groups(
            (tr("Everywhere"), _window_keys()),
            (tr("Planning the week"), _translated(PLAN_KEYS)),
        ),
        1,
    )
    columns.addLayout(
        _groups(
            (tr("In lists"), _translated(LIST_KEYS)),
            (tr("In Today"), _translated(TODAY_KEYS)),
            (tr("In Week and Timeline"), _translated(CANVAS_KEYS)),
            (tr("First in the line “What happened?”"), _translated(LINE_KEYS)),
        ),
        1,
    )
    scroll.setWidget(room)
    outer.addWidget(scroll)
    size = room.sizeHint()
    dialog.resize(size.width() + SPACE_8, min(size.height() + SPACE_2, parent.window().height()))
    dialog.open()


def _groups(*groups: tuple[str, list[tuple[str, str]]]) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(SPACE_2)
    for number, (title, keys) in enumerate(groups):
        if number:
            column.addSpacing(SPACE_4)
        column.addWidget(label(title, "section"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE_4)
        grid.setVerticalSpacing(SPACE_1)
        grid.setColumnStretch(1, 1)
        for row, (key, words) in enumerate(keys):
            grid.addWidget(label(key, "key"), row, 0, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(label(words), row, 1)
        column.addLayout(grid)
    column.addStretch(1)
    return column


def _window_keys() -> list[tuple[str, str]]:
    places = [
        (f"Ctrl+{number}", QCoreApplication.translate("Places", text))
        for number, (_, text, _icon) in enumerate(PLACES, start=1)
    ]
    actions = [
        (spec.shortcut, QCoreApplication.translate("Actions", spec.text)) for spec in ACTIONS if spec.shortcut
    ]
    return [*places, *actions]


def _translated(keys: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    return [(tr(key), tr(words)) for key, words in keys]


def show_guide(parent: QWidget) -> None:
    """The user guide, read from the file that ships with the program."""
    path = files.guide()
    dialog = QDialog(parent)
    dialog.setObjectName("guide_dialog")
    dialog.setWindowTitle(tr("User guide"))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    column = QVBoxLayout(dialog)
    column.setContentsMargins(0, 0, 0, 0)
    browser = QTextBrowser()
    browser.setObjectName("guide_text")
    browser.setAccessibleName(tr("User guide"))
    browser.setOpenLinks(False)
    browser.anchorClicked.connect(_open_link)
    browser.setFrameShape(QFrame.Shape.NoFrame)
    browser.document().setDocumentMargin(SPACE_6)
    browser.setMarkdown(path.read_text("utf-8"))
    _set_type(browser.document())
    browser.moveCursor(QTextCursor.MoveOperation.Start)
    column.addWidget(browser)
    dialog.resize(760, min(720, parent.window().height()))
    dialog.open()


def _set_type(document: QTextDocument) -> None:
    """The type of the rest of the program: sizes of its titles, room between the paragraphs."""
    block = document.begin()
    while block.isValid():
        cursor = QTextCursor(block)
        shape = block.blockFormat()
        level = shape.headingLevel()
        is_loose = QTextCursor(block).currentTable() is None and block.textList() is None
        shape.setTopMargin((SPACE_6 if level > 1 else 0) if level else 0)
        shape.setBottomMargin(SPACE_2 if level or is_loose else SPACE_1)
        shape.setLineHeight(_LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor.setBlockFormat(shape)
        if level:
            cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
            letters = QTextCharFormat()
            letters.setFont(role_font("title" if level == 1 else "section"))
            cursor.mergeCharFormat(letters)
        block = block.next()


def _open_link(link: QUrl) -> None:
    if link.scheme() in ("http", "https", "mailto"):
        QDesktopServices.openUrl(link)


def show_about(parent: QWidget) -> None:
    """Name, version, and where the data is."""
    dialog = QDialog(parent)
    dialog.setObjectName("about_dialog")
    dialog.setWindowTitle(tr("About ClientDesk"))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    column = QVBoxLayout(dialog)
    column.setContentsMargins(SPACE_6, SPACE_6, SPACE_6, SPACE_4)
    column.setSpacing(SPACE_2)
    column.addWidget(label("ClientDesk", "title"))
    column.addWidget(label(tr("Version {version}").format(version=__version__), "secondary"))
    column.addSpacing(SPACE_2)
    column.addWidget(label(tr("Everything stays on this computer: no account, no network.")))
    column.addWidget(label(tr("Free software under the MIT licence.")))
    column.addSpacing(SPACE_4)
    close_button = button(tr("Close"))
    close_button.setObjectName("close_button")
    close_button.clicked.connect(dialog.accept)
    column.addWidget(close_button, 0, Qt.AlignmentFlag.AlignRight)
    dialog.open()
