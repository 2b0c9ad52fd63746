"""The list of papers: which state each is in, what each column shows and sorts by."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import StrEnum

from PySide6.QtCore import QCoreApplication, QObject

from clientdesk.models.enums import AgreementState
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

translate = QCoreApplication.translate

CLOSE_DAYS = 3
"""A paper this near to its last day for signing is worth a look."""


class PaperGroup(StrEnum):
    """How the list is divided."""

    DRAFTS = "drafts"
    OUT = "out"
    IN_FORCE = "in_force"
    PAST = "past"


def group_of(row: AgreementRowView) -> PaperGroup:
    """Where a paper stands in the list."""
    if row.state is AgreementState.DRAFT:
        return PaperGroup.DRAFTS
    if row.state in (AgreementState.ISSUED, AgreementState.SENT, AgreementState.SIGNED):
        return PaperGroup.OUT
    return PaperGroup.IN_FORCE if row.is_in_force else PaperGroup.PAST


def number_text(row: AgreementRowView) -> str:
    """Number and version as people say them."""
    if not row.number:
        return (
            translate("Papers", "version {version}").format(version=row.version) if row.version > 1 else "–"
        )
    return translate("Papers", "{number} · v{version}").format(number=row.number, version=row.version)


def state_text(row: AgreementRowView) -> str:
    """The state in words."""
    if row.state is AgreementState.EXECUTED and not row.is_in_force:
        return translate("Papers", "Ended")
    return {
        AgreementState.DRAFT: translate("Papers", "Draft"),
        AgreementState.ISSUED: translate("Papers", "Issued"),
        AgreementState.SENT: translate("Papers", "Sent"),
        AgreementState.SIGNED: translate("Papers", "Signed by one side"),
        AgreementState.EXECUTED: translate("Papers", "In force"),
        AgreementState.SUPERSEDED: translate("Papers", "Superseded"),
        AgreementState.DECLINED: translate("Papers", "Declined"),
        AgreementState.WITHDRAWN: translate("Papers", "Withdrawn"),
        AgreementState.EXPIRED: translate("Papers", "Expired"),
    }[row.state]


def waiting_text(row: AgreementRowView) -> str:
    """How long it has been out for signature; empty for any other paper."""
    days = row.waiting_days
    if days is None:
        return ""
    if days == 0:
        return translate("Papers", "out since today")
    if days == 1:
        return translate("Papers", "out for 1 day")
    return translate("Papers", "out for {days} days").format(days=days)


def until_text(row: AgreementRowView, today: date) -> str:
    """The day that matters next: last day for signing, or the end of what was agreed."""
    if row.waiting_days is not None and row.expires_on is not None:
        return translate("Papers", "open until {day}").format(day=day_text(row.expires_on, today))
    if row.is_in_force:
        if row.ends_on is None:
            return translate("Papers", "no end agreed")
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
    return Status.STEADY if row.is_in_force else Status.RESTING


class PaperTableModel(RowTableModel[AgreementRowView]):
    """Every paper, one version a row; where there is little room (`is_narrow`), the state is its wait alone."""

    id_key = "agreement_id"

    def __init__(self, today: Callable[[], date], parent: QObject | None = None) -> None:
        def issued(row: AgreementRowView) -> str:
            return day_text(row.issued_on, today()) if row.issued_on else "–"

        def state(row: AgreementRowView) -> str:
            waiting = waiting_text(row)
            if not waiting:
                return state_text(row)
            return translate("Papers", "{state}, {waiting}").format(state=state_text(row), waiting=waiting)

        groups = list(PaperGroup)
        self.is_narrow = False
        super().__init__(
            (
                Column(
                    "client",
                    translate("Papers", "Client"),
                    sort=lambda row: fold(row.client),
                    roles={
                        MONOGRAM_ROLE: lambda row: monogram(row.client),
                        CLIENT_COLOUR_ROLE: lambda row: row.colour,
                    },
                    tooltip=lambda row: as_tooltip(row.client),
                ),
                Column("title", translate("Papers", "Paper"), tooltip=lambda row: as_tooltip(row.title)),
                Column(
                    "number",
                    translate("Papers", "Number"),
                    text=number_text,
                    sort=lambda row: (row.number, row.version) if row.number else None,
                ),
                Column(
                    "state",
                    translate("Papers", "State"),
                    text=lambda row: (waiting_text(row) if self.is_narrow else "") or state(row),
                    spoken=state,
                    sort=lambda row: (groups.index(group_of(row)), -(row.waiting_days or 0)),
                    roles={STATUS_ROLE: lambda row: status_of(row, today())},
                    tooltip=state,
                ),
                Column(
                    "issued_on", translate("Papers", "Issued"), text=issued, sort=lambda row: row.issued_on
                ),
                Column(
                    "until",
                    translate("Papers", "Until"),
                    text=lambda row: until_text(row, today()),
                    sort=lambda row: row.expires_on if row.waiting_days is not None else row.ends_on,
                ),
            ),
            parent,
        )


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
