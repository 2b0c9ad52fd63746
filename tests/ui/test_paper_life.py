"""The whole life of papers, driven through the window by mouse and keys; the store is only read, to assert.

Draft, checks, issued, printed, sent, signed by one side, executed with a scan; a change order that moves the plan
and leaves the old baseline; a version superseded; papers declined, withdrawn, expired.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QWidget
from pytestqt.qtbot import QtBot
from sqlmodel import select

from clientdesk.models.enums import AgreementKind, AgreementState, FileKind, Side, SigningKind
from clientdesk.models.tables import MilestoneBaseline
from clientdesk.models.views.agreements import AgreementRowView, AgreementView
from clientdesk.services.workspace import Workspace
from clientdesk.ui.main_window import MainWindow
from clientdesk.ui.panels.papers import PapersPanel
from clientdesk.ui.panels.papers.issue_dialog import IssueDialog
from clientdesk.ui.panels.papers.issued_page import MONEY
from clientdesk.ui.panels.papers.new_paper import NewPaperDialog
from clientdesk.ui.panels.papers.rows_editor import RowsEditor
from clientdesk.ui.panels.papers.sign_dialog import SignDialog
from clientdesk.ui.panels.today.rows import PaperRow
from clientdesk.ui.printing import PrintWish
from tests.helpers.fakes import FixedClock
from tests.helpers.papers_window import click, dialog, drop, field, rows, write

Settle = Callable[[], None]


class Hands:
    """What a user does in the papers panel, and how a test reads what came of it."""

    def __init__(self, qtbot: QtBot, workspace: Workspace, window: MainWindow, settle: Settle) -> None:
        found = window.panel("papers")
        assert isinstance(found, PapersPanel)
        self.qtbot, self.workspace, self.window, self.settle, self.panel = (
            qtbot,
            workspace,
            window,
            settle,
            found,
        )

    def papers(self) -> list[AgreementRowView]:
        return self.workspace.agreements.list_all()

    def paper(self) -> AgreementView:
        """The one in view."""
        page = self.panel.stack.currentWidget()
        return self.workspace.agreements.get(page.agreement_id)  # type: ignore[union-attr]

    def begin(self, words: str) -> None:
        """A new paper from the list, for the engagement that the words find."""
        self.window.show_place("papers")
        self.panel.show_list()
        page = self.panel.list_page
        if page.new_button.isVisible():
            self.qtbot.keyClick(page.table, Qt.Key.Key_N)
        else:
            click(self.qtbot, page.empty.buttons[0])
        asked = dialog(self.window, NewPaperDialog)
        self.qtbot.keyClicks(asked.filter_field, words)
        self.qtbot.keyClick(asked.filter_field, Qt.Key.Key_Return)
        self.settle()
        assert self.panel.stack.currentWidget() is self.panel.composer

    def section(self, key: str) -> None:
        """Click a section in the rail."""
        composer = self.panel.composer
        rail = composer.rail
        keys = [rail.item(n).data(int(Qt.ItemDataRole.UserRole) + 3) for n in range(rail.count())]
        item = rail.item(keys.index(key))
        rail.scrollToItem(item)
        self.qtbot.mouseClick(
            rail.viewport(), Qt.MouseButton.LeftButton, pos=rail.visualItemRect(item).center()
        )
        assert composer.current_section().key == key

    def fill(self, section: str, path: str, words: str) -> None:
        self.section(section)
        box = field(self.panel, section, path)
        assert box.isVisible()
        write(self.qtbot, box, words)
        self.settle()

    def row(self, section: str, path: str) -> RowsEditor:
        """A new row, by its button."""
        self.section(section)
        editor = rows(self.panel, section, path)
        QTest.qWait(0)
        click(self.qtbot, editor.add_button)
        return editor

    def choose(self, entry: QWidget, words: str) -> None:
        """Choose in a list by typing what it begins with."""
        entry.setFocus()
        self.qtbot.keyClicks(entry, words)
        self.qtbot.keyClick(entry, Qt.Key.Key_Return)

    def issue(self, what_changed: str = "") -> None:
        click(self.qtbot, self.panel.composer.head.issue_button)
        self.settle()
        asked = dialog(self.window, IssueDialog)
        if what_changed:
            self.qtbot.keyClicks(asked.what_changed, what_changed)
        click(self.qtbot, asked.verb_button)
        self.settle()
        assert self.panel.stack.currentWidget() is self.panel.issued_page

    def step(self, name: str) -> None:
        click(self.qtbot, self.panel.issued_page.standing.step_buttons[name])
        self.settle()

    def from_menu(self, name: str) -> None:
        """Choose from the menu of three dots."""
        menu = self.panel.issued_page.menu
        (action,) = [each for each in menu.actions() if each.objectName() == f"{name}_action"]
        menu.popup(self.window.mapToGlobal(QPoint(10, 10)))
        _click_action(self.qtbot, menu, action)
        self.settle()

    def sign(self, *sides: Side) -> None:
        """Mark as signed by these sides, without a file."""
        self.step("signed")
        asked = dialog(self.window, SignDialog)
        for card in asked.cards:
            if card.side not in sides:
                _tick(self.qtbot, card.tick)
        click(self.qtbot, asked.verb_button)
        self.settle()

    def sentence(self) -> str:
        return self.panel.issued_page.standing.next_label.text()


def _click_action(qtbot: QtBot, menu: Any, action: QAction) -> None:
    qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())


def _tick(qtbot: QtBot, box: QCheckBox) -> None:
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(10, box.height() // 2))


@pytest.fixture
def hands(qtbot: QtBot, workspace: Workspace, window: MainWindow, settle: Settle) -> Hands:
    return Hands(qtbot, workspace, window, settle)


@pytest.fixture
def printed(hands: Hands, tmp_path: Path) -> list[tuple[str, int]]:
    """What the system's print dialog was asked; it prints into a file."""
    asked: list[tuple[str, int]] = []

    def ask(_parent: QWidget, title: str, copies: int) -> tuple[PrintWish, None]:
        asked.append((title, copies))
        return PrintWish("", tmp_path / "printed.pdf", copies, ()), None

    hands.panel.output._run.desk.ask = ask  # type: ignore[method-assign, assignment]
    return asked


