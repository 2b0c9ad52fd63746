"""Words about the life of papers: what a step refuses, and what was changed outside ClientDesk."""

from __future__ import annotations

from collections.abc import Callable, Iterable

PROBLEMS = {
    "nobody_signs_it": "papers of this kind are issued and sent; nobody signs them.",
    "no_answer_wanted": "papers of this kind can't be declined or withdrawn. Issue a corrected version.",
    "not_amendable": "only a signed paper is changed by a change order or an addendum.",
    "written_elsewhere": "this paper was signed elsewhere, so its words aren't known here.",
    "paid_already": "it is marked as paid. Take that mark back first.",
    "not_a_pdf": "the kept file is no PDF. Save it and open it with the program it belongs to.",
    "changed_since": "the paper it changes has changed since ({numbers}). Fill this one again from the record.",
    "only_with_its_paper": "this paper is here already. Kept files and lines of its log come in only together with it.",
    "change_is_out": "{numbers} is out and would make the sums of this one untrue once it is signed. Wait for the"
    " signatures, or withdraw it first.",
}

_BROKEN = {
    "content": "its content",
    "number": "its number",
    "version": "its version",
    "issued_on": "its date of issue",
    "price": "its price in the list",
    "file": "a kept file",
    "state": "its state",
    "signatures": "its signatures",
    "log": "its signing log",
}


def broken_words(what: Iterable[str], tr: Callable[[str], str] = str) -> str:
    """What of a paper was changed outside: "its content, a kept file"."""
    return ", ".join(tr(_BROKEN[code]) for code in what)
