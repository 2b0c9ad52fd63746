"""The practice: set up once, validated, its logo re-encoded."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import pytest
from PIL import Image, ImageCms

from clientdesk.models.enums import Layer
from clientdesk.models.errors import InvalidInput, NotFound
from clientdesk.services.workspace import Workspace
from tests.helpers.fakes import FixedClock


def _set_up(workspace: Workspace, **more: object) -> str:
    values = {"zone": "Europe/Paris", "currency": "EUR", "holiday_region": "FR"} | more
    return workspace.practice.set_up("Lindqvist Operations", **values)


def _picture(kind: str = "PNG", size: tuple[int, int] = (40, 20), mode: str = "RGB", **more: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size).save(out, kind, **more)
    return out.getvalue()


def _codes(error: pytest.ExceptionInfo[InvalidInput]) -> dict[str, str]:
    return {problem.field: problem.code for problem in error.value.problems}


def test_there_is_no_practice_before_set_up(workspace: Workspace) -> None:
    assert workspace.practice.get() is None
    assert str(workspace.practice.zone()) == "UTC"
    with pytest.raises(NotFound):
        workspace.practice.update(name="Lindqvist")


def test_set_up_brings_practice_and_starter_content(workspace: Workspace) -> None:
    practice_id = _set_up(workspace, working_hours={0: [{"start": 540, "end": 780}]}, person="Mara")
    view = workspace.practice.get()
    assert view is not None
    assert (view.practice_id, view.name, view.person) == (practice_id, "Lindqvist Operations", "Mara")
    assert [tier.name for tier in workspace.tiers.list_all()] == ["Close", "Steady", "Light", "After"]
    assert list(workspace.boundaries.resolved().working_hours or {}) == [0]
    assert workspace.store.undo_label is None


def test_set_up_happens_once(workspace: Workspace) -> None:
    _set_up(workspace)
    with pytest.raises(InvalidInput) as refused:
        _set_up(workspace)
    assert _codes(refused) == {"": "one_practice"}
    assert len(workspace.tiers.list_all()) == 4


def test_every_wrong_entry_of_set_up_is_named(workspace: Workspace) -> None:
    with pytest.raises(InvalidInput) as refused:
        workspace.practice.set_up(
            "   ",
            zone="Europe/Nowhere",
            currency="EURO",
            locale="xx_YY",
            holiday_region="XX",
            working_hours={0: [{"start": 1020, "end": 540}]},
        )
    assert _codes(refused) == {
        "name": "blank",
        "zone": "unknown_zone",
        "currency": "too_long",
        "locale": "unknown_locale",
        "holiday_region": "unknown_region",
        "working_hours.0.0": "end_before_start",
    }
    assert workspace.practice.get() is None


def test_today_is_the_local_date_of_the_practice(workspace: Workspace, clock: FixedClock) -> None:
    _set_up(workspace)
    clock.set(datetime(2026, 10, 12, 22, 30, tzinfo=UTC))
    assert workspace.practice.today() == date(2026, 10, 13)
    workspace.practice.update(zone="America/New_York")
    assert workspace.practice.today() == date(2026, 10, 12)


def test_a_refused_change_keeps_everything(workspace: Workspace) -> None:
    _set_up(workspace)
    with pytest.raises(InvalidInput) as refused:
        workspace.practice.update(name="x" * 201, holiday_region="GB-XXX")
    assert _codes(refused) == {"name": "too_long", "holiday_region": "unknown_region"}
    assert workspace.practice.get().name == "Lindqvist Operations"  # type: ignore[union-attr]


def test_a_change_of_the_practice_can_be_undone(workspace: Workspace) -> None:
    _set_up(workspace)
    workspace.practice.update(name="Lindqvist & Daughters", holiday_region="GB-ENG")
    assert workspace.practice.get().name == "Lindqvist & Daughters"  # type: ignore[union-attr]
    workspace.store.undo()
    assert workspace.practice.get().holiday_region == "FR"  # type: ignore[union-attr]


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGBA"), ("PNG", "P"), ("JPEG", "RGB"), ("JPEG", "CMYK")])
def test_a_logo_becomes_a_plain_png(workspace: Workspace, kind: str, mode: str) -> None:
    _set_up(workspace)
    workspace.practice.set_logo(_picture(kind, mode=mode))
    kept = workspace.practice.logo()
    assert kept is not None
    with Image.open(io.BytesIO(kept)) as picture:
        assert (picture.format, picture.size, "icc_profile" in picture.info) == ("PNG", (40, 20), False)
        assert picture.mode in {"RGB", "RGBA"}
    assert workspace.practice.get().has_logo  # type: ignore[union-attr]


def test_a_logo_with_a_colour_profile_is_brought_to_srgb(workspace: Workspace) -> None:
    _set_up(workspace)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    workspace.practice.set_logo(_picture("PNG", icc_profile=profile))
    with Image.open(io.BytesIO(workspace.practice.logo() or b"")) as picture:
        assert picture.getpixel((0, 0)) == (0, 0, 0)
        assert "icc_profile" not in picture.info


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<svg/>", "logo_not_a_picture"),
        (b"", "logo_not_a_picture"),
        (b"GIF89a" + bytes(50), "logo_not_a_picture"),
        (_picture()[:60], "logo_damaged"),
        (b"\xff\xd8\xff" + bytes(200), "logo_damaged"),
        (_picture(size=(4_001, 2)), "logo_too_large"),
        (b"\x89PNG\r\n\x1a\n" + bytes(5 * 1024 * 1024), "logo_too_heavy"),
    ],
)
def test_a_bad_logo_is_refused_and_the_old_one_stays(workspace: Workspace, content: bytes, code: str) -> None:
    _set_up(workspace)
    workspace.practice.set_logo(_picture())
    before = workspace.practice.logo()
    with pytest.raises(InvalidInput) as refused:
        workspace.practice.set_logo(content)
    assert _codes(refused) == {"logo": code}
    assert workspace.practice.logo() == before


def test_a_logo_can_be_taken_away(workspace: Workspace) -> None:
    _set_up(workspace)
    workspace.practice.set_logo(_picture())
    workspace.practice.set_logo(None)
    assert workspace.practice.logo() is None


def test_rules_of_a_new_practice_count_from_its_own_today(workspace: Workspace, clock: FixedClock) -> None:
    clock.set(datetime(2026, 10, 12, 23, 30, tzinfo=UTC))
    _set_up(workspace, zone="Asia/Tokyo")
    workspace.boundaries.set_field(Layer.DEFAULT, None, "notice_days", 5)
    assert workspace.boundaries.resolved(on=date(2026, 10, 13)).notice_days == 5


def test_a_broken_colour_profile_is_left_out(workspace: Workspace) -> None:
    _set_up(workspace)
    workspace.practice.set_logo(_picture("PNG", icc_profile=b"no profile at all"))
    with Image.open(io.BytesIO(workspace.practice.logo() or b"")) as picture:
        assert (picture.size, "icc_profile" in picture.info) == ((40, 20), False)
