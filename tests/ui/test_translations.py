"""Languages: a catalogue is used when there is one, and its absence breaks nothing."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QLocale

from clientdesk.ui.dates import day_text, is_day_first, local_names
from clientdesk.ui.translations import install_translations, translate


def test_a_language_without_our_catalogue_still_gets_qts_own(qapp):
    installed = install_translations(qapp, QLocale("de_DE"))
    try:
        assert translate("QPlatformTheme", "Cancel") == "Abbrechen"
        assert translate("Panel", "Never translated") == "Never translated"
    finally:
        for translator in installed:
            qapp.removeTranslator(translator)


def test_counts_fill_the_sentence(qapp):
    assert translate("Panel", "%n clients", 3) == "3 clients"


def test_dates_follow_the_locale(qapp):
    before = QLocale()
    try:
        QLocale.setDefault(QLocale("de_DE"))
        assert day_text(date(2026, 10, 16), date(2026, 1, 1)) == "Fr. 16 Okt."
        assert is_day_first()
        assert local_names()["oktober"] == "oct"
        assert not is_day_first(QLocale("en_US"))
    finally:
        QLocale.setDefault(before)
