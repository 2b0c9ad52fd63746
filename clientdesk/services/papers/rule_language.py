"""Working rules in the paper's language, as far as they still say what ships."""

from __future__ import annotations

from clientdesk.models.boundary_rules import BoundaryRules
from clientdesk.services.papers.wording import FALLBACK, translated


def translated_rules(rules: BoundaryRules, language: str) -> BoundaryRules:
    """Working rules with the texts that ship in the paper's language; what was written oneself stays."""
    if language in ("", FALLBACK):
        return rules
    emergency = rules.emergency
    return rules.model_copy(
        update={
            "urgent_means": translated(rules.urgent_means or "", language) or rules.urgent_means,
            "emergency_means": translated(rules.emergency_means or "", language) or rules.emergency_means,
            "channels": rules.channels
            and tuple(
                channel.model_copy(update={"name": translated(channel.name, language)})
                for channel in rules.channels
            ),
            "emergency": emergency
            and emergency.model_copy(update={"how": translated(emergency.how, language)}),
        }
    )
