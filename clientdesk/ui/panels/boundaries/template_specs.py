"""What of a template can be edited: its texts, lists, rows and days, by the kind of paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from clientdesk.ui.translations import translate

EntryKind = Literal["line", "text", "lines", "days", "share", "side"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One field: `path` inside the template's document, its words, and what it holds.

    `days` counts working days, and none is a choice; `lines` is a list with a point a line.
    """

    path: str
    title: str
    kind: EntryKind = "line"


@dataclass(frozen=True, slots=True)
class RowsSpec:
    """A list of rows, each with the same entries. `noun` names one of them on the button that adds it."""

    path: str
    title: str
    noun: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the editor under one heading."""

    title: str
    entries: tuple[Entry, ...] = ()
    rows: tuple[RowsSpec, ...] = ()


def _t(text: str) -> str:
    return translate("Templates", text)


def letter_parts() -> tuple[Part, ...]:
    """Parts of a letter."""
    entries = (
        Entry("heading", _t("Heading")),
        Entry("text", _t("Text"), "text"),
        Entry("items", _t("Points, one a line"), "lines"),
    )
    return (
        Part(_t("Letter"), (Entry("salutation", _t("Salutation")), Entry("closing", _t("Closing")))),
        Part(_t("Paragraphs"), rows=(RowsSpec("parts", _t("Paragraphs"), _t("Add paragraph"), entries),)),
    )


def statement_parts() -> tuple[Part, ...]:
    """Parts of a statement of work or a proposal, in the order of the paper."""
    return (*_scope_parts(), *_work_parts(), *_ending_parts())


def _scope_parts() -> tuple[Part, ...]:
    goals = (
        Entry("goal", _t("Objective")),
        Entry("baseline", _t("From")),
        Entry("target", _t("To"), "text"),
        Entry("measured_by", _t("Measured by"), "text"),
        Entry("measurer", _t("Who measures")),
        Entry("by_in", _t("Working days from the start"), "days"),
    )
    assumptions = (
        Entry("text", _t("What the work rests on"), "text"),
        Entry("owner", _t("Who supplies it")),
        Entry("by_in", _t("Working days from the start"), "days"),
    )
    return (
        Part(
            _t("Purpose"),
            (
                Entry("purpose", _t("Purpose and background"), "text"),
                Entry("approach", _t("Approach, in proposals only"), "text"),
            ),
        ),
        Part(_t("Objectives"), rows=(RowsSpec("objectives", _t("Objectives"), _t("Add objective"), goals),)),
        Part(
            _t("Scope"),
            (
                Entry("included", _t("Included, one a line"), "lines"),
                Entry("not_included", _t("Not included, one a line"), "lines"),
            ),
            (RowsSpec("assumptions", _t("Assumptions"), _t("Add assumption"), assumptions),),
        ),
    )


def _work_parts() -> tuple[Part, ...]:
    outputs = (
        Entry("title", _t("Deliverable")),
        Entry("quantity", _t("How many")),
        Entry("form", _t("Form"), "text"),
        Entry("acceptance", _t("Accepted when"), "text"),
        Entry("due_in", _t("Working days from the start"), "days"),
    )
    milestones = (
        Entry("title", _t("Milestone")),
        Entry("planned_in", _t("Working days from the start"), "days"),
        Entry("buffer_days", _t("Buffer in working days"), "days"),
        Entry("depends_on", _t("Depends on")),
        Entry("reason", _t("Why then"), "text"),
    )
    roles = (
        Entry("side", _t("Side"), "side"),
        Entry("who", _t("Who")),
        Entry("responsible_for", _t("Responsible for"), "text"),
    )
    return (
        Part(
            _t("Deliverables"),
            (
                Entry("acceptance.review_days", _t("Working days for the review"), "days"),
                Entry("acceptance.silence_days", _t("Working days from the reminder to acceptance"), "days"),
                Entry("acceptance.round_is", _t("What a revision round is"), "text"),
            ),
            (RowsSpec("deliverables", _t("Deliverables"), _t("Add deliverable"), outputs),),
        ),
        Part(
            _t("Milestones"),
            rows=(RowsSpec("milestones", _t("Milestones"), _t("Add milestone"), milestones),),
        ),
        Part(
            _t("Roles and decisions"),
            (
                Entry("decisions", _t("Rules for decisions, one a line"), "lines"),
                Entry("deciding.days", _t("Working days to decide"), "days"),
                Entry("deciding.escalation_days", _t("Working days until it goes one step up"), "days"),
                Entry("deciding.escalation", _t("The step up"), "text"),
            ),
            (RowsSpec("roles", _t("Roles"), _t("Add role"), roles),),
        ),
    )


def _ending_parts() -> tuple[Part, ...]:
    payments = (
        Entry("tied_to", _t("Due with: signature, D1 or M1")),
        Entry("text", _t("Or in own words")),
        Entry("percent", _t("Share"), "share"),
    )
    return (
        Part(
            _t("Fees"),
            (
                Entry("fees.late_terms", _t("Late payment"), "text"),
                Entry("fees.pause_days", _t("Days of notice before work pauses"), "days"),
            ),
            (RowsSpec("fees.payments", _t("Instalments of a fixed fee"), _t("Add instalment"), payments),),
        ),
        Part(
            _t("Beginning and end"),
            (
                Entry("onboarding", _t("Onboarding, one a line"), "lines"),
                Entry("closing", _t("Closing, one a line"), "lines"),
                Entry("course.kickoff_in", _t("Kick-off, working days from the start"), "days"),
                Entry("course.closing_in", _t("Closing meeting, working days from the start"), "days"),
                Entry("ends_in", _t("End, working days from the start"), "days"),
                Entry("course.data_days", _t("Working days to return or delete data"), "days"),
                Entry("course.question_days", _t("Days of free questions after the end"), "days"),
                Entry("course.notice_days", _t("Days of notice for an early end"), "days"),
            ),
        ),
        Part(_t("Terms"), (Entry("governing_terms", _t("Governing terms"), "text"),)),
    )
