"""Opens the forms of the client page in its drawer, and says which service method keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QObject, QTimer

from clientdesk.models.enums import Layer, RhythmKind, TouchKind
from clientdesk.models.rhythm_choices import first_rule
from clientdesk.models.views.touchpoints import TouchpointView
from clientdesk.ui.forms.base import Form
from clientdesk.ui.forms.client import ClientForm
from clientdesk.ui.forms.contact import ContactForm
from clientdesk.ui.forms.deliverable import DeliverableForm
from clientdesk.ui.forms.engagement import EngagementForm
from clientdesk.ui.forms.key_date import KeyDateForm, WinBackForm
from clientdesk.ui.forms.milestone import ExpectedForm, MilestoneForm
from clientdesk.ui.forms.pause import HoldForm, PauseForm
from clientdesk.ui.forms.touchpoint import TouchpointForm
from clientdesk.ui.panels.clients.discovery_form import DAY, OWN, DiscoveryForm
from clientdesk.ui.panels.clients.editor import Editor, Step
from clientdesk.ui.panels.clients.page_data import PageData
from clientdesk.ui.panels.clients.wording import problem_words
from clientdesk.ui.promise_dialog import ask_promise, question_of_milestone

if TYPE_CHECKING:
    from collections.abc import Callable

    from clientdesk.services.workspace import Workspace
    from clientdesk.ui.messages import Messages
    from clientdesk.ui.widgets.drawer import Drawer


class Editing(QObject):
    """One form at a time, in the drawer beside the page."""

    def __init__(self, workspace: Workspace, messages: Messages, drawer: Drawer) -> None:
        super().__init__(drawer)
        self._workspace = workspace
        self._messages = messages
        self._drawer = drawer
        self._today = workspace.practice.today

    def edit_client(self, data: PageData) -> None:
        """The client's own facts."""
        tiers = [(tier.tier_id, tier.name) for tier in data.tiers]
        hint = self.tr("Days without a word before you hear of it. Never printed.")
        form = ClientForm(problem_words, tiers, hint)
        form.fill(data.client)
        client_id = data.client.client_id
        self._open(data.client.name, form, lambda values: self._workspace.clients.update(client_id, **values))

    def edit_contact(self, data: PageData, contact_id: str = "") -> None:
        """A person; without an id a new one."""
        clients = self._workspace.clients
        form = ContactForm(problem_words)
        if not contact_id:
            client_id = data.client.client_id
            self._open(self.tr("New person"), form, lambda values: clients.add_contact(client_id, **values))
            return
        contact = next(one for one in data.client.contacts if one.contact_id == contact_id)
        form.fill(contact)
        self._open(
            contact.name,
            form,
            lambda values: clients.update_contact(contact_id, **values),
            delete=lambda: clients.delete_contact(contact_id),
        )

    def edit_engagement(self, data: PageData, engagement_id: str = "") -> None:
        """An engagement; without an id a new one."""
        engagements = self._workspace.engagements
        form = EngagementForm(problem_words, self._today)
        if not engagement_id:
            client_id = data.client.client_id
            form.fill({"starts_on": data.today, "currency": self._workspace.practice.currency()})
            self._open(self.tr("New engagement"), form, lambda values: engagements.add(client_id, **values))
            return
        view = next(one for one in data.engagements if one.engagement_id == engagement_id)
        form.fill(view)
        steps: list[Step] = []
        if not view.has_ended and view.ends_on is None:
            steps = [(self.tr("It ends today"), lambda: engagements.end(engagement_id))]
        self._open(
            view.title,
            form,
            lambda values: engagements.update(engagement_id, **values),
            steps=steps,
            delete=lambda: engagements.delete(engagement_id),
        )

    def edit_deliverable(self, data: PageData, engagement_id: str, deliverable_id: str = "") -> None:
        """A deliverable; without an id a new one of the engagement."""
        engagements = self._workspace.engagements
        form = DeliverableForm(problem_words, self._today)
        if not deliverable_id:
            self._open(
                self.tr("New deliverable"),
                form,
                lambda values: engagements.add_deliverable(engagement_id, **values),
            )
            return
        found = [one for each in data.engagements for one in each.deliverables]
        view = next(one for one in found if one.deliverable_id == deliverable_id)
        form.fill(view)
        steps: list[Step] = []
        if view.accepted_on is None:
            steps = [(self.tr("Accepted today"), lambda: engagements.accept_deliverable(deliverable_id))]
        self._open(
            view.title,
            form,
            lambda values: engagements.update_deliverable(deliverable_id, **values),
            steps=steps,
            delete=lambda: engagements.delete_deliverable(deliverable_id),
        )

    def edit_milestone(self, data: PageData, engagement_id: str, milestone_id: str = "") -> None:
        """A milestone; without an id a new one of the engagement."""
        engagements = self._workspace.engagements
        if not milestone_id:
            form = MilestoneForm(problem_words, self._today, self._deliverables(data, engagement_id))
            self._open(
                self.tr("New milestone"),
                form,
                lambda values: engagements.add_milestone(engagement_id, **values),
            )
            return
        view = next(
            one for each in data.engagements for one in each.milestones if one.milestone_id == milestone_id
        )
        form = MilestoneForm(
            problem_words,
            self._today,
            self._deliverables(data, view.engagement_id),
            asks_expected=view.expected_on is None,
        )
        form.fill(view)
        steps: list[Step] = []
        if view.actual_on is None:
            steps.append((self.tr("Done today"), lambda: engagements.mark_done(milestone_id)))
        else:
            steps.append((self.tr("Not done after all"), lambda: engagements.reopen(milestone_id)))
        if (view.known_on is not None or view.is_likely_late) and view.told_on is None:
            steps.append((self.tr("They know it will be later"), lambda: engagements.mark_told(milestone_id)))
        expecting: list[Step] = []
        if view.expected_on is not None:
            expecting = [(self.tr("They now expect…"), lambda: self.record_expected(data, milestone_id))]
        if view.actual_on is None:
            expecting.append((self.tr("Can I promise this?"), lambda: self.ask_promise(milestone_id)))
        self._open(
            view.title,
            form,
            lambda values: engagements.update_milestone(milestone_id, **values),
            steps=steps,
            moves=expecting,
            delete=lambda: engagements.delete_milestone(milestone_id),
        )

    def ask_promise(self, milestone_id: str) -> None:
        """When what is left of a milestone can be promised."""
        with self._messages.reporting():
            question = question_of_milestone(self._workspace, milestone_id)
            ask_promise(self._workspace, self._messages, question, self._drawer)

    def record_expected(self, data: PageData, milestone_id: str) -> None:
        """What they now expect, with how you know."""
        engagements = self._workspace.engagements
        view = engagements.get_milestone(milestone_id)
        form = ExpectedForm(problem_words, self._today)
        reached = view.likely_on if view.is_likely_late else None
        form.fill({"expected_on": reached or view.planned_on or view.expected_on})

        def save(values: dict[str, Any]) -> None:
            engagements.record_expected(milestone_id, values["expected_on"], values["expected_source"])

        self._open(view.title, form, save, save_text=self.tr("Record"))
        del data

    def edit_touch(self, data: PageData, touch: TouchpointView | None = None) -> None:
        """An entry of the record; without one a new entry."""
        touchpoints = self._workspace.touchpoints
        form = TouchpointForm(problem_words, self._today, self._people(data))
        if touch is None:
            form.fill({"kind": TouchKind.CALL, "on": data.today, "local_at": self._local_now(data)})
            client_id = data.client.client_id

            def add(values: dict[str, Any]) -> None:
                given = self._with_instant(values)
                weight = given.pop("is_meaningful")
                added = touchpoints.log(client_id, given.pop("kind"), given.pop("text"), **given)
                if weight is not None:
                    touchpoints.set_meaningful(added, weight)

            self._open(self.tr("New entry"), form, add)
            return
        form.fill(touch)
        touch_id = touch.touchpoint_id
        self._open(
            self.tr("Entry"),
            form,
            lambda values: touchpoints.update(touch_id, **self._with_instant(values)),
            delete=lambda: touchpoints.delete(touch_id),
        )

    def edit_booking(self, data: PageData, touch: TouchpointView | None = None) -> None:
        """A booked meeting; without one a new booking."""
        touchpoints = self._workspace.touchpoints
        form = TouchpointForm(problem_words, self._today, self._people(data), is_booking=True)
        if touch is None:
            form.fill({"kind": TouchKind.VIDEO, "on": None, "duration_minutes": 30})
            client_id = data.client.client_id

            def book(values: dict[str, Any]) -> None:
                given = self._with_instant(values)
                touchpoints.plan(client_id, given.pop("kind"), given.pop("at"), **given)

            self._open(self.tr("Book a meeting"), form, book, save_text=self.tr("Book"))
            return
        form.fill(touch)
        touch_id = touch.touchpoint_id
        self._open(
            self.tr("Booked"),
            form,
            lambda values: touchpoints.update(touch_id, **self._with_instant(values)),
            delete=lambda: touchpoints.delete(touch_id),
        )

    def edit_discovery(self, data: PageData) -> None:
        """The discovery session; a question of one's own opens the form again, for its answer."""
        discovery, client_id = self._workspace.discovery, data.client.client_id
        form = DiscoveryForm(problem_words, discovery.questions(client_id), self._today)

        def save(values: dict[str, Any]) -> None:
            asked_on, own = values.pop(DAY), values.pop(OWN).strip()
            given = {key: answer for key, answer in values.items() if answer.strip() or key in answered}
            if given:
                discovery.save(client_id, given, asked_on)
            if own:
                discovery.ask(client_id, own)
                QTimer.singleShot(0, self, partial(self.edit_discovery, data))

        answered = {one.key for one in form.questions if one.answer}
        self._open(self.tr("Discovery session"), form, save)

    def edit_key_date(self, data: PageData, rhythm_id: str = "") -> None:
        """A birthday, a founding day, a renewal; without an id a new one."""
        form = KeyDateForm(problem_words, self._today)
        self._edit_day(data, rhythm_id, form, RhythmKind.KEY_DATE, self.tr("New key date"))

    def edit_win_back(self, data: PageData, rhythm_id: str = "") -> None:
        """The day on which a client that has left is asked again; without an id a new one."""
        form = WinBackForm(problem_words, self._today)
        self._edit_day(data, rhythm_id, form, RhythmKind.WIN_BACK, self.tr("Win back"))

    def _edit_day(self, data: PageData, rhythm_id: str, form: Form, kind: RhythmKind, title: str) -> None:
        rhythms, client_id = self._workspace.rhythms, data.client.client_id
        if not rhythm_id:
            rule = first_rule(kind, data.today, is_client=True)
            form.fill(rule | {"starts_on": None if kind is RhythmKind.KEY_DATE else rule["starts_on"]})
            self._open(title, form, lambda values: rhythms.add(Layer.CLIENT, client_id, **values))
            return
        view = next(one for one in data.rhythms if one.rhythm_id == rhythm_id)
        form.fill(view)
        self._open(
            view.content or title,
            form,
            lambda values: rhythms.update(rhythm_id, **values),
            delete=lambda: rhythms.remove(rhythm_id),
        )

    def ask_hold(self, data: PageData) -> None:
        """A day, a reason, and what else ends a hold."""
        hold, client_id = self._workspace.check_ins.hold, data.client.client_id
        form = HoldForm(problem_words, self._today)
        self._open(
            self.tr("On hold"), form, lambda values: hold(client_id, **values), save_text=self.tr("Hold")
        )

    def ask_until(self, title: str, hint: str, save: Callable[[dict[str, Any]], object]) -> None:
        """A day and a reason, for later and hold."""
        self._open(title, PauseForm(problem_words, self._today, hint), save)

    def _open(
        self,
        title: str,
        form: Form,
        save: Callable[[dict[str, Any]], object],
        *,
        steps: Sequence[Step] = (),
        moves: Sequence[Step] = (),
        delete: Callable[[], object] | None = None,
        save_text: str = "",
    ) -> None:
        editor = Editor(
            form,
            save,
            self._messages,
            steps=steps,
            moves=moves,
            delete=(self.tr("Delete"), delete) if delete else None,
            save_text=save_text,
        )
        editor.finished.connect(self._drawer.close_drawer)
        self._drawer.show_widget(title, editor)
        editor.take_focus()

    def _people(self, data: PageData) -> list[tuple[str, str]]:
        return [(one.contact_id, one.name) for one in data.client.contacts]

    def _deliverables(self, data: PageData, engagement_id: str) -> list[tuple[str, str]]:
        found = next(one for one in data.engagements if one.engagement_id == engagement_id)
        return [(one.deliverable_id, one.title) for one in found.deliverables]

    def _local_now(self, data: PageData) -> datetime:
        return data.now.astimezone(self._workspace.practice.zone())

    def _with_instant(self, values: dict[str, Any]) -> dict[str, Any]:
        given = dict(values)
        day, hour = given.pop("on"), given.pop("time")
        given["at"] = None if day is None else datetime.combine(day, hour, self._workspace.practice.zone())
        return given

    def tr(self, text: str) -> str:  # type: ignore[override]
        return QCoreApplication.translate("Editing", text)
