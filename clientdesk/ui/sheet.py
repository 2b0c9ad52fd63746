"""Renders the style sheet once into the cache; later starts only read it.

The sheet is qt-material's template, with the rules that hurt taken out, and `resources/overlay.qss` after it.
qt-material and jinja2 are imported only when there is something to render.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import PySide6
from PySide6.QtCore import QLockFile

from clientdesk import files
from clientdesk.ui.tokens import Tokens

END_MARK = "/* end of sheet */"
KEPT_SHEETS = 8

_DROPPED_RULES = frozenset(
    {
        "*:focus",
        "QWidget",
        "QScrollBar.big:horizontal",
        "QScrollBar.big:vertical",
        "QDial",
        "QSizeGrip",
        "QMenuBar QToolButton",
        "QHeaderView::section:vertical",
        "QMainWindow::separator:vertical",
        "QMainWindow::separator:horizontal",
        "QTabBar::close-button",
        "QCalendarWidget",
    }
)
_DROPPED_EVERYWHERE = ("text-transform", "font-family", "font-size", "line-height")
_DROPPED_FROM_ITEMS = ("color", "selection-color")


@dataclass(frozen=True, slots=True)
class SheetSpec:
    """What decides how the sheet looks.

    Attributes:
        tokens: the theme's colours.
        scale: qt-material's density scale, -1 or -2.
        body_px: size of body text in pixels.
    """

    tokens: Tokens
    scale: int
    body_px: int

    @property
    def theme_file(self) -> Path:
        return files.resource("themes", "dark.xml" if self.tokens.dark else "light.xml")

    def key(self) -> str:
        """Name of the cache entry: changes with everything the sheet is made of."""
        digest = hashlib.sha256()
        digest.update(repr((self.tokens, self.scale, self.body_px)).encode())
        digest.update(f"{PySide6.__version__} {_jinja_version()}".encode())
        for part in (files.resource("overlay.qss"), self.theme_file, Path(__file__), _stock_template()):
            if part.is_file():
                digest.update(part.read_bytes())
        return f"{'dark' if self.tokens.dark else 'light'}-{digest.hexdigest()[:16]}"


def _stock_template() -> Path:
    """qt-material's template; its content stands for its version, and finding it imports nothing."""
    return _package_folder("qt_material") / "material.qss.template"


def _jinja_version() -> str:
    """Name of jinja2's metadata folder, which holds the version; reading it properly costs 20 ms at start."""
    return "".join(entry.name for entry in _package_folder("jinja2").parent.glob("[jJ]inja2-*.dist-info"))


def _package_folder(name: str) -> Path:
    spec = find_spec(name)
    return Path(spec.origin).parent if spec is not None and spec.origin else Path("missing")


def read_sheet(spec: SheetSpec, cache: Path) -> str:
    """The style sheet of `spec`, from the cache when it is there, else rendered into it."""
    home = cache / "theme" / spec.key()
    cached = _read_whole(home / "sheet.qss")
    if cached is not None:
        return cached
    try:
        home.parent.mkdir(parents=True, exist_ok=True)
        return _render_locked(spec, home)
    except OSError:
        # The cache cannot be written: render for this run only.
        return _render_into(spec, Path(tempfile.mkdtemp(prefix="clientdesk-theme-")) / home.name)


def _render_locked(spec: SheetSpec, home: Path) -> str:
    lock = QLockFile(str(home.parent / ".lock"))
    locked = lock.tryLock(10_000)
    try:
        return _read_whole(home / "sheet.qss") or _render_into(spec, home)
    finally:
        if locked:
            lock.unlock()


def _render_into(spec: SheetSpec, home: Path) -> str:
    """Renders into a neighbour of `home` and renames it into place, so that no half sheet is ever read."""
    home.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=f".{home.name}.", dir=home.parent))
    text = _Renderer(spec, part, home).render()
    (part / "sheet.qss").write_text(text, encoding="utf-8")
    shutil.rmtree(home, ignore_errors=True)
    part.replace(home)
    _forget_old(home.parent)
    return text


def _read_whole(path: Path) -> str | None:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    return text if text.rstrip().endswith(END_MARK) else None


def _forget_old(folder: Path) -> None:
    entries = sorted(
        (entry for entry in folder.iterdir() if entry.is_dir()), key=lambda e: e.stat().st_mtime, reverse=True
    )
    for entry in entries[KEPT_SHEETS:]:
        shutil.rmtree(entry, ignore_errors=True)


