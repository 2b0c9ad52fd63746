"""Every colour and size of the interface, in one place, without Qt: overlay, delegates and canvases read it."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from enum import StrEnum

from clientdesk.models.enums import CheckInState, RhythmState

SPACE_1, SPACE_2, SPACE_3, SPACE_4, SPACE_6, SPACE_8 = 4, 8, 12, 16, 24, 32
PAGE_MARGIN = 16
GROUP_GAP = 16
RADIUS = 4
FOCUS_RING = 2
SIDEBAR_WIDE, SIDEBAR_NARROW = 208, 56
DRAWER_WIDTH = 340
DRAWER_OVERLAYS_BELOW = 1200
TODAY_COLUMN = 720
MIN_TARGET = 24
TOAST_SECONDS = 8
MOTION_MS = 120


class Status(StrEnum):
    """The four states a thing can be seen in; shape and word always go with the colour."""

    STEADY = "steady"
    WATCH = "watch"
    AT_RISK = "at_risk"
    RESTING = "resting"


STATUS_GLYPHS = {Status.STEADY: "●", Status.WATCH: "▲", Status.AT_RISK: "◆", Status.RESTING: "○"}

STATUS_OF_CHECK_IN = {
    CheckInState.NOT_LISTED: Status.RESTING,
    CheckInState.ON_HOLD: Status.RESTING,
    CheckInState.SNOOZED: Status.RESTING,
    CheckInState.OVERDUE: Status.AT_RISK,
    CheckInState.QUIET: Status.WATCH,
    CheckInState.DUE: Status.WATCH,
    CheckInState.DUE_SOON: Status.STEADY,
    CheckInState.COVERED: Status.STEADY,
    CheckInState.NOT_YET: Status.STEADY,
}

STATUS_OF_RHYTHM = {
    RhythmState.OVERDUE: Status.AT_RISK,
    RhythmState.DUE: Status.WATCH,
    RhythmState.DUE_SOON: Status.STEADY,
    RhythmState.COVERED: Status.STEADY,
    RhythmState.NOT_YET: Status.RESTING,
}


@dataclass(frozen=True, slots=True)
class Tokens:
    """One theme's colours as ``#RRGGBB``.

    Attributes:
        dark: whether this is the dark theme.
        line: hairlines between things; decoration only, so below 3:1 on purpose.
        hover: fill of a row or flat button under the pointer.
        on_accent: text on a fill of `accent`.
        inverse_accent: text of a button on a fill of `text`, as in a toast.
        disabled: text of what cannot be used now.
    """

    dark: bool
    window: str
    surface: str
    sunken: str
    line: str
    hover: str
    pressed: str
    text: str
    secondary: str
    placeholder: str
    disabled: str
    control_border: str
    focus: str
    accent: str
    accent_hover: str
    on_accent: str
    inverse_accent: str
    selection: str
    steady: str
    watch: str
    at_risk: str
    resting: str
    clients: tuple[str, ...]
    on_client: str

    def status(self, status: Status | str) -> str:
        """The colour of a status."""
        return str(getattr(self, Status(status).value))

    def tint(self, colour: str, share: float = 0.14, over: str | None = None) -> str:
        """`colour` laid at `share` over the surface (or another ground), as a solid colour."""
        return mix(colour, over or self.surface, share)

    def as_dict(self) -> dict[str, object]:
        """The tokens by name, for the overlay's placeholders."""
        return asdict(self)


LIGHT = Tokens(
    dark=False,
    window="#F5F6F8",
    surface="#FFFFFF",
    sunken="#E9ECF0",
    line="#DCE0E6",
    hover="#EDF0F3",
    pressed="#E1E5EA",
    text="#1C2128",
    secondary="#4B5560",
    placeholder="#66707A",
    disabled="#747E89",
    control_border="#7E8894",
    focus="#00505E",
    accent="#00687A",
    accent_hover="#00586A",
    on_accent="#FFFFFF",
    inverse_accent="#9BE4EF",
    selection="#CFE8EC",
    steady="#1162D4",
    watch="#806600",
    at_risk="#8E0B2B",
    resting="#4A535C",
    clients=("#0B7A75", "#4B5BC7", "#B4530A", "#8C3B8E", "#6B7300", "#C0345E", "#54626F", "#7A5230"),
    on_client="#FFFFFF",
)

DARK = Tokens(
    dark=True,
    window="#171B20",
    surface="#1F242B",
    sunken="#12161A",
    line="#323942",
    hover="#272D35",
    pressed="#303741",
    text="#E8EBEE",
    secondary="#B3BCC5",
    placeholder="#98A3AD",
    disabled="#7F8A95",
    control_border="#77828E",
    focus="#9BE4EF",
    accent="#6FD0DF",
    accent_hover="#8ADAE7",
    on_accent="#12161A",
    inverse_accent="#00505E",
    selection="#12505B",
    steady="#5AAEEA",
    watch="#FFC247",
    at_risk="#FF6F66",
    resting="#CBD2D8",
    clients=("#3FB8B0", "#93A0F2", "#E58A45", "#CE86D1", "#B3BE3F", "#F07F9F", "#9AA8B5", "#C79B73"),
    on_client="#12161A",
)


def client_colour(index: int, *, dark: bool) -> str:
    """The band colour of a client; more than eight repeat, the monogram identifies."""
    colours = (DARK if dark else LIGHT).clients
    return colours[index % len(colours)]


def monogram(name: str) -> str:
    """Two letters that stand for a name: initials of two words, else its first two letters.

    Legal forms and joining words do not count: ``Birch & Co`` gives ``BI``, ``Acme Ltd`` gives ``AC``.
    """
    words: list[str] = [word for word in re.findall(r"\w+", name) if not word.isdigit()]
    telling = [word for word in words if word.casefold() not in _FILLERS] or words
    if not telling:
        return next((c.upper() for c in name if not c.isspace()), "?")
    if len(telling) == 1:
        return telling[0][:2].upper()
    return (telling[0][0] + telling[1][0]).upper()


_FILLERS = frozenset(
    re.findall(
        r"\S+",
        "and & co company ltd limited inc llc llp plc gmbh ag kg ug sarl sas sa spa srl bv nv ab as oy the of for "
        "de du des la le les der die das und et y e",
    )
)


def mix(colour: str, ground: str, share: float) -> str:
    """`colour` at `share` (0 to 1) over `ground`."""
    pairs = zip(_channels(colour), _channels(ground), strict=True)
    mixed = [round(top * share + below * (1 - share)) for top, below in pairs]
    return "#{:02X}{:02X}{:02X}".format(*mixed)


def contrast(one: str, other: str) -> float:
    """The WCAG contrast ratio of two colours."""
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (value / 255 for value in _channels(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
