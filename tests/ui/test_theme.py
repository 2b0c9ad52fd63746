"""The theme: rendered once, read afterwards, tamed, followed live."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontInfo, QGuiApplication, QImage, QPalette
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from clientdesk import files
from clientdesk.ui import theme as theme_module
from clientdesk.ui.sheet import SheetSpec, read_sheet, tame
from clientdesk.ui.theme import Density, Theme, ThemeChoice, current_tokens, role_font
from clientdesk.ui.tokens import DARK, LIGHT, contrast


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def theme(qapp, cache):
    before = qapp.font(), qapp.palette(), qapp.styleSheet()
    made = Theme(cache)
    yield made
    qapp.setStyleSheet(before[2])
    qapp.setPalette(before[1])
    qapp.setFont(before[0])
    made.deleteLater()


CHILD = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from clientdesk.ui.theme import Theme
app = QApplication([])
Theme(Path(sys.argv[1])).apply(app, sys.argv[2])
print(sorted({"qt_material", "jinja2"} & set(sys.modules)), len(app.styleSheet()) > 10000)
"""


def in_a_process(cache: Path, choice: str = "light") -> str:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", CHILD, str(cache), choice],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_second_start_only_reads_the_cached_sheet(tmp_path):
    assert in_a_process(tmp_path) == "['jinja2', 'qt_material'] True"
    assert in_a_process(tmp_path) == "[] True"


def test_starts_at_the_same_time_leave_one_whole_sheet(tmp_path):
    with ThreadPoolExecutor(3) as pool:
        outputs = list(pool.map(in_a_process, [tmp_path] * 3))
    assert all(output.endswith("True") for output in outputs)
    sheets = list((tmp_path / "theme").glob("*/sheet.qss"))
    assert len(sheets) == 1
    assert not [entry for entry in (tmp_path / "theme").iterdir() if entry.is_dir() and entry.name[0] == "."]


def test_a_damaged_cached_sheet_is_rendered_again(cache):
    spec = SheetSpec(LIGHT, -2, 13)
    whole = read_sheet(spec, cache)
    path = cache / "theme" / spec.key() / "sheet.qss"
    path.write_text(whole[:1000], encoding="utf-8")
    assert read_sheet(spec, cache) == whole
    assert path.read_text(encoding="utf-8") == whole


