"""The tamper table: what was done to a signed file, our verdict, and what other programs say of it."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clientdesk.models.views.signing import Change, Level, Seal, SealState, Verdict
from clientdesk.services.papers import render
from clientdesk.services.verdict_words import moment_words, verdict_remarks
from clientdesk.services.verification import verify
from tests.helpers import signed_papers as made
from tests.helpers.sample_agreement import sample_paper

PARIS = ZoneInfo("Europe/Paris")


@dataclass(frozen=True)
class Files:
    """One paper in the states that the table names."""

    issued: bytes
    first: bytes
    both: bytes
    folder: Path


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """Our own issued paper, signed by one side and by both."""
    issued = render(sample_paper())
    first = made.signed_by_client(issued)
    both = made.sign(first, "consultant_seal", made.authority().signers[made.OWN_SIGNER])
    return Files(issued, first, both, tmp_path_factory.mktemp("signed"))


def is_sound(verdict: Verdict) -> bool:
    """Signed, complete and unchanged."""
    return verdict.state is SealState.INTACT and not verdict.is_short and not verdict.has_traces


@pytest.fixture(scope="module")
def trusted(files: Files) -> Path:
    return made.trust_store(files.folder / "nss")


@dataclass(frozen=True)
class Cell:
    """A row of the table: ours, and the words of pdfsig and mutool per signature."""

    tamper: Callable[[Files], bytes]
    state: SealState
    seals: int
    pdfsig: tuple[tuple[str, ...], ...]
    mutool: tuple[str, ...]
    is_short: bool = False


VALID = "Signature is Valid"
TOTAL, PART = "  - Total document signed", "Not total document signed"
TABLE = {
    "both, untouched": Cell(
        lambda files: files.both,
        SealState.INTACT,
        2,
        ((VALID, "Certificate is Trusted", PART), (VALID, "Certificate is Trusted", TOTAL)),
        ("there have been edits since signing", "unchanged since signing"),
    ),
    "one byte flipped": Cell(
        lambda files: made.flipped(files.both),
        SealState.BROKEN,
        2,
        (("Digest Mismatch",), ("Digest Mismatch",)),
        ("invalidated by change", "invalidated by change"),
    ),
    "white box appended over a price": Cell(
        lambda files: made.whitened(files.both),
        SealState.CHANGED,
        2,
        ((VALID, PART), (VALID, PART)),
        ("there have been edits since signing", "there have been edits since signing"),
    ),
    "white box between the signatures": Cell(
        lambda files: made.sign(
            made.whitened(files.first), "consultant_seal", made.authority().signers[made.OWN_SIGNER]
        ),
        SealState.CHANGED,
        2,
        ((VALID, PART), (VALID, TOTAL)),
        ("there have been edits since signing", "unchanged since signing"),
    ),
    "saved again by pikepdf": Cell(
        lambda files: made.resaved(files.both),
        SealState.BROKEN,
        2,
        (("Mismatch",), ("not yet been verified",)),
        ("error", "error"),
    ),
    "saved again by qpdf": Cell(
        lambda files: made.resaved_by_qpdf(files.both, files.folder),
        SealState.BROKEN,
        2,
        (("Mismatch",), ("not yet been verified",)),
        ("error", "error"),
    ),
    "cut back to the first signature": Cell(
        lambda files: made.cut_back(files.both, files.first),
        SealState.INTACT,
        1,
        ((VALID, TOTAL), ("not signed",)),
        ("unchanged since signing", "not signed"),
        is_short=True,
    ),
}


@pytest.mark.parametrize("name", TABLE)
def test_each_tampering_gets_the_right_verdict_and_others_agree(
    files: Files, trusted: Path, name: str
) -> None:
    cell = TABLE[name]
    pdf = cell.tamper(files)
    verdict = verify(pdf, expected=2)
    assert verdict.state is cell.state
    assert len(verdict.seals) == cell.seals
    assert verdict.is_short is cell.is_short
    assert is_sound(verdict) is (name == "both, untouched")
    path = files.folder / "case.pdf"
    path.write_bytes(pdf)
    said = poppler_says(path, trusted)
    assert len(said) == len(cell.pdfsig)
    for words, told in zip(cell.pdfsig, said, strict=True):
        for each in words:
            assert each in told
    told = mutool_says(path)
    assert len(told) == len(cell.mutool)
    for each, block in zip(cell.mutool, told, strict=True):
        assert each in block


def test_openssl_finds_both_signatures_good_and_a_changed_one_bad(files: Files) -> None:
    root = made.root_pem(files.folder)
    parts = made.cms_of(files.both)
    assert [openssl_says(files.folder, root, *part) for part in parts] == [True, True]
    signed, message = parts[0]
    assert not openssl_says(files.folder, root, made.flipped(signed), message)


def test_names_times_and_keys_are_read_and_not_believed(files: Files) -> None:
    verdict = verify(files.both, expected=2)
    first, last = verdict.seals
    assert (first.signer, first.issuer) == (made.CLIENT_SIGNER, made.ROOT_NAME)
    assert (last.signer, last.is_self_signed) == (made.OWN_SIGNER, False)
    assert first.signed_at is not None
    assert abs(first.signed_at - datetime.now(UTC)) < timedelta(minutes=30)
    assert (first.change, last.change) == (Change.FORM, Change.NONE)
    assert (first.covers_file, last.covers_file) == (False, True)
    alone = verify(made.sign(files.issued, "seal", made.self_signed("Somebody")), expected=1)
    assert is_sound(alone)
    assert alone.seals[0].is_self_signed
    said = " ".join(remark.text for remark in verdict_remarks(alone, PARIS, str))
    assert "We cannot say who holds this key: its certificate vouches only for itself." in said
    assert "certified" not in said


def test_a_form_entry_after_both_signatures_is_named_and_not_called_whole(files: Files) -> None:
    filled = made.filled(made.with_text_field(files.issued))
    verdict = verify(filled, expected=1)
    assert verdict.state is SealState.ADDED
    assert not is_sound(verdict)
    (remark, *_) = verdict_remarks(verdict, PARIS, str)
    assert remark.level is Level.LOOK


def test_a_file_without_signatures_has_no_verdict(files: Files) -> None:
    assert verify(files.issued) == Verdict()
    assert verdict_remarks(Verdict(), PARIS, str) == []
    assert verify(b"%PDF-1.7 nothing") == Verdict()


def test_traces_of_a_signature_in_an_unreadable_file_are_a_broken_signature(files: Files) -> None:
    verdict = verify(files.both[: len(files.both) // 2] + b"/ByteRange [0 1 2 3]")
    assert verdict.state is SealState.BROKEN
    assert verdict.has_traces


def test_a_signature_taken_off_the_list_leaves_traces(files: Files) -> None:
    verdict = verify(made.unlisted(files.both), expected=2)
    assert not is_sound(verdict)
    assert verdict.has_traces
    said = " ".join(remark.text for remark in verdict_remarks(verdict, PARIS, str))
    assert "traces" in said or "broken" in said


def test_a_timestamp_is_named_and_not_believed_either(files: Files) -> None:
    inside = verify(made.sign_with_timestamp(files.issued, "seal", made.self_signed("Ada Roe")), expected=1)
    assert inside.state is SealState.INTACT
    assert inside.seals[0].has_timestamp
    after = verify(made.stamped(files.both), expected=2)
    assert (after.state, len(after.seals)) == (SealState.ADDED, 2)
    assert after.seals[-1].change is Change.PROOF


def test_a_signed_file_that_is_encrypted_without_a_password_is_read(files: Files) -> None:
    verdict = verify(
        made.signed_while_encrypted(files.issued, "seal", made.self_signed("Ada Roe")), expected=1
    )
    assert is_sound(verdict)
    assert verdict.seals[0].signer == "Ada Roe"


def test_a_certificate_without_a_persons_name_gives_what_it_has(files: Files) -> None:
    for signer, name in ((made.unnamed(), "Harbor & Pine"), (made.numbered(), "4711")):
        (seal,) = verify(made.sign(files.issued, "seal", signer, name="Somebody")).seals
        assert name in seal.signer


def test_a_signature_that_cannot_be_read_is_unclear(files: Files) -> None:
    place = files.first.index(b"/Contents <") + len(b"/Contents <")
    verdict = verify(files.first[:place] + b"00" * 40 + files.first[place + 80 :])
    assert verdict.state is SealState.UNCLEAR
    assert verdict.seals[0].trouble


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_damage_makes_a_signed_file_whole_or_the_check_fail(files: Files, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(files.both) - 1))
    length = data.draw(st.integers(1, 2_000))
    noise = data.draw(st.binary(max_size=40))
    damaged = files.both[:place] + noise + files.both[place + length :]
    verdict = verify(damaged, expected=2)
    assert damaged == files.both or not is_sound(verdict)


def test_a_verdict_is_the_same_after_the_log(files: Files) -> None:
    for verdict in (verify(files.both, 2), verify(made.whitened(files.first)), Verdict()):
        assert Verdict.from_plain(verdict.as_plain()) == verdict


@pytest.mark.parametrize("state", list(SealState))
def test_every_verdict_has_calm_words(state: SealState) -> None:
    seal = Seal(
        "seal", "Ann", "Ann", datetime(2026, 12, 3, 13, 5, tzinfo=UTC), is_self_signed=True, is_intact=True
    )
    for seals, expected in (
        ((seal,), None),
        ((seal, seal), 2),
        ((seal,), 1),
        ((seal,), 2),
        ((), 2),
        ((seal,), 3),
        ((seal, seal), 3),
        ((seal, seal), 1),
    ):
        verdict = Verdict(state, seals, expected, has_traces=True)
        told = [remark.text for remark in verdict_remarks(verdict, PARIS, str)]
        for text in told:
            assert text.endswith(".")
            assert "!" not in text
            assert "{" not in text
            assert "legally certified" not in text.lower()
        assert (told == []) is (state is SealState.NONE)


def test_what_cannot_be_told_of_a_signature_is_said() -> None:
    odd = (
        Seal("seal", trouble=True),
        Seal("seal", "", "", None, is_intact=True, is_weak=True),
        Seal("seal", "Ann", "Root", None, is_intact=False),
    )
    said = " ".join(r.text for r in verdict_remarks(Verdict(SealState.UNCLEAR, odd, 3), PARIS, str))
    assert "“seal” can't be read" in said
    assert "someone unnamed, at a time nobody noted" in said
    assert "can be forged today" in said
    assert "no longer what is in the file" in said


def test_moments_are_told_in_the_practices_zone() -> None:
    at = datetime(2026, 12, 3, 13, 5, tzinfo=UTC)
    assert moment_words(at, PARIS) == "Thu 3 Dec 2026, 14:05 (UTC+1)"
    assert moment_words(at, ZoneInfo("America/St_Johns")) == "Thu 3 Dec 2026, 09:35 (UTC−3:30)"
    assert moment_words(at, ZoneInfo("UTC")) == "Thu 3 Dec 2026, 13:05 (UTC)"


def poppler_says(path: Path, trusted: Path) -> list[str]:
    """One block of words per signature field; the program ends with 0 whatever it found."""
    told = run("pdfsig", "-nssdir", str(trusted), str(path))
    return told.split("Signature #")[1:]


def mutool_says(path: Path) -> list[str]:
    return run("mutool", "sign", "-v", str(path)).split("Verifying signature")[1:]


def openssl_says(folder: Path, root: Path, signed: bytes, message: bytes) -> bool:
    content, cms = folder / "content", folder / "cms"
    content.write_bytes(signed)
    cms.write_bytes(message)
    told = run(
        *("openssl", "cms", "-verify", "-binary", "-inform", "DER", "-purpose", "any", "-out", "/dev/null"),
        *("-in", str(cms), "-content", str(content), "-CAfile", str(root)),
    )
    return "CMS Verification successful" in told


def run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, errors="replace")
    return done.stdout + done.stderr