def test_from_draft_to_expiry(
    hands: Hands,
    workspace: Workspace,
    window: MainWindow,
    engagement: str,
    printed: list[tuple[str, int]],
    clock: FixedClock,
    tmp_path: Path,
) -> None:
    _drafted_checked_and_issued(hands)
    _printed_sent_and_seen_on_today(hands, window, printed)
    first = _signed_and_executed_with_a_scan(hands, clock, tmp_path)
    _changed_by_an_order(hands, clock, engagement, first)
    _superseded_declined_withdrawn_and_expired(hands, window, clock)
    assert workspace.agreements.verify_all() == []


def _drafted_checked_and_issued(hands: Hands) -> None:
    hands.begin("advice")
    hands.fill("signatures", "client.signatory", "")
    click(hands.qtbot, hands.panel.composer.head.issue_button)
    hands.settle()
    assert hands.panel.composer.checks.lines()[0] == "◆  Client, for the client: This is needed."
    assert hands.paper().row.state is AgreementState.DRAFT
    hands.fill("signatures", "client.signatory", "Ada Roe")
    hands.issue()
    view = hands.paper()
    assert (view.row.state, view.row.number) == (AgreementState.ISSUED, "SOW-2026-001")
    assert [kept.kind for kept in view.files] == [FileKind.ISSUED]
    assert hands.sentence().startswith("Not sent yet.")


