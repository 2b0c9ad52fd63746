"""What an import would do and what it did, in sentences."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from clientdesk.services.interchange.service import ImportReport


def _tr(text: str, count: int = -1) -> str:
    return QCoreApplication.translate("ImportWords", text, "", count)


def _names() -> dict[str, tuple[str, str]]:
    """Each list of the document in the singular and plural."""
    return {
        "practices": (_tr("the practice"), _tr("{count} practices")),
        "tiers": (_tr("1 tier"), _tr("{count} tiers")),
        "clients": (_tr("1 client"), _tr("{count} clients")),
        "contacts": (_tr("1 contact"), _tr("{count} contacts")),
        "engagements": (_tr("1 engagement"), _tr("{count} engagements")),
        "deliverables": (_tr("1 deliverable"), _tr("{count} deliverables")),
        "milestones": (_tr("1 milestone"), _tr("{count} milestones")),
        "work_items": (_tr("1 work item"), _tr("{count} work items")),
        "recurring_work": (_tr("1 piece of recurring work"), _tr("{count} pieces of recurring work")),
        "work_steps": (_tr("1 step of a checklist"), _tr("{count} steps of checklists")),
        "blocks": (_tr("1 block"), _tr("{count} blocks")),
        "time_entries": (_tr("1 entry of worked time"), _tr("{count} entries of worked time")),
        "week_plans": (_tr("1 plan of a week"), _tr("{count} plans of weeks")),
        "calendars": (_tr("1 calendar"), _tr("{count} calendars")),
        "calendar_events": (_tr("1 event of a calendar"), _tr("{count} events of calendars")),
        "touchpoints": (_tr("1 entry of the record"), _tr("{count} entries of the record")),
        "agreements": (_tr("1 paper"), _tr("{count} papers")),
        "paper_files": (_tr("1 kept file"), _tr("{count} kept files")),
        "signing_log": (_tr("1 line of the signing log"), _tr("{count} lines of the signing log")),
        "milestone_baselines": (_tr("1 agreed date"), _tr("{count} agreed dates")),
        "payments": (_tr("1 payment"), _tr("{count} payments")),
        "paper_templates": (_tr("1 template"), _tr("{count} templates")),
        "clauses": (_tr("1 clause"), _tr("{count} clauses")),
        "discovery_answers": (_tr("1 discovery answer"), _tr("{count} discovery answers")),
        "rhythms": (_tr("1 rhythm"), _tr("{count} rhythms")),
        "boundary_policies": (_tr("1 set of working rules"), _tr("{count} sets of working rules")),
        "time_off": (_tr("1 time off"), _tr("{count} times off")),
        "notifications": (_tr("1 reminder of the log"), _tr("{count} reminders of the log")),
        "client_requests": (_tr("1 request"), _tr("{count} requests")),
    }


def added_words(added: dict[str, int]) -> str:
    """ "14 clients, 20 contacts"."""
    names = _names()
    parts = [names[name][count != 1].format(count=count) for name, count in added.items() if count]
    return ", ".join(parts)


def found_words(report: ImportReport) -> str:
    """What would come in."""
    known = _known_words(report.known)
    if not report.added:
        if report.known:
            return _tr("Nothing new: everything in this file is here already.")
        return _tr("There is nobody in this file.") if report.rows == 0 else _tr("Nothing to import.")
    text = _tr("This file brings {what}.").format(what=added_words(report.added))
    return f"{text} {known}".strip()


def result_words(report: ImportReport, current: Collection[str]) -> str:
    """What came in, what did not, and where it is."""
    skipped = len(report.skipped)
    if not report.added:
        return _tr("Nothing new: everything in this file is here already.")
    if skipped:
        text = _tr("{skipped} of {rows} rows were not imported: no name. The others are in: {what}.").format(
            skipped=skipped, rows=report.rows, what=added_words(report.added)
        )
    else:
        text = _tr("Imported: {what}.").format(what=added_words(report.added))
    archived = len(report.found) - len(current) if report.found else 0
    if archived == 1:
        text += " " + _tr("1 client is in the archive.")
    elif archived > 1:
        text += " " + _tr("{count} clients are in the archive.").format(count=archived)
    return f"{text} {_known_words(report.known)}".strip()


def _known_words(known: int) -> str:
    if known == 0:
        return ""
    if known == 1:
        return _tr("1 entry is here already and stays as it is.")
    return _tr("{count} entries are here already and stay as they are.").format(count=known)
