"""The look of the window: light, dark or as the system; the only place that sets a style sheet or palette."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontInfo, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from clientdesk import files
from clientdesk.ui.sheet import SheetSpec, read_sheet, row_height
from clientdesk.ui.tokens import DARK, LIGHT, Tokens


class ThemeChoice(StrEnum):
    """What the user picked in Settings."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Density(StrEnum):
    """How tightly rows and controls stand."""

    COMPACT = "compact"
    COMFORTABLE = "comfortable"


_COMPACT = "clientdesk_compact"
_CLASSES_WITH_FONTS = (
    *("QLabel", "QPushButton", "QToolButton", "QCheckBox", "QRadioButton", "QMenuBar", "QMenu"),
    *("QAbstractItemView", "QListView", "QHeaderView", "QStatusBar", "QTipLabel", "QMessageBox"),
)
"""To these a desktop may give fonts of its own."""
_SCALES = {Density.COMPACT: -2, Density.COMFORTABLE: -1}


class Theme(QObject):
    """Applies a theme and keeps following the system's colour scheme.

    Signals:
        changed: emitted after the look has changed; canvases repaint themselves anyway.
    """

    changed = Signal()

    def __init__(self, cache: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cache = cache
        self._choice = ThemeChoice.SYSTEM
        self._density = Density.COMPACT
        self._text_percent = 100
        self._system_font: QFont | None = None
        self._applied: tuple[object, ...] | None = None
        # Both stay referenced: their wrappers become invalid once the style hints' wrapper is collected.
        self._hints = QGuiApplication.styleHints()
        self._contrast = self._hints.accessibility()
        self._hints.colorSchemeChanged.connect(self._on_system_changed)
        self._contrast.contrastPreferenceChanged.connect(self._on_system_changed)

    def apply(
        self,
        app: QApplication,
        choice: ThemeChoice | str = ThemeChoice.SYSTEM,
        density: Density | str = Density.COMPACT,
        text_percent: int = 100,
    ) -> None:
        """Give the whole application this look; `text_percent` scales the system's font (90 to 200)."""
        self._choice, self._density = ThemeChoice(choice), Density(density)
        self._text_percent = max(90, min(200, text_percent))
        if self._system_font is None:
            self._system_font = QFont(app.font())
        tokens = self._wanted_tokens()
        native = self.wants_native_style()
        state = (tokens.dark, self._density, self._text_percent, native)
        if state == self._applied:
            self._keep_font(app)
            return
        windows = [window for window in app.topLevelWidgets() if window.updatesEnabled()]
        for window in windows:
            window.setUpdatesEnabled(False)
        app.setProperty(_COMPACT, self._density is Density.COMPACT)
        app.setFont(self._font())
        if native:
            self._apply_native(app)
        else:
            self._apply_tokens(app, tokens)
        self._keep_font(app)
        for window in windows:
            window.setUpdatesEnabled(True)
        self._applied = state
        self.changed.emit()

    @property
    def choice(self) -> ThemeChoice:
        return self._choice

    @property
    def density(self) -> Density:
        return self._density

    @staticmethod
    def current_tokens() -> Tokens:
        """The colours in use now."""
        return current_tokens()

    def wants_native_style(self) -> bool:
        """Whether the system asks for high contrast: then its own style and colours are used."""
        return self._contrast.contrastPreference() == Qt.ContrastPreference.HighContrast

    def _wanted_tokens(self) -> Tokens:
        if self._choice is ThemeChoice.SYSTEM:
            return DARK if system_is_dark() else LIGHT
        return DARK if self._choice is ThemeChoice.DARK else LIGHT

    def _font(self) -> QFont:
        font = QFont(self._system_font or QFont())
        size = QFontInfo(font).pixelSize()
        font.setPixelSize(max(11, round(size * self._text_percent / 100)))
        return font

    def _keep_font(self, app: QApplication) -> None:
        """A style sheet brings the desktop's own fonts for labels and buttons back, at the desktop's size."""
        font = self._font()
        for name in _CLASSES_WITH_FONTS:
            if app.font(name) != font:  # type: ignore[call-overload]  # PySide wants str, its stubs bytes
                app.setFont(font, name)  # type: ignore[arg-type]

    def _apply_tokens(self, app: QApplication, tokens: Tokens) -> None:
        if app.style().objectName().casefold() != "fusion":
            app.setStyle("Fusion")
        spec = SheetSpec(tokens, _SCALES[self._density], QFontInfo(self._font()).pixelSize())
        app.setPalette(palette_of(tokens))
        app.setStyleSheet(read_sheet(spec, self._cache or files.cache_folder()))
        # Polishing with a sheet may move palette roles; canvases and delegates read them.
        app.setPalette(palette_of(tokens))

    def _apply_native(self, app: QApplication) -> None:
        """High contrast: the system's own style and colours, nothing of ours."""
        app.setStyleSheet("")
        app.setPalette(QPalette())

    def _on_system_changed(self) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication) and self._applied is not None:
            self.apply(app, self._choice, self._density, self._text_percent)