def _printed_sent_and_seen_on_today(hands: Hands, window: MainWindow, printed: list[tuple[str, int]]) -> None:
    window.activateWindow()
    click(hands.qtbot, hands.panel.issued_page.print_button)
    hands.settle()
    assert printed == [("SOW-2026-001 version 1", 2)]
    (verb,) = [made for made in window.banners.findChildren(QAbstractButton) if made.text() == "Mark as sent"]
    click(hands.qtbot, verb)
    paper = hands.paper()
    assert paper.row.state is AgreementState.SENT
    click(hands.qtbot, window.sidebar.button("today"))
    assert window.current_place() == "today"
    (row,) = [each for each in window.today_panel.findChildren(PaperRow) if not each.isHidden()]
    assert "waits for the signature of Birch & Co" in row.accessibleName()
    hands.qtbot.keyClick(row, Qt.Key.Key_Return)
    assert window.current_place() == "papers"
    assert hands.paper().row.agreement_id == paper.row.agreement_id


def _signed_and_executed_with_a_scan(hands: Hands, clock: FixedClock, tmp_path: Path) -> str:
    clock.advance(days=1)
    hands.sign(Side.CONSULTANT)
    assert hands.paper().row.state is AgreementState.SIGNED
    assert hands.sentence().startswith("You have signed; the signature of Birch & Co is missing.")
    clock.advance(days=2)
    scan = tmp_path / "signed by both.pdf"
    scan.write_bytes((tmp_path / "printed.pdf").read_bytes() + b"% scanned\n")
    drop(hands.panel.issued_page, scan)
    hands.settle()
    asked = dialog(hands.window, SignDialog)
    click(hands.qtbot, asked.verb_button)
    hands.settle()
    assert asked.isVisible()  # somebody has to confirm that it is this version
    _tick(hands.qtbot, asked.confirmed)
    click(hands.qtbot, asked.verb_button)
    hands.settle()
    view = hands.paper()
    assert view.row.state is AgreementState.EXECUTED
    assert {each.side: each.on for each in view.signatures} == {
        Side.CONSULTANT: date(2026, 10, 13),
        Side.CLIENT: date(2026, 10, 15),
    }
    assert view.row.executed_on == date(2026, 10, 15)
    kept = next(each for each in view.files if each.kind is FileKind.SCAN)
    assert kept.sha256 == hashlib.sha256(scan.read_bytes()).hexdigest()
    assert [event.kind for event in view.events] == [
        SigningKind.ISSUED,
        SigningKind.SENT,
        SigningKind.TOLD,
        SigningKind.PAPER_SCAN,
        SigningKind.EXECUTED,
    ]
    (milestone,) = hands.workspace.engagements.get(view.row.engagement_id).milestones
    assert (milestone.expected_on, milestone.agreed_on) == (date(2026, 11, 17), date(2026, 11, 17))
    assert hands.panel.issued_page.state_chip.text() == "In force"
    return view.row.agreement_id


def _changed_by_an_order(hands: Hands, clock: FixedClock, engagement: str, first: str) -> None:
    hands.step("change_order")
    draft = hands.paper()
    assert (draft.row.kind, draft.row.amends_id) == (AgreementKind.CHANGE_ORDER, first)
    hands.fill("paper", "requested_by", "Ada Roe")
    hands.fill("paper", "requested_on", "15.10.2026")
    hands.fill("paper", "reason", "A second shop is to be looked at")
    change = hands.row("changes", "changes")
    hands.choose(change.boxes["ref"].entry, "D1")
    write(hands.qtbot, change.boxes["before"], "One shop")
    write(hands.qtbot, change.boxes["after"], "Two shops")
    move = hands.row("new", "moves")
    hands.choose(move.boxes["ref"].entry, "M1")
    write(hands.qtbot, move.boxes["after_on"], "24.11.2026")
    hands.fill("new", "days_added", "7")
    fee = hands.row("money", "fee_lines")
    write(hands.qtbot, fee.boxes["text"], "Second shop")
    write(hands.qtbot, fee.boxes["amount"], "1200")
    hands.settle()
    hands.issue()
    order = hands.paper()
    assert order.row.number == "SOW-2026-001-CO-01"
    hands.step("sent")
    clock.advance(days=1)
    hands.sign(Side.CLIENT, Side.CONSULTANT)
    assert hands.paper().row.state is AgreementState.EXECUTED
    (link,) = hands.panel.issued_page.standing.link_rows.values()
    hands.qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    hands.settle()
    changed = hands.paper()
    assert (changed.row.agreement_id, changed.row.is_amended) == (first, True)
    assert changed.value is not None
    assert (changed.value.total_net, changed.value.ends_on) == (Decimal("8400.00"), date(2026, 12, 25))
    page = hands.panel.issued_page
    bar = page.tabs
    hands.qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(MONEY).center())
    assert page.money.value.text("changes") == "+€1,200.00"
    assert page.money.value.text("end") == "Fri 25 Dec, 7 days later"
    (milestone,) = hands.workspace.engagements.get(engagement).milestones
    assert milestone.expected_on == date(2026, 11, 24)
    with hands.workspace.store.reading() as session:
        baselines = session.exec(select(MilestoneBaseline).order_by(MilestoneBaseline.executed_on)).all()
    assert [(each.agreement_id, each.agreed_on) for each in baselines] == [
        (first, date(2026, 11, 17)),
        (order.row.agreement_id, date(2026, 11, 24)),
    ]
    payment = next(iter(page.money.payments.rows.values()))
    click(hands.qtbot, payment.invoiced_button)
    assert hands.paper().payments[0].invoiced_on == clock.today()


