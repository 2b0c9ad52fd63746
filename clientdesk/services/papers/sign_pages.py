"""Signatures of a statement of work: heading, sentence and both panels as one block."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clientdesk.services.papers.flowables import SignaturePanel, SignaturePanels

if TYPE_CHECKING:
    from clientdesk.services.papers.agreement_story import Story
    from clientdesk.services.papers.family_story import FamilyStory


def signature_panels(made: FamilyStory[Any]) -> SignaturePanels:
    """Both panels with entity, name and title filled in."""
    words, document = made.words, made.document
    captions = {
        key: words.text(f"signatures.{key}") for key in ("signature", "name", "capacity", "date", "place")
    }
    return SignaturePanels(
        [
            SignaturePanel(words.text(label), party.legal_name, party.signatory, party.capacity, captions)
            for label, party in (
                ("signatures.for_consultant", document.consultant),
                ("signatures.for_client", document.client),
            )
        ]
    )


def add_signatures(made: Story) -> None:
    """What signing means, which exhibits belong to it, and the panels; no page break divides them."""
    exhibits = made.exhibits()
    if len(exhibits) == 1 and exhibits[0][0] == "A":
        said = [made.text("signatures.sentence_exhibit")]
    elif exhibits:
        said = [made.text("signatures.sentence_exhibits", exhibits=made.exhibit_names())]
    else:
        said = [made.text("signatures.sentence")]
    if made.document.exhibits or made.has_short_terms:
        said.append(made.text("signatures.exhibits", names=made.exhibit_names(titled=True)))
    made.whole(made.titled("signatures"), *said, signature_panels(made))
