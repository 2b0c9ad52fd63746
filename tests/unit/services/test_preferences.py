"""A file that somebody else wrote stops nothing: what doesn't fit counts as the default."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from clientdesk.services.notice_items import ReminderSettings
from clientdesk.services.preferences import Preferences


@pytest.mark.parametrize("name", ["paused_until", "trusted_clock", "trusted_since"])
@pytest.mark.parametrize("value", ["soon", "2026-10-09", "2026-10-09T09:00:00", 5, None, ["x"]])
def test_a_moment_that_is_none_counts_as_not_set(tmp_path: Path, name: str, value: Any) -> None:
    path = tmp_path / "preferences.json"
    path.write_text(json.dumps({name: value}))
    preferences = Preferences(path)
    assert preferences.get(name) == ""
    assert ReminderSettings.of(preferences) == ReminderSettings()


@pytest.mark.parametrize("content", ["", "[]", "{", '{"theme": "mauve", "text_size": "100", "unknown": 1}'])
def test_a_damaged_file_is_all_defaults(tmp_path: Path, content: str) -> None:
    path = tmp_path / "preferences.json"
    path.write_text(content)
    preferences = Preferences(path)
    assert (preferences.get("theme"), preferences.get("text_size")) == ("system", 100)


def test_a_value_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    preferences = Preferences(tmp_path / "preferences.json")
    with pytest.raises(ValueError, match="paused_until"):
        preferences.set("paused_until", "soon")
    preferences.set("paused_until", "2026-10-09T09:00:00+00:00")
    assert Preferences(tmp_path / "preferences.json").get("paused_until") == "2026-10-09T09:00:00+00:00"