class _Renderer:
    """One rendering: writes the tinted icons into `part`, names them as they will be in `home`."""

    def __init__(self, spec: SheetSpec, part: Path, home: Path) -> None:
        self._spec = spec
        self._part = part
        self._home = home

    def render(self) -> str:
        import jinja2
        import qt_material

        environment = jinja2.Environment(autoescape=False, undefined=jinja2.StrictUndefined)  # noqa: S701
        environment.filters["opacity"] = qt_material.opacity
        environment.filters["density"] = qt_material.density
        base = environment.from_string(Path(qt_material.TEMPLATE_FILE).read_text(encoding="utf-8"))
        source = Path(qt_material.__file__).parent / "resources" / "source"
        stock = self._localise(tame(base.render(self._base_values())), source)
        overlay = environment.from_string(files.resource("overlay.qss").read_text(encoding="utf-8"))
        return f"{stock}\n{overlay.render(self._overlay_values())}\n{END_MARK}\n"

    def _base_values(self) -> dict[str, object]:
        from xml.etree import ElementTree as ET

        tokens, scale = self._spec.tokens, self._spec.scale
        root = ET.parse(self._spec.theme_file).getroot()  # noqa: S314 (our own file)
        colours: dict[str, object] = {str(node.get("name")): node.text for node in root}
        return {
            **colours,
            "danger": tokens.at_risk,
            "warning": tokens.watch,
            "success": tokens.steady,
            "icon": None,
            "font_family": "sans-serif",
            "font_size": self._spec.body_px - scale,
            "line_height": self._spec.body_px - scale,
            "density_scale": str(scale),
            "button_shape": "default",
            "QMenu": False,
            "linux": False,
            "windows": False,
            "darwin": False,
            "pyside6": True,
            "pyqt6": False,
            "pyqt5": False,
            "pyside2": False,
        }

    def _overlay_values(self) -> dict[str, object]:
        body = self._spec.body_px
        compact = self._spec.scale <= -2
        return {
            "t": self._spec.tokens,
            "body": body,
            "caption": max(body - 1, 11),
            "section": body + 2,
            "title": body + 6,
            "control": max(30 if compact else 34, round(body * (2.15 if compact else 2.45))),
            "row": row_height(body, compact=compact),
            "indicator": max(16, round(body * 1.2)),
            "dot": max(5, round(body * 0.38)),
            "arrow": max(12, round(body * 0.92)),
            "icon": self._icon,
        }

    def _icon(self, name: str, colour: str) -> str:
        """Writes one of our icons in one colour; gives its address for ``image: url(...)``."""
        svg = files.resource("icons", f"{name}.svg").read_text(encoding="utf-8")
        return self._store(f"{name}-{colour[1:]}.svg", svg.replace("currentColor", colour))

    def _store(self, name: str, svg: str) -> str:
        folder = self._part / "icons"
        folder.mkdir(exist_ok=True)
        (folder / name).write_text(svg, encoding="utf-8")
        return f'"{(self._home / "icons" / name).as_posix()}"'

    def _localise(self, sheet: str, source: Path) -> str:
        """Replaces the stock sheet's ``icon:/`` addresses by tinted copies of the stock icons."""
        tokens = self._spec.tokens
        tints = {"primary": tokens.accent, "active": tokens.secondary, "disabled": tokens.disabled}

        def store(match: re.Match[str]) -> str:
            tint, name = match[1], match[2]
            svg = (source / name).read_text(encoding="utf-8")
            # The stock files break some colour values over two lines with a backslash.
            svg = svg.replace("\\\n", "")
            svg = svg.replace("#000000", "none").replace("#0000ff", tints[tint])
            return f"url({self._store(f'stock-{tint}-{name}', svg.replace('#ff0000', tokens.surface))})"

        return re.sub(r"url\(icon:/(\w+)/([\w.-]+)\)", store, sheet)


def tame(sheet: str) -> str:
    """The stock sheet without its comments, capitals, fonts, frame borders, hidden focus and item colours."""
    return "\n".join(
        f"{', '.join(selectors)} {{ {' '.join(declarations)} }}"
        for selectors, declarations in _rules(sheet)
        if declarations and selectors[0] not in _DROPPED_RULES
    )


def _rules(sheet: str) -> Iterator[tuple[list[str], list[str]]]:
    plain = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    for match in re.finditer(r"([^{}]+)\{([^{}]*)\}", plain):
        selectors = [" ".join(part.split()) for part in match[1].split(",")]
        dropped: tuple[str, ...] = _DROPPED_EVERYWHERE
        if all(selector.endswith("::item") for selector in selectors):
            dropped += _DROPPED_FROM_ITEMS
        if selectors == ["QGroupBox", "QFrame"]:
            dropped += ("border", "background-color")
        declarations = [
            f"{part.strip()};"
            for part in match[2].split(";")
            if ":" in part and part.split(":", 1)[0].strip() not in dropped and "unset" not in part
        ]
        yield selectors, declarations


def row_height(body_px: int, *, compact: bool) -> int:
    """Height of a table or list row."""
    return max(32 if compact else 38, round(body_px * (2.3 if compact else 2.7)))
