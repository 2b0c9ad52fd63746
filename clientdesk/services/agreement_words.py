"""Words for what the checks of an agreement find."""

from __future__ import annotations

PROBLEMS = {
    "silence_without_reminder": (
        "silence counts as acceptance only after a reminder. Let a reminder go out first,"
        " or leave out what silence means."
    ),
    "exhibit_absent": "Exhibit {letter} is named here, and this paper has no such exhibit. Add it, or name another.",
    "exhibit_empty": "this exhibit has no text yet. Write it, or take the exhibit out.",
    "exhibit_unnamed": "“{text}” doesn't say which exhibit. Name it with its letter.",
    "no_number": "{ref} has a target without a number. Say how much or how many.",
    "no_measurer": "{ref} doesn't say who measures it.",
    "dependency_without_owner": "say who supplies this.",
    "one_sided_duties": "only one side has duties here. Say what the other one does.",
    "no_decision_maker": "nobody is named who decides for the client.",
    "no_deputy": "say who decides when {name} is away.",
    "no_time_to_decide": "say how many working days a decision may take.",
    "cap_below_estimate": "the upper limit is below the estimate of {net} {currency}.",
    "no_hours": "say how many hours a month the retainer reserves.",
    "payments_not_tied": "no payment waits for an accepted output. Tie at least one to a deliverable or milestone.",
    "no_precedence": "say which paper wins if this one and the standing agreement conflict.",
    "long_word": "“{word}” has {length} characters without a space and will be cut on paper.",
    "task_in_background": "“{text}” is a task. Background says why; tasks belong to scope and deliverables.",
    "verb_without_noun": "{ref} begins with “{word}” and names nothing that can be counted. Say what is handed over.",
    "uncountable": "{ref}: “{text}” can't be counted. Give a number.",
    "no_quantity": "{ref} doesn't say how many.",
    "two_numbers": "“{text}” differs from {other}, which is agreed elsewhere in this paper. Keep one of them.",
    "other_currency_said": "“{text}” is in another currency than this paper, which is in {currency}.",
}
