"""Cleaning of text: what is kept, and that the quick look agrees with the slow one."""

from __future__ import annotations

import sys

import pytest

from clientdesk.models.text import _WORDS, _is_dropped, clean_line, clean_text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("zero\u200bwidth", "zerowidth"),
        ("12\u202e34", "1234"),
        ("nul\x00 and bell\x07", "nul and bell"),
        ("half\ud800", "half"),
        ("e\u0301", "é"),
        ("soft\u00adhyphen", "softhyphen"),
        ("\ufeffmark", "mark"),
        ("\ufdd0 \U0001fffe", "\ufdd0"),
        ("漢字 ok", "漢字 ok"),
    ],
)
def test_what_cannot_be_printed_is_left_out(typed: str, kept: str) -> None:
    assert clean_text(typed) == kept
    assert clean_line(typed) == " ".join(kept.split())


def test_the_quick_look_lets_nothing_through_that_is_dropped() -> None:
    passed = [chr(code) for code in range(sys.maxunicode + 1) if _WORDS.fullmatch(chr(code))]
    assert len(passed) > 800
    assert not any(_is_dropped(char, "\n\t") for char in passed)
