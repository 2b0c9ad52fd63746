"""The shipped short terms, for papers that name no standing agreement."""

from __future__ import annotations

import tomllib
from functools import lru_cache

from clientdesk import files


@lru_cache(maxsize=8)
def short_terms(language: str) -> tuple[str, str]:
    """Title and text of the shipped short terms; in English where the language has none."""
    for name in (language, "en"):
        path = files.resource("agreements", "clauses", f"{name}.toml")
        if path.is_file():
            clause = tomllib.loads(path.read_text(encoding="utf-8")).get("short_terms")
            if clause:
                return str(clause["title"]), str(clause["body"]).strip()
    raise LookupError("short_terms")