def _superseded_declined_withdrawn_and_expired(hands: Hands, window: MainWindow, clock: FixedClock) -> None:
    window.messages.confirmer = lambda _question: True
    hands.begin("workshop")
    hands.issue()
    first = hands.paper().row.agreement_id
    hands.from_menu("version")
    hands.fill("paper", "project_title", "Workshop in two parts")
    click(hands.qtbot, hands.panel.composer.head.more_button)
    compare = hands.panel.composer.head.actions_by_key["compare"]
    _click_action(hands.qtbot, hands.panel.composer.head.more_menu, compare)
    assert hands.panel.compare_page is not None
    assert "Project: Workshop → Workshop in two parts" in [
        row.change.sentence for row in hands.panel.compare_page.rows()
    ]
    hands.qtbot.keyClick(hands.panel.compare_page.rows()[0], Qt.Key.Key_Escape)
    hands.settle()
    hands.issue("In two parts")
    agreements = hands.workspace.agreements
    assert agreements.get(first).row.state is AgreementState.SUPERSEDED
    hands.from_menu("decline")
    assert hands.paper().row.state is AgreementState.DECLINED
    hands.step("version")
    hands.issue("Shorter")
    hands.from_menu("withdraw")
    assert hands.paper().row.state is AgreementState.WITHDRAWN
    hands.step("version")
    hands.fill("signatures", "open_until", "30.10.2026")
    hands.issue("Longer")
    last = hands.paper().row
    assert (last.number, last.version, last.state) == ("SOW-2026-002", 4, AgreementState.ISSUED)
    assert last.expires_on == date(2026, 10, 30)
    clock.advance(days=(last.expires_on - clock.today()).days + 1)
    hands.qtbot.keyClick(hands.panel.issued_page, Qt.Key.Key_Escape)
    page = hands.panel.list_page
    click(hands.qtbot, page.scope.buttons["past"])
    shown = {(row.version, row.state) for row in page.model.rows}
    assert shown == {
        (1, AgreementState.SUPERSEDED),
        (2, AgreementState.DECLINED),
        (3, AgreementState.WITHDRAWN),
        (4, AgreementState.EXPIRED),
    }
    click(hands.qtbot, page.scope.buttons["in_force"])
    assert [row.number for row in page.model.rows] == ["SOW-2026-001", "SOW-2026-001-CO-01"]


@pytest.fixture(autouse=True)
def workshop(workspace: Workspace, engagement: str) -> str:
    """A second engagement of the same client, complete enough to be issued."""
    client_id = workspace.engagements.get(engagement).client_id
    made = workspace.engagements.add(
        client_id,
        "Workshop",
        starts_on=date(2026, 10, 26),
        ends_on=date(2026, 11, 20),
        fee=Decimal("1800.00"),
    )
    workspace.engagements.add_deliverable(
        made, "Workshop", form="One day", acceptance="Held", due_on=date(2026, 11, 12)
    )
    return made