def test_a_cache_that_cannot_be_written_still_gives_a_sheet(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert "QPushButton" in read_sheet(SheetSpec(LIGHT, -2, 13), tmp_path / "file")


def test_every_image_of_the_sheet_is_there(cache):
    for tokens in (LIGHT, DARK):
        sheet = read_sheet(SheetSpec(tokens, -1, 13), cache)
        paths = [part.split(")")[0].strip('"') for part in sheet.split("url(")[1:]]
        assert paths
        assert [path for path in paths if not Path(path).is_file()] == []


def test_the_key_changes_with_theme_density_and_text_size():
    keys = {
        SheetSpec(tokens, scale, size).key()
        for tokens in (LIGHT, DARK)
        for scale in (-1, -2)
        for size in (13, 16)
    }
    assert len(keys) == 8


def test_the_sheet_forces_no_capitals_no_font_and_hides_no_focus(cache):
    sheet = read_sheet(SheetSpec(LIGHT, -2, 13), cache)
    assert "uppercase" not in sheet
    assert "Roboto" not in sheet
    assert "font-family" not in sheet
    assert "*:focus" not in sheet


def test_taming_drops_item_colours_but_keeps_their_padding():
    stock = "QTableView::item, QListView::item { padding: 4px; color: red; } *:focus { outline: none; }"
    assert tame(stock) == "QTableView::item, QListView::item { padding: 4px; }"


def test_the_theme_files_hold_the_tokens():
    for tokens, name in ((LIGHT, "light"), (DARK, "dark")):
        text = files.resource("themes", f"{name}.xml").read_text(encoding="utf-8")
        for colour in (
            tokens.accent,
            tokens.selection,
            tokens.surface,
            tokens.window,
            tokens.text,
            tokens.line,
        ):
            assert colour in text


@pytest.mark.parametrize(("choice", "tokens"), [("light", LIGHT), ("dark", DARK)])
def test_the_palette_is_restored(theme, qapp, choice, tokens):
    theme.apply(qapp, choice)
    palette, role = QGuiApplication.palette(), QPalette.ColorRole
    for name, colour in (
        (role.Text, tokens.text), (role.PlaceholderText, tokens.placeholder), (role.Highlight, tokens.selection),
        (role.HighlightedText, tokens.text), (role.Link, tokens.accent), (role.Window, tokens.window),
        (role.Base, tokens.surface), (role.AlternateBase, tokens.window),
    ):  # fmt: skip
        assert palette.color(name).name().upper() == colour
    assert theme.current_tokens() is current_tokens() is tokens


def test_the_system_scheme_is_followed_live(theme, qapp, monkeypatch, qtbot):
    theme.apply(qapp, ThemeChoice.SYSTEM)
    assert current_tokens() is LIGHT
    monkeypatch.setattr(theme_module, "system_is_dark", lambda: True)
    with qtbot.waitSignal(theme.changed):
        QGuiApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert current_tokens() is DARK


def test_a_chosen_theme_does_not_follow_the_system(theme, qapp, monkeypatch, qtbot):
    theme.apply(qapp, ThemeChoice.LIGHT)
    monkeypatch.setattr(theme_module, "system_is_dark", lambda: True)
    with qtbot.assertNotEmitted(theme.changed):
        QGuiApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert current_tokens() is LIGHT


def test_high_contrast_uses_the_systems_own_style(theme, qapp, monkeypatch):
    monkeypatch.setattr(theme, "wants_native_style", lambda: True)
    theme.apply(qapp, ThemeChoice.DARK)
    assert qapp.styleSheet() == ""


def test_applying_the_same_again_announces_nothing(theme, qapp, qtbot):
    theme.apply(qapp, ThemeChoice.DARK)
    with qtbot.assertNotEmitted(theme.changed):
        theme.apply(qapp, ThemeChoice.DARK)


def test_text_keeps_the_users_size_in_both_densities(theme, qapp):
    size = QFontInfo(qapp.font()).pixelSize()
    for density in Density:
        theme.apply(qapp, ThemeChoice.LIGHT, density)
        assert QFontInfo(qapp.font()).pixelSize() == size
        assert QFontInfo(role_font("body")).pixelSize() == size
    theme.apply(qapp, ThemeChoice.LIGHT, Density.COMPACT, 150)
    assert QFontInfo(qapp.font()).pixelSize() == round(size * 1.5)


def test_fonts_set_on_a_widget_are_kept(theme, qapp, qtbot):
    theme.apply(qapp, ThemeChoice.LIGHT)
    label = QLabel("Big")
    qtbot.addWidget(label)
    font = label.font()
    font.setPixelSize(31)
    label.setFont(font)
    label.show()
    assert QFontInfo(label.font()).pixelSize() == 31


@pytest.mark.parametrize("density", list(Density))
@pytest.mark.parametrize("percent", [100, 150, 200])
def test_controls_are_tall_enough_for_a_finger_and_for_their_words(theme, qapp, qtbot, density, percent):
    theme.apply(qapp, ThemeChoice.LIGHT, density, percent)
    holder = QWidget()
    qtbot.addWidget(holder)
    column = QVBoxLayout(holder)
    for control in (QLineEdit("gjpqy"), QPushButton("gjpqy"), QComboBox(), QSpinBox()):
        column.addWidget(control)
    holder.show()
    for control in holder.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
        assert control.height() >= 24
        assert control.height() >= control.fontMetrics().height() + 4


@pytest.mark.parametrize(("choice", "tokens"), [("light", LIGHT), ("dark", DARK)])
@pytest.mark.parametrize("role", ["", "primary", "quiet", "danger", "place", "segment"])
def test_focus_shows_as_a_ring_of_two_pixels_that_stands_out(theme, qapp, qtbot, choice, tokens, role):
    theme.apply(qapp, choice)
    made = QPushButton("I told them")
    made.setProperty("role", role)
    without, with_ring = _focus_pictures(made, qtbot)
    ring = [y for y in range(4) if QColor(with_ring.pixel(50, y)) != QColor(without.pixel(50, y))]
    assert len(ring) >= 1
    shown = QColor(with_ring.pixel(50, 1)).name()
    assert contrast(shown, tokens.window) >= 3.0
    assert QColor(with_ring.pixel(50, 0)).name() == shown


@pytest.mark.parametrize(("choice", "tokens"), [("light", LIGHT), ("dark", DARK)])
@pytest.mark.parametrize("kind", [QLineEdit, QComboBox, QSpinBox])
def test_fields_have_a_visible_border_and_focus(theme, qapp, qtbot, choice, tokens, kind):
    theme.apply(qapp, choice)
    without, with_ring = _focus_pictures(kind(), qtbot)
    assert contrast(QColor(without.pixel(50, 0)).name(), tokens.surface) >= 3.0
    for y in (0, 1):
        assert contrast(QColor(with_ring.pixel(50, y)).name(), tokens.surface) >= 3.0


def _focus_pictures(made: QWidget, qtbot) -> tuple[QImage, QImage]:
    holder = QWidget()
    qtbot.addWidget(holder)
    column = QVBoxLayout(holder)
    other = QPushButton("Other")
    column.addWidget(other)
    column.addWidget(made)
    holder.resize(240, 120)
    holder.show()
    qtbot.waitExposed(holder)
    holder.activateWindow()
    other.setFocus()
    qtbot.waitUntil(other.hasFocus)
    without = made.grab().toImage()
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    return without, made.grab().toImage()


def test_colours_given_by_a_model_are_shown(theme, qapp, qtbot):
    from PySide6.QtGui import QStandardItem, QStandardItemModel

    theme.apply(qapp, ThemeChoice.LIGHT)
    model = QStandardItemModel()
    item = QStandardItem("████████")
    item.setForeground(QColor("#FF00FF"))
    model.appendRow(item)
    table = QTableView()
    qtbot.addWidget(table)
    table.setModel(model)
    table.show()
    picture = table.viewport().grab().toImage()
    colours = {QColor(picture.pixel(x, y)).name() for x in range(10, 60) for y in range(5, 25)}
    assert "#ff00ff" in colours
