"""The working rules as the agreement will word them: same functions as the paper, no second text."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from clientdesk.models.boundary_rules import BoundaryRules
from clientdesk.models.rhythm_units import printed
from clientdesk.models.views.boundaries import BoundaryPreview, PreviewRow
from clientdesk.models.views.rhythms import RhythmView
from clientdesk.services.papers.exhibit import Setting, build_exhibit, keyed_sentences, rhythm_row
from clientdesk.services.papers.rule_language import translated_rules
from clientdesk.services.papers.wording import translated, wording


def preview_of(
    rules: BoundaryRules,
    *,
    rhythms: Iterable[RhythmView],
    zone: str,
    client_zone: str,
    on: date,
    locale: str,
) -> BoundaryPreview:
    """Exhibit A of these rules and rhythms, in the paper's words."""
    language = wording(locale).language
    setting = Setting(zone=zone, on=on, client_zone=client_zone, locale=locale)
    rows = [
        rhythm_row(
            rhythm.kind,
            rhythm.unit,
            rhythm.every,
            rhythm.weekday,
            rhythm.nth,
            channel=translated(rhythm.channel, language),
            content=translated(rhythm.content, language),
            locale=locale,
        )
        for rhythm in printed(rhythms)
    ]
    rules = translated_rules(rules, language)
    exhibit = build_exhibit(rules, setting, rhythms=rows)
    return BoundaryPreview(
        rhythms=tuple(PreviewRow(row.what, row.when, row.how, row.content) for row in exhibit.rhythms),
        responses=tuple(
            PreviewRow(row.level, row.within, row.channel, row.meaning) for row in exhibit.responses
        ),
        sentences=tuple(keyed_sentences(rules, setting)),
        emergency=exhibit.emergency,
    )
