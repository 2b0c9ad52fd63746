"""Who hands over what and when: deliverables, acceptance, timeline, roles, decisions, change control."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clientdesk.services.papers.family_story import cell, strong
from clientdesk.services.papers.flowables import (
    CELL,
    CELL_NOTE,
    CELL_RIGHT,
    CELL_STRONG,
    TextRuns,
    paragraphs,
    rows_table,
    runs,
    with_gap,
)
from clientdesk.services.papers.wording import Run

if TYPE_CHECKING:
    from clientdesk.services.papers.agreement_story import Story

Said = list[tuple[str, dict[str, str]]]


def add_deliverables(made: Story) -> None:
    """The table of outputs, then revisions, review and what silence means."""
    if not made.document.deliverables:
        none = made.text("deliverables.none", scope=str(made.numbers["scope"]))
        made.part("deliverables", none)
        return
    made.part("deliverables", with_gap(deliverables_table(made)), *acceptance(made))


def deliverables_table(made: Story, *, tight: bool = False) -> Any:
    """Reference, output, how many and in which form, accepted when, due."""
    rows = [
        [
            strong(f"D{place}"),
            cell(row.title),
            paragraphs(row.quantity, CELL) + paragraphs(row.form, CELL),
            cell(row.acceptance),
            cell(made.words.day_medium(row.due_on)),
        ]
        for place, row in enumerate(made.document.deliverables, start=1)
    ]
    counted = any(row.quantity for row in made.document.deliverables)
    form = "quantity_form" if counted else "form"
    head = made.head("deliverables", "ref", "title", form, "acceptance", "due")
    widths = made.columns(6, 17, 21, 43, 13) if made.is_short else made.columns(6, 21, 23, 35, 15)
    return rows_table(head, rows, widths, tight=tight)


def acceptance(made: Story) -> list[Any]:
    """Revision rounds, review window, silence, and what comes after them."""
    words, rule = made.words, made.document.acceptance
    change = str(made.numbers["change"])
    said: list[list[Run]] = []
    if rule.revision_rounds:
        rounds = words.count("rounds", rule.revision_rounds)
        if rule.round_is:
            said.append([*words.runs("deliverables.rounds_plain", rounds=rounds), Run(f" {rule.round_is}")])
        else:
            said.append(words.runs("deliverables.rounds", rounds=rounds))
    elif rule.revision_rounds == 0:
        said.append(words.runs("deliverables.no_rounds", change=change))
    review: list[Run] = []
    for key, fields in _review(made):
        review += [*([Run(" ")] if review else []), *words.runs(key, **fields)]
    said.append(review)
    if rule.revision_rounds:
        said.append(words.runs("deliverables.further", change=change))
    if made.is_short:
        said = [[run for place, part in enumerate(said) for run in ([Run(" ")] * bool(place) + part)]]
    return [runs(part, made.body) for part in said]


def _review(made: Story) -> Said:
    words, rule = made.words, made.document.acceptance
    who = rule.accepted_by or made.document.deciding.maker or made.document.client.signatory
    who = who or words.text("purpose.the_client")
    if rule.review_days is None:
        return [("deliverables.review_open", {"name": who})]
    days = words.count("working_days", rule.review_days)
    review: Said = [("deliverables.review", {"days": days, "name": who})]
    if rule.silence_days is not None:
        key = "deliverables.silence" if rule.has_reminder else "deliverables.silence_plain"
        review.append((key, {"days": words.count("working_days", rule.silence_days)}))
    return review


def add_timeline(made: Story) -> None:
    """What the buffer means, then planned and committed dates."""
    if made.document.milestones:
        made.part("timeline", made.text("timeline.meaning"), timeline_table(made))


def timeline_table(made: Story) -> Any:
    """Reference, milestone, what it depends on, planned, buffer, committed."""
    words, milestones = made.words, made.document.milestones
    depends = any(row.depends_on for row in milestones)
    rows = []
    for place, row in enumerate(milestones, start=1):
        buffer = words.text("timeline.no_buffer")
        if row.buffer_days:
            buffer = words.count("days", row.buffer_days, spelled=False)
        rows.append(
            [
                strong(f"M{place}"),
                paragraphs(row.title, CELL) + paragraphs(row.reason, CELL_NOTE),
                *([cell(row.depends_on)] if depends else []),
                TextRuns(words.day_medium(row.planned_on), CELL_RIGHT),
                TextRuns(buffer, CELL_RIGHT),
                TextRuns(words.day_medium(row.committed_on), CELL_RIGHT),
            ]
        )
    if depends:
        head = made.head("timeline", "ref", "milestone", "depends_on", "planned", "buffer", "committed")
        return rows_table(head, rows, made.columns(6, 35, 18, 15, 10, 16), right=(3, 4, 5))
    head = made.head("timeline", "ref", "milestone", "planned", "buffer", "committed")
    return rows_table(head, rows, made.columns(6, 46, 16, 14, 18), right=(2, 3, 4))


def timeline_lines(made: Story) -> list[TextRuns]:
    """The same, one line a milestone, for a short paper."""
    words, said = made.words, []
    for place, row in enumerate(made.document.milestones, start=1):
        planned, committed = words.day_medium(row.planned_on), words.day_medium(row.committed_on)
        buffer = words.count("days", row.buffer_days, spelled=False)
        buffer_label = words.text("timeline.buffer")
        buffer_label = buffer_label if words.language == "de" else _small(buffer_label)
        details = [f"{words.text('timeline.planned')} {planned}", f"{buffer_label} {buffer}"]
        if row.depends_on:
            details.append(f"{_small(words.text('timeline.depends_on'))} {row.depends_on}")
        ends = f"{_small(words.text('timeline.committed'))} {committed}"
        parts = [Run(f"M{place} ", strong=True), Run(f"{row.title}. ")]
        parts += [Run(words.listed([", ".join(details), ""])), Run(ends, strong=True), Run(".")]
        parts += [Run(f" {row.reason}")] if row.reason else []
        said.append(runs(parts, made.item, "•"))
    return said


def _small(label: str) -> str:
    """The head of a column inside a sentence."""
    return label[:1].lower() + label[1:]


def add_roles(made: Story) -> None:
    """Duties of both sides, then how decisions are made."""
    document = made.document
    said = [*decisions(made), *made.points(document.decisions)]
    if not (document.roles or said):
        return
    body: list[Any] = []
    if document.roles:
        rows = [[cell(who(made, place), CELL_STRONG), cell(role.responsible_for)]
                for place, role in enumerate(document.roles)]  # fmt: skip
        table = rows_table(made.head("roles", "who", "responsible_for"), rows, made.columns(30, 70))
        body.append(with_gap(table))
    made.part("roles", *body, *said)


def who(made: Story, place: int) -> str:
    """A role's side and name: "Client – Dele Okafor"."""
    role = made.document.roles[place]
    if role.side is None:
        return role.who
    side = made.words.text(f"title.{role.side.value}")
    if not role.who or role.who.startswith(side):
        return role.who or side
    return made.words.text("roles.of_side", side=side, who=role.who)