def system_is_dark() -> bool:
    """Whether the system asks for dark; light where it says nothing."""
    scheme = QGuiApplication.styleHints().colorScheme()
    return scheme == Qt.ColorScheme.Dark


def current_tokens() -> Tokens:
    """The colours in use now, told from the application's palette; safe to call while painting."""
    return tokens_for(QGuiApplication.palette())


def tokens_for(palette: QPalette) -> Tokens:
    """The theme that goes with a palette."""
    return DARK if palette.color(QPalette.ColorRole.Window).lightnessF() < 0.5 else LIGHT


def body_px() -> int:
    """Size of body text in pixels."""
    return QFontInfo(QApplication.font()).pixelSize()


def current_row_height() -> int:
    """Height for table rows at the density and text size in use."""
    is_compact = QApplication.instance().property(_COMPACT)  # type: ignore[union-attr]
    return row_height(body_px(), compact=is_compact is not False)


def icon_px(at_default: int = 16) -> int:
    """Side of an icon that stands beside text: grows with the text."""
    return max(at_default, round(at_default * body_px() / 13))


def role_font(role: str = "body") -> QFont:
    """The font of a text role, for painting: body, caption, strong, section or title; figures are tabular."""
    size, weight = _FONT_ROLES[role]
    font = QFont(QApplication.font())
    font.setPixelSize(max(11, body_px() + size))
    font.setWeight(weight)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


_FONT_ROLES = {
    "body": (0, QFont.Weight.Normal),
    "caption": (-1, QFont.Weight.Normal),
    "strong": (0, QFont.Weight.DemiBold),
    "section": (2, QFont.Weight.DemiBold),
    "title": (6, QFont.Weight.DemiBold),
}


def palette_of(tokens: Tokens) -> QPalette:
    """A whole palette, so that everything painted by hand or by the style agrees with the sheet."""
    role = QPalette.ColorRole
    palette = QPalette()
    colours = {
        role.Window: tokens.window,
        role.WindowText: tokens.text,
        role.Base: tokens.surface,
        role.AlternateBase: tokens.window,
        role.Text: tokens.text,
        role.PlaceholderText: tokens.placeholder,
        role.Button: tokens.surface,
        role.ButtonText: tokens.text,
        role.BrightText: tokens.at_risk,
        role.ToolTipBase: tokens.surface,
        role.ToolTipText: tokens.text,
        role.Highlight: tokens.selection,
        role.HighlightedText: tokens.text,
        role.Link: tokens.accent,
        role.LinkVisited: tokens.secondary,
        role.Accent: tokens.accent,
        role.Light: tokens.surface,
        role.Midlight: tokens.hover,
        role.Mid: tokens.line,
        role.Dark: tokens.control_border,
        role.Shadow: tokens.sunken,
    }
    for name, colour in colours.items():
        palette.setColor(name, QColor(colour))
    for name in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        palette.setColor(QPalette.ColorGroup.Disabled, name, QColor(tokens.disabled))
    return palette
