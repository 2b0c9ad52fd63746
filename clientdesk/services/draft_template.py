"""What a template adds to a draft: it fills what the record and the client's answers left empty. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clientdesk.models.agreement_document import AgreementDocument
from clientdesk.models.enums import EngagementKind

_ASIS = (
    "purpose",
    "objectives",
    "not_included",
    "assumptions",
    "deliverables",
    "milestones",
    "decisions",
    "onboarding",
    "closing",
    "governing_terms",
    "exhibits",
    "approach",
    "options",
    "ends_on",
)


def with_template(document: AgreementDocument, template: Mapping[str, Any]) -> AgreementDocument:
    """A copy of the draft with the template's texts where it has none.

    Args:
        template: already dated and with its names filled in (`template_dates`).
    """
    made = document.model_dump(mode="json")
    has_own_rows = bool(document.deliverables)
    for name in _ASIS:
        if not made[name] and template.get(name):
            made[name] = template[name]
    made["included"] = _joined(made["included"], template.get("included", []))
    for name in ("printed_title", "form"):
        made[name] = template.get(name) or made[name]
    made["roles"] = [row for row in template.get("roles", []) if row.get("who")] or made["roles"]
    for name in ("acceptance", "deciding", "course"):
        _lay_under(made[name], template.get(name, {}), is_default=name == "acceptance")
    if has_own_rows and not document.milestones:
        for row in made["milestones"]:
            row["depends_on"] = ""
    _fees(made, template.get("fees", {}))
    return AgreementDocument.parse(made)


def _joined(own: list[str], more: list[str]) -> list[str]:
    return [*own, *(text for text in more if text not in own)]


def _lay_under(own: dict[str, Any], template: Mapping[str, Any], *, is_default: bool) -> None:
    """Revision rounds are a working rule, and who accepts is the record's to say."""
    for name, value in template.items():
        if name in ("revision_rounds", "accepted_by", "maker", "deputy") and own.get(name) not in (None, ""):
            continue
        if value not in (None, "") and (is_default or own.get(name) in (None, "")):
            own[name] = value


def _fees(made: dict[str, Any], template: Mapping[str, Any]) -> None:
    fees = made["fees"]
    for name in ("late_terms", "method", "pause_days"):
        if template.get(name) not in (None, ""):
            fees[name] = template[name]
    if fees["kind"] == EngagementKind.RETAINER.value and not fees["rollover_months"]:
        fees["rollover_months"] = template.get("rollover_months", 0)
    rows = template.get("payments") or []
    is_fixed = fees["kind"] == EngagementKind.FIXED_FEE.value
    if is_fixed and rows and all(_is_tied(row.get("tied_to", ""), made) for row in rows):
        fees["payments"] = rows


def _is_tied(tied_to: str, made: Mapping[str, Any]) -> bool:
    if tied_to in ("", "signature"):
        return True
    rows = made["deliverables"] if tied_to.startswith("D") else made["milestones"]
    return tied_to[1:].isdigit() and 1 <= int(tied_to[1:]) <= len(rows)
