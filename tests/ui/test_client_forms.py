"""The drawer's forms of the client page: what is filled comes back as it was."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from clientdesk.models.enums import ContactRole, EngagementKind, TouchKind
from clientdesk.models.errors import InvalidInput, Problem
from clientdesk.models.money import Money
from clientdesk.models.views.clients import ContactView
from clientdesk.models.views.engagements import EngagementView
from clientdesk.ui.forms.contact import ContactForm
from clientdesk.ui.forms.deliverable import DeliverableForm
from clientdesk.ui.forms.engagement import EngagementForm
from clientdesk.ui.forms.entries import NumberField, plain_number
from clientdesk.ui.forms.milestone import MilestoneForm
from clientdesk.ui.forms.touchpoint import BOOKABLE, TouchpointForm

TODAY = date(2026, 10, 12)


def word(problem: Problem) -> str:
    return problem.code


def today() -> date:
    return TODAY


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("", ""),
        ("12", "12"),
        ("12.5", "12.5"),
        ("12,5", "12.5"),
        ("12 500,50", "12500.50"),
        ("12,500.50", "12500.50"),
        ("12.500,50", "12500.50"),
        ("1,234,567", "1234567"),
        ("12,500", "12500"),
        ("12\u202f500", "12500"),
        ("12'500", "12500"),
        ("lots", "lots"),
    ],
)
def test_numbers_are_read_as_people_write_them(qtbot: QtBot, typed: str, read: str) -> None:
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    assert plain_number(typed) == read


def test_a_number_is_shown_without_exponent(qtbot: QtBot) -> None:
    field = NumberField()
    qtbot.addWidget(field)
    field.set_number(Decimal("1E+2"))
    assert field.text() == "100"
    field.set_number(None)
    assert (field.text(), field.value()) == ("", None)


def test_an_engagement_comes_back_as_it_was(qtbot: QtBot) -> None:
    form = EngagementForm(word, today)
    qtbot.addWidget(form)
    form.fill(
        EngagementView(
            engagement_id="e",
            client_id="c",
            title="Advice",
            kind=EngagementKind.RETAINER,
            starts_on=TODAY,
            ends_on=None,
            currency="EUR",
            fee=Money(Decimal("1250.50"), "EUR"),
            rate=None,
            hours_a_month=Decimal("7.5"),
            hours_a_week=None,
            purpose="Prices",
            revision_rounds=2,
            has_ended=False,
        )
    )
    assert form.values() == {
        "title": "Advice",
        "kind": EngagementKind.RETAINER,
        "starts_on": TODAY,
        "ends_on": None,
        "fee": "1250.50",
        "rate": None,
        "currency": "EUR",
        "hours_a_month": "7.5",
        "hours_a_week": None,
        "revision_rounds": "2",
        "purpose": "Prices",
    }


def test_roles_are_ticks(qtbot: QtBot) -> None:
    form = ContactForm(word)
    qtbot.addWidget(form)
    form.fill(ContactView("p", "c", "Ada", roles=(ContactRole.BILLING, ContactRole.SPONSOR)))
    assert form.values()["roles"] == [ContactRole.SPONSOR, ContactRole.BILLING]
    form.fill(None)
    assert form.values()["roles"] == []


def test_an_empty_count_of_rounds_is_zero_used_and_the_policys_allowed(qtbot: QtBot) -> None:
    form = DeliverableForm(word, today)
    qtbot.addWidget(form)
    form.fill({"title": "Report", "due_on": TODAY})
    given = form.values()
    assert (given["rounds_allowed"], given["rounds_used"], given["due_on"]) == (None, 0, TODAY)


def test_what_they_expect_is_no_field_once_they_expect_it(qtbot: QtBot) -> None:
    form = MilestoneForm(word, today, [("d", "Report")], asks_expected=False)
    qtbot.addWidget(form)
    form.fill({"title": "Draft", "deliverable_id": "d"})
    assert "expected_on" not in form.values()
    assert form.values()["deliverable_id"] == "d"


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [("", None), ("9", 540), ("1,5", 90), ("9 h 30", 570), ("1:30", 90), ("45 min", 45), ("900", 54_000)],
)
def test_hours_a_milestone_needs_are_typed_as_hours(qtbot: QtBot, typed: str, minutes: int | None) -> None:
    form = MilestoneForm(word, today)
    qtbot.addWidget(form)
    form.fill({"title": "Draft", "estimate_minutes": 60})
    assert form.estimate.text() == "1 h"
    form.estimate.setText(typed)
    assert form.values()["estimate_minutes"] == minutes


def test_what_is_no_length_stays_in_its_field(qtbot: QtBot) -> None:
    form = MilestoneForm(word, today)
    qtbot.addWidget(form)
    form.fill({"title": "Draft"})
    form.estimate.setText("some days")
    with pytest.raises(InvalidInput) as refused:
        form.values()
    assert [(found.field, found.code) for found in refused.value.problems] == [
        ("estimate_minutes", "not_a_length")
    ]


def test_a_milestone_says_by_when_it_is_likely(qtbot: QtBot) -> None:
    form = MilestoneForm(word, today)
    qtbot.addWidget(form)
    form.fill({"title": "Draft", "likely_words": "planned Thu 15 Oct, likely Tue 20 Oct: 9 h left, 4 h free"})
    assert form.likely_label.text() == "Planned Thu 15 Oct, likely Tue 20 Oct: 9 h left, 4 h free"
    form.fill({"title": "Draft"})
    assert not form.likely_label.isVisibleTo(form)


def test_only_talks_can_be_booked(qtbot: QtBot) -> None:
    form = TouchpointForm(word, today, is_booking=True)
    qtbot.addWidget(form)
    box = form.field("kind")
    kinds = [box.itemData(number) for number in range(box.count())]  # type: ignore[attr-defined]
    assert kinds == list(BOOKABLE)
    assert "is_meaningful" not in form.values()


def test_a_touch_gives_its_local_day_and_time(qtbot: QtBot) -> None:
    form = TouchpointForm(word, today, [("p", "Ada")])
    qtbot.addWidget(form)
    form.fill(
        {"kind": TouchKind.CALL, "on": TODAY, "contact_id": "p", "local_at": datetime(2026, 10, 12, 14, 5)}
    )
    given = form.values()
    assert (given["kind"], given["on"], given["time"], given["contact_id"]) == (
        TouchKind.CALL,
        TODAY,
        time(14, 5),
        "p",
    )


def test_a_problem_of_the_instant_stands_beside_the_day(qtbot: QtBot) -> None:
    form = TouchpointForm(word, today)
    qtbot.addWidget(form)
    assert form.show_problems([Problem("at", "in_future")])
    assert form.problem_text("on") == "in_future"


def test_words_typed_into_a_number_stay_for_the_service_to_refuse(qtbot: QtBot) -> None:
    form = DeliverableForm(word, today)
    qtbot.addWidget(form)
    field = form.field("rounds_allowed")
    assert isinstance(field, QLineEdit)
    field.setText("two")
    assert form.values()["rounds_allowed"] == "two"
