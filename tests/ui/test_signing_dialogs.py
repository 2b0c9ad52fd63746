"""Signed papers come back through the window: scan, signed file, paper from elsewhere; few actions, clear refusals."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from clientdesk.models.enums import AgreementKind, AgreementState, FileKind, PaperOrigin, Side, SigningKind
from clientdesk.models.errors import Problem
from clientdesk.models.views.signing import Level, Remark
from clientdesk.services.workspace import Workspace
from clientdesk.ui.main_window import MainWindow
from clientdesk.ui.panels.papers import PapersPanel
from clientdesk.ui.panels.papers.external_dialog import NEW, NONE, ExternalDialog
from clientdesk.ui.panels.papers.sign_dialog import SignDialog
from clientdesk.ui.panels.papers.verdict_card import VerdictCard
from clientdesk.ui.widgets.date_field import DateField
from tests.helpers import signed_papers as made
from tests.helpers.papers_window import click, dialog, drop

TODAY = date(2026, 10, 12)
Settle = Callable[[], None]


@pytest.fixture
def asked(window: MainWindow, panel: PapersPanel, issued: str) -> SignDialog:
    """The dialog of an issued paper."""
    panel.issued_page.deeds.sign(panel.issued_page._view)  # type: ignore[arg-type]
    found = dialog(window, SignDialog)
    assert isinstance(found, SignDialog)
    return found


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "signed page.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    return path


def saved(tmp_path: Path, data: bytes, name: str = "signed.pdf") -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def press(qtbot: QtBot, widget: QWidget, key: Qt.Key) -> None:
    qtbot.keyClick(widget.focusWidget() or widget, key)


def type_day(qtbot: QtBot, field: DateField, words: str) -> None:
    field.entry.clear()
    qtbot.keyClicks(field.entry, words)


def test_a_signed_scan_is_filed_in_four_actions(
    qtbot: QtBot,
    window: MainWindow,
    panel: PapersPanel,
    workspace: Workspace,
    issued: str,
    scan: Path,
    settle: Settle,
) -> None:
    click(qtbot, panel.issued_page.standing.step_buttons["signed"])  # 1
    asked = dialog(window, SignDialog)
    drop(asked, scan)  # 2
    settle()
    press(qtbot, asked, Qt.Key.Key_Space)  # 3: the cursor is on what is to be confirmed
    assert asked.confirmed.isChecked()
    press(qtbot, asked, Qt.Key.Key_Return)  # 4
    settle()
    view = workspace.agreements.get(issued)
    assert view.row.state is AgreementState.EXECUTED
    assert [(s.side, s.name, s.on) for s in view.signatures] == [
        (Side.CLIENT, "Ada Roe", TODAY),
        (Side.CONSULTANT, "Mara Lind", TODAY),
    ]
    (kept,) = [file for file in view.files if file.kind is FileKind.SCAN]
    assert kept.name == "signed page.png"
    assert not asked.isVisible()


def test_both_sides_are_filled_in_from_the_paper(asked: SignDialog) -> None:
    client, own = asked.cards
    assert (client.signer.text(), client.capacity.text(), client.on.date()) == ("Ada Roe", "Director", TODAY)
    assert (own.signer.text(), own.capacity.text()) == ("Mara Lind", "Owner")
    assert asked.verb_button.isEnabled()
    assert not asked.confirm_form.isVisible()
    assert not asked.reason_form.isVisible()
    assert not asked.verdict_card.isVisible()


def test_only_the_ticked_sides_are_recorded(
    qtbot: QtBot,
    window: MainWindow,
    panel: PapersPanel,
    workspace: Workspace,
    asked: SignDialog,
    issued: str,
    settle: Settle,
) -> None:
    asked.cards[1].tick.click()
    assert not asked.cards[1].form.isEnabled()
    click(qtbot, asked.verb_button)
    settle()
    assert workspace.agreements.get(issued).row.state is AgreementState.SIGNED
    panel.issued_page.deeds.sign(panel.issued_page._view)  # type: ignore[arg-type]
    again = dialog(window, SignDialog)
    assert [card.side for card in again.cards] == [Side.CONSULTANT]
    again.cards[0].tick.click()
    assert not again.verb_button.isEnabled()


def test_problems_stand_beside_the_field_of_their_side(
    qtbot: QtBot, workspace: Workspace, asked: SignDialog, issued: str, settle: Settle
) -> None:
    client, own = asked.cards
    client.signer.clear()
    own.on.set_date(date(2026, 10, 11))
    click(qtbot, asked.verb_button)
    settle()
    assert asked.isVisible()
    assert client.form.problem_text("client_name") == "This needs some text."
    assert own.form.problem_text("consultant_on") == "This is before the paper was issued."
    assert workspace.agreements.get(issued).signatures == ()
    type_day(qtbot, own.on, "some day")
    click(qtbot, asked.verb_button)
    assert "can't be read as a date" in own.form.problem_text("consultant_on")
    assert client.form.problem_text("client_name") == ""


def test_a_scan_is_not_filed_before_it_is_confirmed(
    qtbot: QtBot, workspace: Workspace, asked: SignDialog, issued: str, scan: Path, settle: Settle
) -> None:
    asked.read(scan)
    assert not asked.verb_button.isEnabled()
    assert asked.verdict_card.texts() == ["Looking at the file…"]
    settle()
    content_id = workspace.agreements.get(issued).content_id
    assert content_id in asked.confirmed.text()
    assert asked.drop_area.facts_label.text().startswith("A PNG picture, ")
    click(qtbot, asked.verb_button)
    settle()
    assert (
        asked.confirm_form.problem_text("confirmed")
        == "Compare the content ID on its pages first, then confirm."
    )
    assert workspace.agreements.get(issued).row.state is AgreementState.ISSUED


def test_a_signed_file_shows_its_verdict_and_is_filed(
    qtbot: QtBot, workspace: Workspace, asked: SignDialog, issued: str, tmp_path: Path, settle: Settle
) -> None:
    asked.read(saved(tmp_path, made.signed_by_both(workspace.agreements.pdf(issued))))
    settle()
    told = asked.verdict_card.texts()
    assert told[0] == "Signed, and not changed since: the last signature covers the whole file."
    assert "The content ID matches SOW-2026-001 version 1." in told
    assert not asked.confirm_form.isVisible()
    assert asked.verdict_card.isVisible()
    press(qtbot, asked, Qt.Key.Key_Return)
    settle()
    view = workspace.agreements.get(issued)
    assert view.row.state is AgreementState.EXECUTED
    assert [event.kind for event in view.events].count(SigningKind.RECEIVED) == 2


def test_one_signature_in_the_file_is_the_clients_unless_said_otherwise(
    workspace: Workspace, asked: SignDialog, issued: str, tmp_path: Path, settle: Settle
) -> None:
    asked.read(saved(tmp_path, made.signed_by_client(workspace.agreements.pdf(issued))))
    settle()
    assert [card.is_ticked for card in asked.cards] == [True, False]
    assert not asked.reason_form.isVisible()
    asked.cards[1].tick.click()
    assert asked.verdict_card.texts()[0] == "1 of 2 signatures is in the file; the other is missing."
    assert asked.reason_form.isVisible()


def test_a_changed_file_is_red_and_waits_for_a_reason(
    qtbot: QtBot, workspace: Workspace, asked: SignDialog, issued: str, tmp_path: Path, settle: Settle
) -> None:
    asked.read(saved(tmp_path, made.whitened(made.signed_by_both(workspace.agreements.pdf(issued)))))
    settle()
    assert asked.verdict_card.texts()[0].startswith("Signed, and changed afterwards")
    click(qtbot, asked.verb_button)
    settle()
    assert asked.reason_form.problem_text("reason") == "Say why it is filed with this version all the same."
    qtbot.keyClicks(asked.reason, "Seen on paper at their office")
    click(qtbot, asked.verb_button)
    settle()
    view = workspace.agreements.get(issued)
    assert view.row.state is AgreementState.EXECUTED
    assert {e.reason for e in view.events if e.kind is SigningKind.RECEIVED} == {
        "Seen on paper at their office"
    }


def test_a_file_that_cannot_be_read_is_named_and_another_can_be_chosen(
    workspace: Workspace, asked: SignDialog, tmp_path: Path, scan: Path, settle: Settle, qtbot: QtBot
) -> None:
    asked.read(saved(tmp_path, b"", "empty.pdf"))
    settle()
    assert asked.drop_area.problem_label.text().startswith("This file is empty.")
    assert asked.verb_button.isEnabled()
    asked.drop_area.ask_file = lambda _parent, _title, _kinds: None
    click(qtbot, asked.drop_area.choose_button)
    asked.drop_area.ask_file = lambda _parent, _title, _kinds: scan
    click(qtbot, asked.drop_area.choose_button)
    settle()
    assert asked.drop_area.file_label.full_text() == "signed page.png"
    assert asked.drop_area.problem_label.isHidden()


def test_an_older_look_does_not_overtake_a_newer_one(
    asked: SignDialog, tmp_path: Path, scan: Path, settle: Settle
) -> None:
    asked.read(saved(tmp_path, b"", "empty.pdf"))
    asked.read(saved(tmp_path, b"GIF89a", "old.gif"))
    asked.read(scan)
    settle()
    assert asked.drop_area.file_label.full_text() == "signed page.png"
    assert asked.drop_area.problem_label.isHidden()


def test_a_copy_is_filed_with_a_paper_in_force(
    qtbot: QtBot,
    window: MainWindow,
    panel: PapersPanel,
    workspace: Workspace,
    issued: str,
    scan: Path,
    settle: Settle,
) -> None:
    workspace.agreements.mark_signed(issued, Side.CLIENT, "Ada Roe")
    workspace.agreements.mark_signed(issued, Side.CONSULTANT, "Mara Lind")
    panel.issued_page.deeds.sign(workspace.agreements.get(issued), scan)
    asked = dialog(window, SignDialog)
    settle()
    assert asked.cards == []
    assert asked.verb_button.text() == "File it"
    asked.confirmed.click()
    click(qtbot, asked.verb_button)
    settle()
    view = workspace.agreements.get(issued)
    assert [file.kind for file in view.files] == [FileKind.ISSUED, FileKind.SCAN]


@pytest.fixture
def elsewhere(
    window: MainWindow, panel: PapersPanel, workspace: Workspace, engagement: str
) -> ExternalDialog:
    """The dialog for a paper from elsewhere, begun for Birch."""
    made_for = workspace.engagements.get(engagement).client_id
    shown = ExternalDialog(
        workspace,
        window.messages,
        lambda: window.background,
        window,
        client_id=made_for,
        engagement_id=engagement,
    )
    shown.show()
    return shown


def fill(asked: ExternalDialog, **more: Any) -> None:
    asked.number.setText(more.get("number", "HP/2026-7"))
    asked.signed_on.set_date(more.get("signed_on", date(2026, 3, 2)))


def test_a_paper_from_elsewhere_is_filed_with_its_dates(
    qtbot: QtBot, workspace: Workspace, elsewhere: ExternalDialog, engagement: str, scan: Path, settle: Settle
) -> None:
    filed: list[str] = []
    elsewhere.filed.connect(filed.append)
    assert not elsewhere.verb_button.isEnabled()
    drop(elsewhere, scan)
    settle()
    assert elsewhere.paper_title.text() == "signed page"
    assert (elsewhere.client_signer.text(), elsewhere.own_signer.text()) == ("Ada Roe", "Mara Lind")
    fill(elsewhere)
    elsewhere.ends_on.set_date(date(2026, 12, 31))
    elsewhere.net.setText("18000.00")
    elsewhere.rounds.setText("2")
    elsewhere.hours.setText("12")
    (row,) = elsewhere.promised.rows
    row.on.set_date(date(2026, 11, 10))
    elsewhere.promised.add_button.click()
    elsewhere.promised.rows[1].title.setText("Spring review")
    elsewhere.promised.rows[1].on.set_date(date(2026, 12, 1))
    click(qtbot, elsewhere.verb_button)
    settle()
    (agreement_id,) = filed
    view = workspace.agreements.get(agreement_id)
    assert (view.row.origin, view.row.state) == (PaperOrigin.EXTERNAL, AgreementState.EXECUTED)
    assert (view.row.number, view.row.net) == ("HP/2026-7", Decimal("18000.00"))
    assert view.row.engagement_id == engagement
    expected = {m.title: m.expected_on for m in workspace.engagements.get(engagement).milestones}
    assert expected == {"Draft report": date(2026, 11, 10), "Spring review": date(2026, 12, 1)}
    assert not elsewhere.isVisible()


def test_what_is_missing_is_said_beside_its_field(
    qtbot: QtBot, workspace: Workspace, elsewhere: ExternalDialog, scan: Path, settle: Settle
) -> None:
    elsewhere.read(scan)
    settle()
    fill(elsewhere, number="")
    elsewhere.net.setText("12.345")
    elsewhere.currency.setText("EUR")
    elsewhere.ends_on.set_date(date(2020, 1, 1))
    click(qtbot, elsewhere.verb_button)
    settle()
    told = {
        name: form.problem_text(name)
        for form in elsewhere.forms
        for name in form.names()
        if form.problem_text(name)
    }
    assert told == {
        "number": "This needs some text.",
        "net": "This has more decimals than the currency.",
        "ends_on": "The end is before the start.",
    }
    assert elsewhere.number.hasFocus()
    assert workspace.agreements.list_all() == []
    type_day(qtbot, elsewhere.signed_on, "in spring")
    type_day(qtbot, elsewhere.promised.rows[0].on, "soon")
    click(qtbot, elsewhere.verb_button)
    told = {name for form in elsewhere.forms for name in form.names() if form.problem_text(name)}
    assert told == {"signed_on", "promised"}


def test_a_standing_agreement_stands_for_the_client_as_a_whole(
    qtbot: QtBot, workspace: Workspace, elsewhere: ExternalDialog, scan: Path, settle: Settle
) -> None:
    filed: list[str] = []
    elsewhere.filed.connect(filed.append)
    elsewhere.kind.set_value(AgreementKind.MASTER_AGREEMENT)
    assert elsewhere.governing.isChecked()
    assert elsewhere.engagement.value() == NONE
    assert elsewhere.promised.rows == []
    elsewhere.read(scan)
    settle()
    fill(elsewhere)
    click(qtbot, elsewhere.verb_button)
    settle()
    view = workspace.agreements.get(filed[0])
    assert view.row.kind is AgreementKind.MASTER_AGREEMENT
    assert view.document["is_governing"]


def test_a_new_engagement_needs_a_title(
    qtbot: QtBot, workspace: Workspace, elsewhere: ExternalDialog, engagement: str, scan: Path, settle: Settle
) -> None:
    filed: list[str] = []
    elsewhere.filed.connect(filed.append)
    elsewhere.read(scan)
    settle()
    fill(elsewhere)
    elsewhere.engagement.set_value(NEW)
    assert elsewhere.new_form.isVisible()
    click(qtbot, elsewhere.verb_button)
    assert elsewhere.new_form.problem_text("new_engagement") == "This needs some text."
    elsewhere.new_title.setText("Spring work")
    click(qtbot, elsewhere.verb_button)
    settle()
    about = workspace.agreements.get(filed[0]).row.engagement_id
    assert about != engagement
    assert workspace.engagements.get(about).title == "Spring work"


def test_a_signed_file_from_elsewhere_gives_its_day(
    workspace: Workspace, elsewhere: ExternalDialog, engagement: str, tmp_path: Path, settle: Settle
) -> None:
    pdf = workspace.agreements.engagement_pdf(engagement)
    elsewhere.read(saved(tmp_path, made.sign(pdf, "seal", made.self_signed("Ada Roe"))))
    settle()
    assert elsewhere.signed_on.date() == TODAY
    assert elsewhere.verdict_card.texts()[0].startswith("Signed, and not changed since")


def test_an_unreadable_file_from_elsewhere_is_named(
    elsewhere: ExternalDialog, tmp_path: Path, settle: Settle
) -> None:
    elsewhere.read(saved(tmp_path, b"", "empty.pdf"))
    settle()
    assert elsewhere.drop_area.problem_label.text().startswith("This file is empty.")
    assert not elsewhere.verb_button.isEnabled()


def test_problems_of_signers_and_unknown_ones_find_a_place(elsewhere: ExternalDialog) -> None:
    problems = [
        Problem("signers.0.name", "too_long", {"max_length": 200}),
        Problem("signers.1.name", "blank"),
    ]
    assert elsewhere.show_problems(problems)
    told = {name for form in elsewhere.forms for name in form.names() if form.problem_text(name)}
    assert told == {"client_signer", "own_signer"}
    assert not elsewhere.show_problems([Problem("file_name", "too_long", {"max_length": 300})])


def test_a_verdict_is_read_out_with_its_weight(qtbot: QtBot) -> None:
    card = VerdictCard()
    qtbot.addWidget(card)
    card.show_remarks([Remark(Level.STOP, "Broken."), Remark(Level.NOTE, "<b>As</b> it is.")])
    assert card.accessibleName() == "Broken.\n<b>As</b> it is."
    card.show_remarks(())
    assert card.isHidden()
