"""A file that came back in plain sentences: what its signatures prove, which version it is, what is unusual."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from clientdesk.models.views.signing import Change, FileLook, Level, Match, Remark, Seal, SealState, Verdict
from clientdesk.services.wording import Translate, day

_WEIGHT = {Level.STOP: 0, Level.LOOK: 1, Level.GOOD: 2, Level.NOTE: 3}


def remarks(look: FileLook, own_id: str, zone: ZoneInfo, tr: Translate) -> tuple[Remark, ...]:
    """Everything there is to say about a file: what stands in the way, the verdict, then by weight.

    Args:
        own_id: content ID of the paper it is to be filed with; empty where there is none.
    """
    verdict = verdict_remarks(look.facts.verdict, zone, tr)
    said = [
        *verdict[1:],
        *_stranger_remarks(look, tr),
        *_match_remarks(look, own_id, tr),
        *_problem_remarks(look, tr),
    ]
    ranked = sorted(said, key=lambda remark: _WEIGHT[remark.level])
    stops = [remark for remark in ranked if remark.level is Level.STOP]
    return (*stops, *verdict[:1], *ranked[len(stops) :])


def verdict_remarks(verdict: Verdict, zone: ZoneInfo, tr: Translate) -> list[Remark]:
    """What electronic signatures prove, and what they do not."""
    if verdict.state is SealState.NONE:
        return []
    said = [_state_remark(verdict, tr)]
    if verdict.has_traces and verdict.seals:
        said.append(
            Remark(
                Level.LOOK,
                tr(
                    "There are traces of a further signature that the file no longer lists. Compare it with your copy."
                ),
            )
        )
    said.extend(_count_remarks(verdict, tr))
    said.extend(_seal_remark(seal, zone, tr) for seal in verdict.seals)
    if any(seal.is_weak for seal in verdict.seals):
        said.append(
            Remark(
                Level.LOOK,
                tr("A signature was made with a method that can be forged today. Ask for a fresh one."),
            )
        )
    said.append(
        Remark(
            Level.NOTE,
            tr(
                "This tells whether the file was changed and which key signed it."
                " What that is worth in law isn't judged here."
            ),
        )
    )
    return said


def _state_remark(verdict: Verdict, tr: Translate) -> Remark:
    state = verdict.state
    if state is SealState.INTACT:
        return Remark(
            Level.GOOD, tr("Signed, and not changed since: the last signature covers the whole file.")
        )
    if state is SealState.ADDED:
        return Remark(
            Level.LOOK,
            tr(
                "Something was added after the last signature: entries in form fields, or proof about the keys."
                " Look through the pages before you rely on them."
            ),
        )
    if state is SealState.UNCLEAR:
        return Remark(
            Level.STOP, tr("There is a signature that can't be judged. Ask for the file in another form.")
        )
    if state is SealState.CHANGED:
        return Remark(
            Level.STOP,
            tr(
                "Signed, and changed afterwards: what you see is not what was signed."
                " Ask for the file as it was signed."
            ),
        )
    return Remark(
        Level.STOP,
        tr(
            "The signature is broken: the file isn't the one that was signed."
            " It may have been saved again by another program. Ask for the original file."
        ),
    )


def _count_remarks(verdict: Verdict, tr: Translate) -> list[Remark]:
    found, expected = len(verdict.seals), verdict.expected
    if expected is None:
        return []
    if found < expected:
        words = tr("{found} of {expected} signatures are in the file. The other is missing.")
        if found == 0 or expected - found > 1:
            words = tr("{found} of {expected} signatures are in the file.")
        elif found == 1:
            words = tr("1 of {expected} signatures is in the file; the other is missing.")
        return [Remark(Level.STOP, words.format(found=found, expected=expected))]
    if found == 1:
        return [Remark(Level.NOTE, tr("One signature is in the file, as expected."))]
    if found == expected:
        return [
            Remark(Level.NOTE, tr("{found} signatures are in the file, as expected.").format(found=found))
        ]
    return [
        Remark(
            Level.NOTE,
            tr("{found} signatures are in the file; {expected} were expected.").format(
                found=found, expected=expected
            ),
        )
    ]


def _seal_remark(seal: Seal, zone: ZoneInfo, tr: Translate) -> Remark:
    name = seal.signer or tr("someone unnamed")
    if seal.trouble:
        return Remark(
            Level.LOOK, tr("A signature in the field “{field}” can't be read.").format(field=seal.field)
        )
    if seal.signed_at is None:
        first = tr("Signed in the name of {name}, at a time nobody noted.").format(name=name)
    else:
        first = tr("Signed in the name of {name} on {moment}, by the signer's own clock.").format(
            name=name, moment=moment_words(seal.signed_at, zone)
        )
    if seal.is_self_signed:
        who = tr("We cannot say who holds this key: its certificate vouches only for itself.")
    else:
        who = tr(
            "We cannot say who holds this key: its certificate names {issuer} as its issuer, unchecked."
        ).format(issuer=seal.issuer or tr("nobody"))
    parts = [first, who]
    if not seal.is_intact:
        parts.append(tr("What it signed is no longer what is in the file."))
    elif seal.change is Change.OTHER:
        parts.append(tr("After it, something was changed that is neither a form entry nor a signature."))
    return Remark(Level.NOTE, " ".join(parts))


def moment_words(at: datetime, zone: ZoneInfo) -> str:
    """An instant in the practice's zone with its distance from UTC: "Thu 3 Dec 2026, 14:05 (UTC+1)"."""
    local = at.astimezone(zone)
    offset = local.utcoffset() or timedelta()
    minutes = round(offset.total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    sign = "−" if minutes < 0 else "+"
    distance = f"UTC{sign}{hours}" + (f":{rest:02d}" if rest else "") if minutes else "UTC"
    return f"{day(local.date())}, {local:%H:%M} ({distance})"


def _stranger_remarks(look: FileLook, tr: Translate) -> list[Remark]:
    words = tr("The certificate names {name}, but the paper is to be signed by: {signatories}.")
    told = ", ".join(look.signatories)
    return [Remark(Level.LOOK, words.format(name=name, signatories=told)) for name in look.strangers]


def _match_remarks(look: FileLook, own_id: str, tr: Translate) -> list[Remark]:
    found = look.facts.content_ids
    if look.match is Match.THIS:
        words = tr("The content ID matches {paper}.").format(paper=look.matched)
        said = [Remark(Level.GOOD, words)]
        if look.is_as_issued:
            said.append(
                Remark(
                    Level.STOP,
                    tr("This is the very file you issued. Nobody has signed it: file what came back."),
                )
            )
        elif look.begins_as_issued:
            is_whole = look.facts.verdict.state in (SealState.NONE, SealState.INTACT)
            said.append(
                Remark(
                    Level.GOOD if is_whole else Level.NOTE,
                    tr("The file begins with exactly the pages you issued; what follows was added."),
                )
            )
        elif look.begins_as_issued is False and look.is_signed_electronically:
            said.append(
                Remark(
                    Level.LOOK,
                    tr(
                        "The file was saved anew before it was signed, so its pages could differ from those"
                        " you issued. Read them through."
                    ),
                )
            )
        return said
    if look.match in (Match.OTHER_VERSION, Match.OTHER_PAPER):
        if not own_id:
            words = tr(
                "This carries the content ID of your own {paper}. File it on that paper's page instead."
            )
            return [Remark(Level.LOOK, words.format(paper=look.matched))]
        return [
            Remark(
                Level.STOP,
                tr("The content ID {found} is that of {paper}, not of this version ({own}).").format(
                    found=found[0], paper=look.matched, own=own_id
                ),
            )
        ]
    if look.match is Match.UNKNOWN:
        if not own_id:
            return []
        return [
            Remark(
                Level.STOP,
                tr("The content ID {found} belongs to no version on record here; this one has {own}.").format(
                    found=found[0], own=own_id
                ),
            )
        ]
    if not own_id:
        return []
    return [
        Remark(
            Level.LOOK,
            tr("No content ID can be read from the file. Look for {own} at the foot of its pages.").format(
                own=own_id
            ),
        )
    ]


def _problem_remarks(look: FileLook, tr: Translate) -> list[Remark]:
    table = {
        "not_a_scan": (
            Level.LOOK,
            tr(
                "This is neither a PDF nor a picture. It is kept as it is, byte for byte, and can't be shown."
            ),
        ),
        "wrong_suffix": (
            Level.NOTE,
            tr("Its name doesn't say so, but it is {kind}.").format(
                kind=kind_words(look.facts.media_type, tr)
            ),
        ),
        "encrypted": (
            Level.LOOK,
            tr("It is locked by a password, so nothing in it can be checked. It is kept as it is."),
        ),
        "protected": (Level.NOTE, tr("It is encrypted without a password for reading.")),
        "damaged": (Level.LOOK, tr("The PDF is damaged, or not all of it can be read. It is kept as it is.")),
        "javascript": (
            Level.LOOK,
            tr("It holds JavaScript. Nothing of it is ever run here; be careful where you open it."),
        ),
        "actions": (
            Level.LOOK,
            tr(
                "It can start other programs or send data. Nothing of it is ever run here; be careful where you open it."
            ),
        ),
        "attachments": (Level.NOTE, tr("Further files are attached to it. They are kept with it, unopened.")),
        "ids_disagree": (
            Level.STOP,
            tr("Its attached data and its pages carry different content IDs. Read the pages through."),
        ),
    }
    return [Remark(*table[code]) for code in look.facts.problems]


def kind_words(media_type: str, tr: Translate) -> str:
    """A kind of file in words."""
    return {
        "application/pdf": tr("a PDF"),
        "image/png": tr("a PNG picture"),
        "image/jpeg": tr("a JPEG picture"),
        "image/tiff": tr("a TIFF picture"),
        "image/heic": tr("a HEIC picture"),
        "image/webp": tr("a WebP picture"),
    }.get(media_type, tr("a file of another kind"))
