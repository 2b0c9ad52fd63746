"""The log keeps facts and drops every word of a record."""

from __future__ import annotations

import json
import logging
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path

import pytest

from clientdesk import logs
from clientdesk.models.enums import CheckInState
from clientdesk.models.errors import InvalidInput, NotFound, Problem

CANARY = "Canary Harbour"
_log = logging.getLogger("clientdesk.services.clients")


@pytest.fixture
def log_file(tmp_path: Path) -> Iterator[Path]:
    path = logs.start(tmp_path / "logs")
    assert path is not None
    yield path
    logs.stop()


def test_a_text_argument_becomes_its_length(log_file: Path) -> None:
    _log.info("archived %s", CANARY)
    written = log_file.read_text()
    assert "archived <14 characters>" in written
    assert CANARY not in written


def test_anything_else_is_only_as_long_as_it_prints(log_file: Path) -> None:
    _log.info("kept %s", [CANARY])
    assert "kept <18 characters>" in log_file.read_text()


def test_facts_are_kept_as_they_are(log_file: Path) -> None:
    record_id = "0199d3a1-7b1e-7c3a-9f00-0123456789ab"
    _log.info("%s %d %.1f %s %s", record_id, 3, 1.25, CheckInState.QUIET, logs.plain("dbus"))
    assert f"{record_id} 3 1.2 quiet dbus" in log_file.read_text()


def test_named_arguments_are_redacted_too(log_file: Path) -> None:
    _log.info("%(name)s by %(count)d", {"name": CANARY, "count": 2})
    assert "<14 characters> by 2" in log_file.read_text()


def test_an_error_is_its_class_and_its_places(log_file: Path) -> None:
    try:
        try:
            raise NotFound("client", CANARY)
        except NotFound as cause:
            raise InvalidInput([Problem(CANARY, "too_long")]) from cause
    except InvalidInput:
        _log.exception("refused")
    written = log_file.read_text()
    assert "InvalidInput" in written
    assert "caused by NotFound" in written
    assert "test_logs.py" in written
    assert CANARY not in written


def test_an_error_as_argument_shows_its_class_and_number(log_file: Path) -> None:
    _log.warning("not written: %s", OSError(28, CANARY))
    assert "not written: OSError (ENOSPC)" in log_file.read_text()


def test_names_of_errors_and_words_of_the_system_pass(log_file: Path) -> None:
    _log.warning("%s: %s", "PermissionError", "Permission denied")
    assert "PermissionError: Permission denied" in log_file.read_text()


def test_a_class_passes_by_its_name(log_file: Path) -> None:
    _log.info("%s", KeyError)
    assert "KeyError" in log_file.read_text()


@pytest.mark.parametrize(
    ("path", "shown"),
    [("Canary Harbour.pdf", "<path.pdf>"), ("paper.Canary Harbour", "<path>"), ("Canary", "<path>")],
)
def test_a_path_keeps_only_a_short_suffix(log_file: Path, path: str, shown: str) -> None:
    _log.info("wrote %s.", Path(path))
    written = log_file.read_text()
    assert f"wrote {shown}." in written
    assert "Canary" not in written


def test_a_context_that_was_set_aside_is_not_followed() -> None:
    def set_aside() -> None:
        try:
            raise KeyError(CANARY)
        except KeyError:
            raise ValueError(CANARY) from None

    with pytest.raises(ValueError) as caught:
        set_aside()
    assert "KeyError" not in logs.describe_error(caught.value)


def test_an_error_that_caused_itself_ends() -> None:
    error, other = ValueError(CANARY), KeyError(CANARY)
    error.__cause__, other.__cause__ = other, error
    assert logs.describe_error(error) == "ValueError\ncaused by KeyError"


def test_places_in_other_libraries_are_named_shortly() -> None:
    with pytest.raises(ValueError) as caught:
        json.loads(CANARY)
    assert "json/decoder.py JSONDecoder.raw_decode:" in logs.describe_error(caught.value)
    assert "/python" not in logs.describe_error(caught.value)


def test_the_drivers_code_is_named() -> None:
    error = RuntimeError(CANARY)
    error.sqlite_errorname = "SQLITE_FULL"  # type: ignore[attr-defined]
    assert logs.redacted(error) == "RuntimeError (SQLITE_FULL)"


def test_what_other_libraries_say_stays_out(log_file: Path) -> None:
    logging.getLogger("another.library").warning("cannot read %s", CANARY)
    written = log_file.read_text()
    assert "WARNING another.library: (text left out) at test_logs:" in written
    assert CANARY not in written


def test_lines_carry_the_instant_in_utc(log_file: Path) -> None:
    _log.info("started")
    stamp = log_file.read_text().split(" ", 1)[0]
    written_at = datetime.fromisoformat(stamp)
    assert written_at.tzinfo == UTC


def test_only_the_owner_can_read_it_after_rotation_as_well(log_file: Path) -> None:
    for number in range(6000):
        _log.info("a line of the usual length, as a long day writes them, number %d", number)
    files = sorted(log_file.parent.iterdir())
    assert [file.name for file in files] == ["clientdesk.log", "clientdesk.log.1"]
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert stat.S_IMODE(log_file.parent.stat().st_mode) == 0o700


def test_a_place_that_cannot_be_written_is_no_obstacle(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    assert logs.start(blocked / "logs") is None
    _log.info("goes nowhere")


def test_a_full_disk_under_the_log_stops_nothing(
    log_file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    (handler,) = [
        each for each in logging.getLogger("clientdesk").handlers if isinstance(each, RotatingFileHandler)
    ]
    monkeypatch.setattr(handler, "format", refuse)
    _log.info("one line")
    assert capsys.readouterr().err == ""


def test_a_second_start_moves_the_log(log_file: Path, tmp_path: Path) -> None:
    _log.info("first")
    second = logs.start(tmp_path / "other")
    assert second is not None
    _log.info("second")
    assert "second" not in log_file.read_text()
    assert "first" not in second.read_text()
