"""The list of papers: which state each is in, what each column shows and sorts by."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from enum import StrEnum

from PySide6.QtCore import QCoreApplication, QObject

from clientdesk.models.enums import AgreementKind, AgreementState, PaperOrigin
from clientdesk.models.text import fold
from clientdesk.models.views.agreements import AgreementRowView, PaperChoice
from clientdesk.ui.dates import day_text
from clientdesk.ui.itemmodels.base import (
    CLIENT_COLOUR_ROLE,
    MONOGRAM_ROLE,
    STATUS_ROLE,
    Column,
    RowTableModel,
)
from clientdesk.ui.tokens import Status, monogram
from clientdesk.ui.widgets.labels import as_tooltip
from clientdesk.ui.words import paper_kind_word

translate = QCoreApplication.translate

CLOSE_DAYS = 3
"""A paper this near to its last day for signing is worth a look."""
ENDING_DAYS = 60
"""From so many days before the end the list counts them."""

UNSIGNED = frozenset(
    {
        AgreementKind.PROPOSAL,
        AgreementKind.STATUS_REPORT,
        AgreementKind.MEETING_SUMMARY,
        AgreementKind.RELATIONSHIP_AUDIT,
        AgreementKind.OFFBOARDING_LETTER,
        AgreementKind.WELCOME_LETTER,
    }
)
"""Kinds that nobody signs: issued, sent, and that is the end."""


class PaperGroup(StrEnum):
    """How the list is divided."""

    DRAFTS = "drafts"
    OUT = "out"
    IN_FORCE = "in_force"
    LETTERS = "letters"
    PAST = "past"


_OPEN = (AgreementState.ISSUED, AgreementState.SENT, AgreementState.SIGNED)


def group_of(row: AgreementRowView) -> PaperGroup:
    """Where a paper stands in the list."""
    if row.state is AgreementState.DRAFT:
        return PaperGroup.DRAFTS
    if row.state in _OPEN:
        return PaperGroup.LETTERS if row.kind in UNSIGNED else PaperGroup.OUT
    return PaperGroup.IN_FORCE if row.is_in_force else PaperGroup.PAST


def number_text(row: AgreementRowView) -> str:
    """Number, and from the second one on the version."""
    if row.origin is PaperOrigin.EXTERNAL:
        return row.number or translate("Papers", "no number")
    if not row.number:
        return (
            translate("Papers", "version {version}").format(version=row.version) if row.version > 1 else "–"
        )
    if row.version == 1:
        return row.number
    return translate("Papers", "{number} · v{version}").format(number=row.number, version=row.version)


def title_text(row: AgreementRowView) -> str:
    """The title; of a paper that changes another one after a hook."""
    return translate("Papers", "↳ {title}").format(title=row.title) if row.amends_id else row.title


def state_text(row: AgreementRowView) -> str:
    """The state in words."""
    if row.state is AgreementState.EXECUTED:
        if not row.is_in_force:
            return translate("Papers", "Ended")
        if row.is_amended:
            return translate("Papers", "In force, amended")
        return translate("Papers", "In force")
    return {
        AgreementState.DRAFT: translate("Papers", "Draft"),
        AgreementState.ISSUED: translate("Papers", "Issued"),
        AgreementState.SENT: translate("Papers", "Sent"),
        AgreementState.SIGNED: translate("Papers", "Signed by one side"),
        AgreementState.SUPERSEDED: translate("Papers", "Superseded"),
        AgreementState.DECLINED: translate("Papers", "Declined"),
        AgreementState.WITHDRAWN: translate("Papers", "Withdrawn"),
        AgreementState.EXPIRED: translate("Papers", "Expired"),
    }[row.state]


def turn_text(row: AgreementRowView) -> str:
    """Whose turn it is while it is out; empty for any other paper."""
    if row.kind in UNSIGNED:
        is_unsent = row.state is AgreementState.ISSUED and row.kind is not AgreementKind.RELATIONSHIP_AUDIT
        return translate("Papers", "not sent yet") if is_unsent else ""
    return {
        "": "",
        "sending": translate("Papers", "not sent yet"),
        "client": translate("Papers", "waits for {client}").format(client=row.client),
        "you": translate("Papers", "waits for you"),
        "both": translate("Papers", "waits for both sides"),
    }[row.waiting_for]


def days_text(row: AgreementRowView) -> str:
    """How long it has been out for signature; empty for any other paper."""
    days = row.waiting_days
    if days is None:
        return ""
    if days == 0:
        return translate("Papers", "since today")
    if days == 1:
        return translate("Papers", "1 day")
    return translate("Papers", "{days} days").format(days=days)


def waiting_text(row: AgreementRowView) -> str:
    """Whose turn it is and for how long: "waits for Birch & Co, 6 days"."""
    turn, days = turn_text(row), days_text(row)
    if not (turn and days):
        return turn or days
    return translate("Papers", "{turn}, {days}").format(turn=turn, days=days)


def standing_text(row: AgreementRowView) -> str:
    """State, turn and days together, and whether it was signed elsewhere."""
    words, waiting = state_text(row), waiting_text(row)
    if waiting and row.state is AgreementState.SIGNED:
        words = waiting[:1].upper() + waiting[1:]
    elif waiting:
        words = translate("Papers", "{state}, {waiting}").format(state=words, waiting=waiting)
    if row.origin is PaperOrigin.EXTERNAL:
        words = translate("Papers", "{state}, signed elsewhere").format(state=words)
    return words


def until_text(row: AgreementRowView, today: date) -> str:
    """The day that matters next: last day for signing, or the end of what was agreed."""
    if row.state in _OPEN and row.expires_on is not None:
        return translate("Papers", "open until {day}").format(day=day_text(row.expires_on, today))
    if row.state is AgreementState.EXECUTED and row.amends_id is not None:
        return ""
    if row.is_in_force:
        if row.ends_on is None:
            return translate("Papers", "no end agreed")
        left = (row.ends_on - today).days
        if left == 0:
            return translate("Papers", "ends today")
        if left == 1:
            return translate("Papers", "ends tomorrow")
        if left <= ENDING_DAYS:
            return translate("Papers", "ends in {days} days").format(days=left)
        return translate("Papers", "until {day}").format(day=day_text(row.ends_on, today))
    if row.state is AgreementState.EXECUTED and row.ends_on is not None:
        return translate("Papers", "ended {day}").format(day=day_text(row.ends_on, today))
    return ""


def status_of(row: AgreementRowView, today: date) -> Status:
    """The shape beside the state."""
    if row.state is AgreementState.DRAFT:
        return Status.RESTING
    if row.waiting_days is not None:
        near = row.expires_on is not None and (row.expires_on - today).days <= CLOSE_DAYS
        return Status.AT_RISK if near else Status.WATCH
    if turn_text(row):
        return Status.WATCH
    return Status.STEADY if row.is_in_force else Status.RESTING


class PaperTableModel(RowTableModel[AgreementRowView]):
    """Every paper, one version a row, papers that change another one below it; where there is little room
    (`is_narrow`), the state is its wait alone and a draft without a number its kind, with less (`is_tight`) a
    change order is "CO-01" below its paper."""

    id_key = "agreement_id"

    def __init__(
        self, today: Callable[[], date], *, has_client: bool = True, parent: QObject | None = None
    ) -> None:
        self.is_narrow = self.is_tight = False
        self._today = today
        columns = (*((_client_column(),) if has_client else ()), *self._columns())
        super().__init__(columns, parent)

    def _columns(self) -> tuple[Column[AgreementRowView], ...]:
        groups = list(PaperGroup)
        return (
            Column(
                "title",
                translate("Papers", "Paper"),
                text=title_text,
                tooltip=_title_tooltip,
                spoken=_spoken_title,
                found=_spoken_title,
                sort=lambda row: fold(row.title),
            ),
            Column("kind", translate("Papers", "Kind"), text=lambda row: paper_kind_word(row.kind)),
            Column(
                "number",
                translate("Papers", "Number"),
                text=self._number,
                spoken=number_text,
                found=number_text,
                sort=lambda row: (row.number, row.version) if row.number else None,
                tooltip=lambda row: as_tooltip(number_text(row)),
            ),
            Column(
                "state",
                translate("Papers", "State"),
                text=self._state,
                spoken=standing_text,
                found=standing_text,
                sort=lambda row: (groups.index(group_of(row)), -(row.waiting_days or 0)),
                roles={STATUS_ROLE: lambda row: status_of(row, self._today())},
                tooltip=lambda row: as_tooltip(standing_text(row)),
            ),
            Column(
                "issued_on",
                translate("Papers", "Issued"),
                text=lambda row: day_text(row.issued_on, self._today()) if row.issued_on else "–",
                sort=lambda row: row.issued_on,
            ),
            Column(
                "until",
                translate("Papers", "Until"),
                text=lambda row: until_text(row, self._today()),
                sort=lambda row: row.expires_on if row.state in _OPEN else row.ends_on,
            ),
        )

    def _state(self, row: AgreementRowView) -> str:
        if self.is_narrow:
            return waiting_text(row) or state_text(row)
        return standing_text(row)

    def _number(self, row: AgreementRowView) -> str:
        text = number_text(row)
        if self.is_narrow and not row.number and row.version == 1 and row.origin is PaperOrigin.OWN:
            return paper_kind_word(row.kind)
        if self.is_tight and row.amends_id and row.origin is PaperOrigin.OWN:
            return "-".join(text.split("-")[-2:])
        return text

    def _arranged(self) -> list[AgreementRowView]:
        """Change orders and addenda follow the paper they change, in the order of their numbers."""
        rows = super()._arranged()
        shown = {row.agreement_id for row in rows}
        below: dict[str, list[AgreementRowView]] = {}
        for row in rows:
            if row.amends_id in shown:
                below.setdefault(row.amends_id or "", []).append(row)

        def with_changes(row: AgreementRowView) -> Iterator[AgreementRowView]:
            yield row
            changes = below.pop(row.agreement_id, [])
            for change in sorted(changes, key=lambda one: (not one.number, one.number, one.version)):
                yield from with_changes(change)

        return [each for row in rows if row.amends_id not in shown for each in with_changes(row)]


def _client_column() -> Column[AgreementRowView]:
    return Column(
        "client",
        translate("Papers", "Client"),
        sort=lambda row: fold(row.client),
        roles={
            MONOGRAM_ROLE: lambda row: monogram(row.client),
            CLIENT_COLOUR_ROLE: lambda row: row.colour,
        },
        tooltip=lambda row: as_tooltip(row.client),
    )


def _title_tooltip(row: AgreementRowView) -> str:
    kind = paper_kind_word(row.kind)
    return as_tooltip(translate("Papers", "{title} · {kind}").format(title=row.title, kind=kind))


def _spoken_title(row: AgreementRowView) -> str:
    if row.amends_id:
        return translate("Papers", "{title}, changes another paper").format(title=row.title)
    return row.title


class ChoiceTableModel(RowTableModel[PaperChoice]):
    """Engagements that a new paper can be written for."""

    id_key = "engagement_id"

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(
            (
                Column(
                    "client",
                    translate("Papers", "Client"),
                    roles={
                        MONOGRAM_ROLE: lambda row: monogram(row.client),
                        CLIENT_COLOUR_ROLE: lambda row: row.colour,
                    },
                    tooltip=lambda row: as_tooltip(row.client),
                ),
                Column("title", translate("Papers", "Engagement"), tooltip=lambda row: as_tooltip(row.title)),
                Column("has", translate("Papers", "Paper so far"), text=_so_far),
            ),
            parent,
        )


def _so_far(row: PaperChoice) -> str:
    if row.draft_id:
        return translate("Papers", "draft, opens it")
    return row.number or translate("Papers", "none")
