"""Colours: readable in both themes, told apart by every kind of sight; monograms."""

from __future__ import annotations

from itertools import combinations

import pytest

from clientdesk.models.enums import CheckInState
from clientdesk.ui.tokens import (
    DARK,
    LIGHT,
    STATUS_GLYPHS,
    STATUS_OF_CHECK_IN,
    Status,
    Tokens,
    client_colour,
    contrast,
    mix,
    monogram,
)

THEMES = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])


@THEMES
@pytest.mark.parametrize(
    "ink", ["text", "secondary", "placeholder", "accent", "steady", "watch", "at_risk", "resting"]
)
@pytest.mark.parametrize("ground", ["window", "surface"])
def test_text_is_readable_on_every_ground(tokens: Tokens, ink: str, ground: str):
    assert contrast(getattr(tokens, ink), getattr(tokens, ground)) >= 4.5


@THEMES
@pytest.mark.parametrize("ground", ["sunken", "selection", "hover", "pressed"])
def test_body_text_is_readable_on_tinted_grounds(tokens: Tokens, ground: str):
    assert contrast(tokens.text, getattr(tokens, ground)) >= 4.5
    assert contrast(tokens.secondary, getattr(tokens, ground)) >= 4.5


@THEMES
def test_text_on_fills_is_readable(tokens: Tokens):
    assert contrast(tokens.on_accent, tokens.accent) >= 4.5
    assert contrast(tokens.on_accent, tokens.accent_hover) >= 4.5
    assert contrast(tokens.inverse_accent, tokens.text) >= 4.5
    for colour in tokens.clients:
        assert contrast(tokens.on_client, colour) >= 4.5


@THEMES
@pytest.mark.parametrize("ground", ["window", "surface"])
def test_borders_focus_and_disabled_words_stand_out(tokens: Tokens, ground: str):
    for name in ("control_border", "focus", "disabled"):
        assert contrast(getattr(tokens, name), getattr(tokens, ground)) >= 3.0


@THEMES
@pytest.mark.parametrize("status", list(Status))
def test_words_are_readable_on_a_status_tint(tokens: Tokens, status: Status):
    tint = tokens.tint(tokens.status(status))
    assert contrast(tokens.text, tint) >= 4.5
    assert contrast(tokens.status(status), tint) >= 3.0


# Linear RGB matrices of Viénot, Brettel and Mollon (1999) and a tritan one of the same construction.
SIGHTS = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": ((0.11238, 0.88762, 0), (0.11238, 0.88762, 0), (0.00401, -0.00401, 1)),
    "deutan": ((0.29275, 0.70725, 0), (0.29275, 0.70725, 0), (-0.02234, 0.02234, 1)),
    "tritan": ((1, 0.14461, -0.14461), (0, 0.85924, 0.14076), (0, 0.85924, 0.14076)),
}


def _lab(colour: str, sight: tuple[tuple[float, ...], ...]) -> tuple[float, float, float]:
    linear = [_to_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5)]
    seen = [min(max(sum(a * b for a, b in zip(row, linear, strict=True)), 0), 1) for row in sight]
    x = (0.4124 * seen[0] + 0.3576 * seen[1] + 0.1805 * seen[2]) / 0.95047
    y = 0.2126 * seen[0] + 0.7152 * seen[1] + 0.0722 * seen[2]
    z = (0.0193 * seen[0] + 0.1192 * seen[1] + 0.9505 * seen[2]) / 1.08883
    fx, fy, fz = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def _to_linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


@THEMES
@pytest.mark.parametrize("sight", list(SIGHTS))
def test_statuses_differ_for_every_kind_of_sight(tokens: Tokens, sight: str):
    for one, other in combinations(Status, 2):
        here, there = (_lab(tokens.status(status), SIGHTS[sight]) for status in (one, other))
        distance = sum((a - b) ** 2 for a, b in zip(here, there, strict=True)) ** 0.5
        assert distance >= 15, (one, other, distance)


def test_every_status_has_its_own_shape():
    assert len({STATUS_GLYPHS[status] for status in Status}) == 4


def test_every_check_in_state_has_a_status():
    assert set(STATUS_OF_CHECK_IN) == set(CheckInState)


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Acme Ltd", "AC"),
        ("Birch & Co", "BI"),
        ("Cedar Partners", "CP"),
        ("The Elm Hospital", "EH"),
        ("Ørsted Værft", "ØV"),
        ("3M", "3M"),
        ("X", "X"),
        ("  ", "?"),
        ("株式会社", "株式"),
        ("🚀 Rocket", "RO"),
        ("🚀", "🚀"),
    ],
)
def test_monograms(name: str, letters: str):
    assert monogram(name) == letters


def test_more_than_eight_clients_repeat_colours():
    assert client_colour(8, dark=False) == client_colour(0, dark=False) == LIGHT.clients[0]
    assert client_colour(1, dark=True) == DARK.clients[1]


def test_mixing_keeps_the_ends():
    assert mix("#FF0000", "#0000FF", 1) == "#FF0000"
    assert mix("#FF0000", "#0000FF", 0) == "#0000FF"