def decisions(made: Story) -> list[TextRuns]:
    """Who decides and stands in, how fast, what a late decision does, where a dispute goes."""
    words, rule = made.words, made.document.deciding
    said = []
    if rule.maker and rule.deputy:
        said.append(made.point("roles.maker_deputy", maker=rule.maker, deputy=rule.deputy))
    elif rule.maker or rule.deputy:
        said.append(made.point("roles.maker", maker=rule.maker or rule.deputy))
    if rule.days is not None:
        time = words.runs("roles.time", days=words.count("working_days", rule.days))
        said.append(runs([*time, Run(" "), *words.runs("roles.late")], made.item, "•"))
    if rule.escalation and rule.escalation_days is not None:
        days = words.count("working_days", rule.escalation_days)
        first = words.runs("roles.escalate", days=days)
        said.append(runs([*first, Run(f" {rule.escalation}")], made.item, "•"))
    elif rule.escalation:
        said += made.points([rule.escalation])
    return said


def add_change(made: Story) -> None:
    """What a change is, who may ask, how it is answered, and that no work comes before both signatures."""
    words, rule = made.words, made.document.change_control
    said: Said = [("change.meaning", {"scope": str(made.numbers["scope"])})]
    if rule.answer_days is None:
        said.append(("change.answer_open", {}))
    else:
        said.append(("change.answer", {"days": words.count("working_days", rule.answer_days)}))
    said.append(("change.start", {}))
    said += change_rate(made)
    if not made.is_proposal:
        said.append(("change.effect", {}))
    made.part("change", made.prose(said))


def change_rate(made: Story) -> Said:
    """What an hour or a day of changes costs."""
    rule = made.document.change_control
    if rule.rate is None:
        return []
    amount = made.words.money(rule.rate, made.document.fees.currency)
    return [made.taxed(f"change.rate_{rule.rate_unit}", amount=amount)]
