"""The lists of one client's page: people, deliverables, milestones, papers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QCoreApplication, QObject

from clientdesk.models.views.clients import ContactView
from clientdesk.models.views.engagements import DeliverableView, MilestoneView
from clientdesk.ui.dates import day_text
from clientdesk.ui.itemmodels.base import STATUS_ROLE, Column, RowTableModel
from clientdesk.ui.tokens import Status
from clientdesk.ui.widgets.labels import as_tooltip
from clientdesk.ui.words import gap_words, role_word

Today = Callable[[], date]


def _tr(text: str) -> str:
    return QCoreApplication.translate("ClientParts", text)


class ContactTableModel(RowTableModel[ContactView]):
    """The people at a client."""

    id_key = "contact_id"

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(
            (
                Column("name", _tr("Name"), tooltip=lambda row: as_tooltip(row.name)),
                Column("roles", _tr("Roles"), text=lambda row: ", ".join(role_word(r) for r in row.roles)),
                Column("title", _tr("Title")),
                Column("email", _tr("Mail")),
                Column("phone", _tr("Phone")),
            ),
            parent,
        )


class MilestoneTableModel(RowTableModel[MilestoneView]):
    """Dated checkpoints: what they expect beside what is planned and what happened."""

    id_key = "milestone_id"

    def __init__(self, today: Today, parent: QObject | None = None) -> None:
        def day(value: date | None) -> str:
            return day_text(value, today()) if value else "–"

        super().__init__(
            (
                Column(
                    "title",
                    _tr("Milestone"),
                    roles={STATUS_ROLE: milestone_status},
                    tooltip=lambda row: as_tooltip(row.reason or row.title),
                    spoken=lambda row: f"{row.title}, {milestone_word(row)}",
                ),
                Column(
                    "expected_on",
                    _tr("They expect"),
                    text=lambda row: day(row.expected_on),
                    tooltip=lambda row: as_tooltip(row.expected_source),
                ),
                Column("planned_on", _tr("Planned"), text=lambda row: day(row.planned_on)),
                Column(
                    "likely_on",
                    _tr("Likely"),
                    text=lambda row: _likely(row, today()),
                    tooltip=lambda row: as_tooltip(row.likely_words),
                ),
                Column("actual_on", _tr("Actual"), text=lambda row: day(row.actual_on)),
                Column("gap_days", _tr("Gap"), text=lambda row: gap_words(row.gap_days), is_numeric=True),
                Column("told_on", _tr("Told"), text=lambda row: _told(row, today())),
            ),
            parent,
        )


def milestone_status(row: MilestoneView) -> Status:
    """At risk until they were told, then to be watched; done ones rest, and those of which nothing can be told."""
    if row.actual_on is not None or _cant_tell(row):
        return Status.RESTING
    if not row.is_at_risk:
        return Status.STEADY
    return Status.WATCH if row.told_on else Status.AT_RISK


def milestone_word(row: MilestoneView) -> str:
    """The word that goes with the shape."""
    if row.actual_on is not None:
        return _tr("done")
    if _cant_tell(row):
        return _tr("can't tell")
    return _tr("at risk") if row.is_at_risk else _tr("on course")


def _likely(row: MilestoneView, today: date) -> str:
    if row.actual_on is not None:
        return "–"
    if row.likely_on is not None:
        return day_text(row.likely_on, today)
    return _tr("over a year") if row.is_known else _tr("can't tell")


def _cant_tell(row: MilestoneView) -> bool:
    """Not at risk by its dates, and without estimates nobody knows more: it doesn't count as safe."""
    return not row.is_at_risk and row.expected_on is not None and not row.is_known


def _told(row: MilestoneView, today: date) -> str:
    if row.actual_on is not None or (row.known_on is None and not row.is_likely_late):
        return ""
    return day_text(row.told_on, today) if row.told_on else _tr("not told yet")


class DeliverableTableModel(RowTableModel[DeliverableView]):
    """Tangible outputs, with the rounds they have used."""

    id_key = "deliverable_id"

    def __init__(self, today: Today, parent: QObject | None = None) -> None:
        def day(value: date | None) -> str:
            return day_text(value, today()) if value else "–"

        super().__init__(
            (
                Column(
                    "title", _tr("Deliverable"), tooltip=lambda row: as_tooltip(row.acceptance or row.title)
                ),
                Column("form", _tr("Form")),
                Column("due_on", _tr("Due"), text=lambda row: day(row.due_on)),
                Column("rounds", _tr("Rounds"), text=_rounds),
                Column("accepted_on", _tr("Accepted"), text=lambda row: day(row.accepted_on)),
            ),
            parent,
        )


def _rounds(row: DeliverableView) -> str:
    if row.rounds_allowed is None:
        return _tr("{used} used").format(used=row.rounds_used)
    return _tr("{used} of {allowed}").format(used=row.rounds_used, allowed=row.rounds_allowed)
