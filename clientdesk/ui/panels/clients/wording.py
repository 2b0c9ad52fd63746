"""Words for problems as they stand beside a field."""

from __future__ import annotations

from clientdesk.models.errors import Problem
from clientdesk.services.wording import words_for_problem
from clientdesk.ui.words import translate


def problem_words(problem: Problem) -> str:
    """One sentence, with a capital, without the field's name."""
    sentence = words_for_problem(problem, lambda text: translate("wording", text), name_field=False)
    return sentence[:1].upper() + sentence[1:]


def sentence(text: str) -> str:
    """With a capital and a full stop."""
    if not text:
        return ""
    end = "" if text.endswith((".", "?", "…")) else "."
    return text[:1].upper() + text[1:] + end
