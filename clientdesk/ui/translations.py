"""Loads the interface's language, and lends the wording service its translate function."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from clientdesk import files


def install_translations(app: QCoreApplication, locale: QLocale | None = None) -> list[QTranslator]:
    """Install Qt's own and our catalogue for `locale` (the system's by default), where they exist."""
    wanted = locale or QLocale.system()
    installed = []
    for name, folder in (
        ("qtbase", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)),
        ("clientdesk", str(files.resource("i18n"))),
    ):
        translator = QTranslator(app)
        if translator.load(wanted, name, "_", folder) and app.installTranslator(translator):
            installed.append(translator)
    return installed


def translate(context: str, text: str, count: int = -1) -> str:
    """Qt's translation of a sentence; `count` picks the plural and fills ``%n``."""
    return QCoreApplication.translate(context, text, None, count)
