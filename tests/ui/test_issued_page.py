"""The page of an issued paper in the real window: steps, signatures, money, record, and what must not happen."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QScrollArea, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from clientdesk.models.enums import AgreementKind, AgreementState, Side, SigningKind
from clientdesk.models.tables import Agreement
from clientdesk.models.views.agreements import SigningEventView
from clientdesk.models.views.signing import Change, Seal, SealState, Verdict
from clientdesk.services.workspace import Workspace
from clientdesk.store.unit_of_work import fetch
from clientdesk.ui.main_window import MainWindow
from clientdesk.ui.panels.papers import PapersPanel
from clientdesk.ui.panels.papers.issued_page import MONEY, RECORD, IssuedPage
from clientdesk.ui.panels.papers.log_timeline import event_words
from clientdesk.ui.panels.papers.option_dialog import OptionDialog
from clientdesk.ui.panels.papers.sign_dialog import SignDialog
from clientdesk.ui.panels.papers.template_dialogs import SaveTemplateDialog
from clientdesk.ui.widgets.confirm import Confirmation
from tests.helpers.fakes import FixedClock
from tests.helpers.papers_window import click, dialog, drop

TODAY = date(2026, 10, 12)


def step(qtbot: QtBot, page: IssuedPage, name: str) -> None:
    click(qtbot, page.standing.step_buttons[name])


def offered(page: IssuedPage) -> list[str]:
    return [name for name, made in page.standing.step_buttons.items() if made.isVisible()]


def in_menu(page: IssuedPage) -> dict[str, QAction]:
    return {
        action.objectName().removesuffix("_action"): action
        for action in page.menu.actions()
        if not action.isSeparator()
    }


def _named(widget: QWidget, name: str) -> QAbstractButton:
    found = widget.findChild(QAbstractButton, name)
    assert isinstance(found, QAbstractButton)
    return found


def sign_both(workspace: Workspace, agreement_id: str) -> None:
    workspace.agreements.mark_signed(agreement_id, Side.CLIENT, "Ada Roe")
    workspace.agreements.mark_signed(agreement_id, Side.CONSULTANT, "Mara Lind")


@pytest.fixture
def page(panel: PapersPanel, issued: str) -> IssuedPage:
    return panel.issued_page


def test_it_shows_facts_and_no_fields(workspace: Workspace, page: IssuedPage, issued: str) -> None:
    view = workspace.agreements.get(issued)
    facts = page.standing.facts
    assert facts.value("kind") == "Statement of work"
    assert facts.value("number") == "SOW-2026-001, version 1"
    assert facts.value("content_id") == view.content_id
    assert facts.value("fingerprint").replace(" ", "") == view.fingerprint
    assert page.preview.page_count() >= 2
    assert page.state_chip.text() == "Issued, since today"
    assert page.print_button.text() == "Print for signing…"
    assert page.standing.next_label.text().startswith("Not sent yet. Print two copies")
    assert [each for each in page.findChildren(QLineEdit) if not each.isReadOnly()] == []


def test_sent_then_signed_by_both_is_in_force(
    qtbot: QtBot,
    workspace: Workspace,
    window: MainWindow,
    page: IssuedPage,
    engagement: str,
    issued: str,
    settle: Callable[[], None],
) -> None:
    step(qtbot, page, "sent")
    assert workspace.agreements.get(issued).row.state is AgreementState.SENT
    assert offered(page) == ["signed"]
    assert page.standing.next_label.text().startswith("Waiting for Birch & Co.")
    step(qtbot, page, "signed")
    asked = dialog(window, SignDialog)
    click(qtbot, asked.verb_button)
    settle()
    assert page.state_chip.text() == "In force"
    assert page.standing.signatures.value("client_signature") == "Ada Roe, Mon 12 Oct"
    assert page.standing.signatures.value("own_signature") == "Mara Lind, Mon 12 Oct"
    (milestone,) = workspace.engagements.get(engagement).milestones
    assert milestone.expected_on == date(2026, 11, 17)
    assert offered(page) == ["change_order", "addendum"]
    assert not {"version", "withdraw", "decline"} & set(in_menu(page))
    assert page.print_button.text() == "Print…"


def test_one_signature_says_whose_is_missing(
    workspace: Workspace, panel: PapersPanel, page: IssuedPage, issued: str
) -> None:
    workspace.agreements.mark_signed(issued, Side.CLIENT, "Ada Roe")
    assert page.standing.next_label.text().startswith("Birch & Co has signed; your signature is missing.")
    assert page.standing.signatures.value("own_signature") == "not yet"


def test_a_dropped_file_opens_the_signatures(
    window: MainWindow, page: IssuedPage, tmp_path: Path, settle: Callable[[], None]
) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(b"%PDF-1.4\n%%EOF\n")
    drop(page, path)
    settle()
    assert dialog(window, SignDialog).drop_area.file_label.full_text() == "scan.pdf"


@pytest.mark.parametrize(
    ("name", "state"), [("withdraw", AgreementState.WITHDRAWN), ("decline", AgreementState.DECLINED)]
)
def test_withdrawn_and_declined_ask_first(
    workspace: Workspace, window: MainWindow, page: IssuedPage, issued: str, name: str, state: AgreementState
) -> None:
    asked: list[str] = []

    def refuse(question: Confirmation) -> bool:
        asked.append(question.title)
        return False

    window.messages.confirmer = refuse
    in_menu(page)[name].trigger()
    assert workspace.agreements.get(issued).row.state is AgreementState.ISSUED
    window.messages.confirmer = lambda _question: True
    in_menu(page)[name].trigger()
    assert workspace.agreements.get(issued).row.state is state
    assert len(asked) == 1
    assert offered(page) == ["version"]


def test_a_change_order_is_begun_once_and_opened_again(
    qtbot: QtBot,
    workspace: Workspace,
    panel: PapersPanel,
    page: IssuedPage,
    issued: str,
    settle: Callable[[], None],
) -> None:
    sign_both(workspace, issued)
    step(qtbot, page, "change_order")
    settle()
    assert panel.stack.currentWidget() is panel.composer
    begun = panel.composer.agreement_id
    assert workspace.agreements.get(begun).row.kind is AgreementKind.CHANGE_ORDER
    panel.open_agreement(issued)
    (row,) = page.standing.link_rows.values()
    assert row.accessibleName() == "Change order, Draft"
    step(qtbot, page, "change_order")
    assert panel.composer.agreement_id == begun
    panel.open_agreement(issued)
    row.setFocus()
    qtbot.keyClick(next(iter(page.standing.link_rows.values())), Qt.Key.Key_Return)
    assert panel.composer.agreement_id == begun


def test_payments_are_marked_and_taken_back(
    qtbot: QtBot,
    workspace: Workspace,
    window: MainWindow,
    panel: PapersPanel,
    draft: str,
    settle: Callable[[], None],
) -> None:
    document = workspace.agreements.get(draft).document
    document["fees"]["payments"] = [
        {"tied_to": "signature", "percent": 4000},
        {"tied_to": "M1", "percent": 6000},
    ]
    panel.composer.leave()
    workspace.agreements.save_draft(draft, document)
    workspace.agreements.issue(draft)
    sign_both(workspace, draft)
    panel.open_agreement(draft)
    page = panel.issued_page
    settle()
    facts = page.standing.facts
    assert facts.findChild(QLabel, "sent").isHidden()
    assert facts.findChild(QLabel, "until").isHidden()
    page.tabs.setCurrentIndex(MONEY)
    assert page.money.value.text("total").replace(",", "") == "€7200.00"
    assert page.money.value.text("original") == ""
    first, second = page.money.payments.rows.values()
    assert first.state_label.text() == "due since Mon 12 Oct, to be invoiced"
    assert second.state_label.text() == "not due yet"
    click(qtbot, first.invoiced_button)
    settle()
    first = next(iter(page.money.payments.rows.values()))
    assert first.state_label.text() == "invoiced Mon 12 Oct, to be paid by Mon 26 Oct"
    click(qtbot, first.paid_button)
    first = next(iter(page.money.payments.rows.values()))
    assert (first.state_label.text(), first.paid_button.isChecked()) == ("paid Mon 12 Oct", True)
    window.undo()
    settle()
    first = next(iter(page.money.payments.rows.values()))
    assert (first.paid_button.isChecked(), first.invoiced_button.isChecked()) == (False, True)
    click(qtbot, first.invoiced_button)
    assert workspace.agreements.get(draft).payments[0].invoiced_on is None


def test_rounds_and_hours_stand_beside_the_money(
    workspace: Workspace, panel: PapersPanel, page: IssuedPage, engagement: str, issued: str
) -> None:
    sign_both(workspace, issued)
    workspace.engagements.update(engagement, hours_a_month=Decimal(12))
    panel.open_agreement(issued)
    (deliverable,) = workspace.engagements.get(engagement).deliverables
    assert page.money.rounds is not None
    assert page.money.rounds.value(deliverable.deliverable_id) == "0 used of 2"
    assert page.money.retainer_label.text() == "12 h left of 12 h this month"


def test_the_record_shows_files_and_what_happened(
    workspace: Workspace,
    window: MainWindow,
    panel: PapersPanel,
    page: IssuedPage,
    issued: str,
    tmp_path: Path,
    settle: Callable[[], None],
    said: list[str],
) -> None:
    workspace.agreements.mark_sent(issued)
    page.tabs.setCurrentIndex(RECORD)
    assert [row.sentence for row in page.record.log.rows] == [
        "Issued: text, number and content ID are frozen.",
        "Marked as sent.",
    ]
    (kept,) = workspace.agreements.get(issued).files
    places = [tmp_path / "log.json", tmp_path / "copy.pdf"]
    page.deeds.choose_place = lambda parent, title, name: places.pop()  # noqa: ARG005
    _named(page.record.files, "save_file_button").click()
    settle()
    assert (tmp_path / "copy.pdf").read_bytes() == workspace.agreements.pdf(issued)
    assert said[-1] == "Saved as copy.pdf."
    opened: list[QUrl] = []

    def show(url: QUrl) -> bool:
        opened.append(url)
        return True

    page.deeds.show_file = show
    asked: list[str] = []
    window.messages.confirmer = lambda question: bool(asked.append(question.title))
    _named(page.record.files, "show_file_button").click()
    settle()
    assert (asked, opened) == (["Open SOW-2026-001-v1.pdf?"], [])
    window.messages.confirmer = lambda _question: True
    _named(page.record.files, "show_file_button").click()
    settle()
    assert Path(opened[0].toLocalFile()).read_bytes() == (tmp_path / "copy.pdf").read_bytes()
    page.record.log.export_button.click()
    settle()
    assert len(json.loads((tmp_path / "log.json").read_text())["events"]) == 2
    assert kept.sha256[:16] in page.record.log.rows[0].accessibleName()


def test_a_changed_paper_is_shown_as_such_and_never_printed(
    workspace: Workspace, panel: PapersPanel, page: IssuedPage, issued: str, settle: Callable[[], None]
) -> None:
    with workspace.store.writing("Tamper", undoable=False) as session:
        content = fetch(session, Agreement, issued).content
        assert content is not None
        changed = content.replace(b"7200.00", b"1200.00")
        session.execute(text("UPDATE agreement SET content = :c WHERE id = :i"), {"c": changed, "i": issued})
    panel.show_list()
    panel.open_agreement(issued)
    settle()
    (alarm,) = page.standing.alarms.banners()
    assert alarm.text().startswith("This paper was changed outside ClientDesk: its text")
    for made in (page.print_button, page.export_button):
        assert not made.isEnabled()
    assert offered(page) == []
    page.print_paper()
    page.export_paper()
    settle()
    assert "aren't shown" in page.preview.message_label.text()


@pytest.mark.parametrize(
    ("column", "value", "named"),
    [
        ("number", "SOW-2026-099", "its number"),
        ("issued_on", "2026-10-01", "its date"),
        ("state", "executed", ""),
    ],
)
def test_the_alarm_names_what_was_changed(
    workspace: Workspace,
    panel: PapersPanel,
    page: IssuedPage,
    issued: str,
    column: str,
    value: str,
    named: str,
) -> None:
    with workspace.store.writing("Tamper", undoable=False) as session:
        session.execute(
            text(f"UPDATE agreement SET {column} = :v WHERE id = :i"),  # noqa: S608
            {"v": value, "i": issued},
        )
    panel.show_list()
    panel.open_agreement(issued)
    (alarm,) = page.standing.alarms.banners()
    assert named in alarm.text()
    assert "  " not in alarm.text()


def test_letters_have_fewer_steps(
    qtbot: QtBot, workspace: Workspace, panel: PapersPanel, page: IssuedPage, issued: str, engagement: str
) -> None:
    agreements = workspace.agreements
    report = agreements.create(engagement, kind=AgreementKind.STATUS_REPORT)
    parties = {key: agreements.get(issued).document[key] for key in ("consultant", "client", "project_title")}
    agreements.save_draft(
        report,
        agreements.get(report).document
        | parties
        | {
            "period_start": "2026-10-05",
            "period_end": "2026-10-12",
            "summary": "All is well.",
            "done": ["Begun"],
        },
    )
    agreements.issue(report)
    panel.open_agreement(report)
    assert offered(page) == ["sent"]
    assert not page.standing.signatures.isVisible()
    assert not page.tabs.isTabVisible(MONEY)
    assert page.print_button.text() == "Print…"
    step(qtbot, page, "sent")
    assert offered(page) == []
    assert page.standing.next_label.text() == "Sent. There is nothing left to do."


def test_a_proposal_becomes_a_statement_of_work(
    qtbot: QtBot, workspace: Workspace, window: MainWindow, panel: PapersPanel, engagement: str, issued: str
) -> None:
    agreements = workspace.agreements
    proposal = agreements.create(engagement, kind=AgreementKind.PROPOSAL)
    agreements.save_draft(
        proposal,
        agreements.get(issued).document
        | {
            "printed_title": "Proposal",
            "approach": "Step by step.",
            "options": [
                {"title": "Small", "text": "Less", "price": "5000"},
                {"title": "Large", "text": "More", "price": "9000", "is_recommended": True},
            ],
        },
    )
    agreements.issue(proposal)
    panel.open_agreement(proposal)
    step(qtbot, panel.issued_page, "statement")
    asked = dialog(window, OptionDialog)
    assert asked.option.currentText().startswith("Large")
    asked.option.set_value(0)
    click(qtbot, asked.verb_button)
    made = agreements.get(panel.composer.agreement_id)
    assert made.row.kind is AgreementKind.STATEMENT_OF_WORK
    assert Decimal(made.document["fees"]["lines"][0]["unit_price"]) == 5000


def test_duplicate_and_template(
    qtbot: QtBot, workspace: Workspace, window: MainWindow, panel: PapersPanel, page: IssuedPage, issued: str
) -> None:
    in_menu(page)["template"].trigger()
    asked = dialog(window, SaveTemplateDialog)
    asked.name_field.setText("Audit in short")
    click(qtbot, asked.verb_button)
    assert "Audit in short" in [each.name for each in workspace.templates.list()]
    in_menu(page)["duplicate"].trigger()
    assert panel.stack.currentWidget() is panel.composer
    copy = workspace.agreements.get(panel.composer.agreement_id)
    assert (copy.row.number, copy.document["starts_on"]) == ("", None)


def test_printing_offers_to_mark_as_sent(
    workspace: Workspace, window: MainWindow, panel: PapersPanel, page: IssuedPage, issued: str
) -> None:
    asked: list[int] = []

    def print_paper(_id: str, _title: str, copies: int, done: Callable[[], object] | None) -> None:
        asked.append(copies)
        assert done is not None
        done()

    panel.output.print_paper = print_paper  # type: ignore[assignment, method-assign]
    window.print_current()
    assert asked == [2]
    (banner,) = window.banners.banners()
    (verb,) = [made for made in banner.findChildren(QAbstractButton) if made.text() == "Mark as sent"]
    verb.click()
    assert workspace.agreements.get(issued).row.state is AgreementState.SENT


def test_a_broken_file_from_elsewhere_leaves_the_page_standing(
    workspace: Workspace,
    panel: PapersPanel,
    engagement: str,
    issued: str,
    tmp_path: Path,
    settle: Callable[[], None],
) -> None:
    client_id = workspace.engagements.get(engagement).client_id
    broken = b"%PDF-1.7\n1 0 obj << /Type /Catalog /Pages 9 0 R >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF"
    shown = []
    for name, data in (("broken.pdf", broken), ("letter.png", b"\x89PNG\r\n\x1a\n" + bytes(64))):
        path = tmp_path / name
        path.write_bytes(data)
        paper = workspace.signing.file_external(
            client_id,
            engagement,
            path,
            {
                "project_title": "Old paper",
                "number": f"X-{name}",
                "signed_on": "2026-10-01",
                "signers": [
                    {"side": "client", "name": "Ada Roe", "on": "2026-10-01"},
                    {"side": "consultant", "name": "Mara Lind", "on": "2026-10-01"},
                ],
            },
        )
        panel.open_agreement(paper)
        settle()
        shown.append(panel.issued_page.preview.message_label.text())
        assert panel.issued_page.preview.page_count() == 0
        assert panel.issued_page.standing.facts.value("issued") == "elsewhere; signed Thu 1 Oct"
        assert panel.issued_page.standing.facts.value("period") == "no end agreed"
        said = [event_words(event, TODAY) for event in workspace.signing.log(paper)]
        assert said[:2] == [
            f"Signed elsewhere by {who} on Thu 1 Oct; filed here as it came."
            for who in ("Ada Roe for the client", "Mara Lind for you")
        ]
        assert "duplicate" not in in_menu(panel.issued_page)
        panel.issued_page.refresh()
        assert not panel.issued_page.export_button.isEnabled()
    panel.open_agreement(issued)
    assert panel.issued_page.export_button.isEnabled()
    assert shown[0] == "This file can't be shown as pages. It is kept as it came."
    assert shown[1] == "The kept file isn't a PDF. It stands under Record, as it came."


def test_a_page_that_is_read_again_keeps_its_tab(
    workspace: Workspace, panel: PapersPanel, page: IssuedPage, issued: str, clock: FixedClock
) -> None:
    page.tabs.setCurrentIndex(RECORD)
    clock.advance(days=2)
    page.refresh()
    assert page.tabs.currentIndex() == RECORD
    assert page.state_chip.text() == "Issued, 2 days"


def test_everything_that_can_be_used_has_a_name(
    workspace: Workspace, panel: PapersPanel, page: IssuedPage, issued: str
) -> None:
    sign_both(workspace, issued)
    for tab in range(3):
        page.tabs.setCurrentIndex(tab)
        for made in page.findChildren(QAbstractButton):
            if made.isVisible() and not made.objectName().startswith("qt_"):
                assert made.objectName(), made.text()
                assert made.accessibleName(), made.objectName()


@pytest.mark.parametrize("width", [900, 1240])
def test_nothing_is_cut_off_at_the_side(
    workspace: Workspace, window: MainWindow, panel: PapersPanel, page: IssuedPage, issued: str, width: int
) -> None:
    sign_both(workspace, issued)
    window.resize(width, 700)
    for tab in range(3):
        page.tabs.setCurrentIndex(tab)
        area = page.parts.currentWidget()
        assert isinstance(area, QScrollArea)
        assert area.widget().minimumSizeHint().width() <= area.viewport().width(), tab


def test_a_verdict_stands_in_words_beside_its_line(workspace: Workspace, page: IssuedPage) -> None:
    changed = Seal("Client", signer="Ada Roe", is_intact=True, change=Change.OTHER)
    event = SigningEventView(
        event_id="1",
        kind=SigningKind.RECEIVED,
        at=workspace.clock.now(),
        zone="Europe/Paris",
        side=Side.CLIENT,
        signer="Ada Roe",
        capacity="Director",
        signed_on=TODAY,
        content_id="",
        file_id=None,
        file_hash="ab" * 32,
        verdict=Verdict(SealState.CHANGED, (changed,)).as_plain(),
        reason="They sent it twice",
        entered_by="Mara Lind",
        note="",
    )
    page.record.log.show_events([event], TODAY)
    (row,) = page.record.log.rows
    assert row.sentence == (
        "Electronically signed file received: signed by Ada Roe, Director for the client on Mon 12 Oct."
    )
    said = row.verdict.texts()
    assert said == [remark.text for remark in workspace.signing.remarks_of(event)]
    assert any("Ada Roe" in each for each in said)
    for part in (*said, "Reason: They sent it twice", "File SHA-256 abababababababab…"):
        assert part in row.accessibleName()
