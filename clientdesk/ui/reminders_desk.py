"""Connects reminders with notifiers, tray and window: announces, and carries out the answers."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from clientdesk.models.announcements import QuietHours
from clientdesk.models.changes import ChangeSet
from clientdesk.models.enums import Kind, NoticeTopic
from clientdesk.services.wording import unknown_zone_words
from clientdesk.ui.dates import on_text
from clientdesk.ui.messages import Messages
from clientdesk.ui.notifiers.banner import BannerArea, BannerNotifier
from clientdesk.ui.notifiers.chooser import NotifierChooser
from clientdesk.ui.notifiers.system import system_notifier
from clientdesk.ui.notifiers.tray import TrayNotifier
from clientdesk.ui.reminder_moments import ReminderMoments
from clientdesk.ui.reminder_timer import ReminderTimer
from clientdesk.ui.sleep_watch import SleepWatch
from clientdesk.ui.translations import translate
from clientdesk.ui.tray import DueClient, Pause, TrayController
from clientdesk.ui.tray_words import held_words, pause_words, quiet_words
from clientdesk.ui.trial_notice import TrialNotice

if TYPE_CHECKING:
    from clientdesk.models.views.reminders import Answer
    from clientdesk.services.ports import Notifier
    from clientdesk.services.workspace import Workspace

CLOCK_BANNER = "clock"
ZONE_BANNER = "zone"


class RemindersDesk(QObject):
    """Owns the notifiers and the timer while a workspace is open.

    Signals:
        client_wanted: id of a client to show.
        paper_wanted: id of a paper to show.
        list_wanted: the user wants the list of who is owed a word.
        settings_wanted: something has to be chosen in Settings.
        capture_wanted: id of a client something is to be written to.
        meeting_wanted: ids of a booked touchpoint that gets a new time, and of its client.
        day_began: midnight has passed; what depends on the date is to be read again.
        ticked: the clock was looked at, at least every five minutes.
    """

    client_wanted = Signal(str)
    paper_wanted = Signal(str)
    list_wanted = Signal()
    settings_wanted = Signal()
    capture_wanted = Signal(str)
    meeting_wanted = Signal(str, str)
    day_began = Signal()
    ticked = Signal()

    def __init__(
        self,
        workspace: Workspace,
        notices: BannerArea,
        tray: TrayController,
        messages: Messages,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._tray = tray
        self._messages = messages
        tray.undo_requested.connect(self._undo)
        self._system = system_notifier()
        notifiers: list[Notifier] = [self._system, TrayNotifier(tray), BannerNotifier(notices)]
        self._notifier = NotifierChooser(notifiers, self)
        self._notifier.on_action(self._on_action)
        self._notifier.on_shown(self._on_shown)
        self._trial = TrialNotice(self._notifier, self._system, messages, self)
        self._on_screen: set[str] = set()
        self._today: date | None = None
        self._doubt: datetime | None = None
        self._step = object()
        self._unknown_zone = ""
        self._timer = ReminderTimer(
            ReminderMoments(workspace), self._notifier, workspace.clock, self, expiring=self._notifier
        )
        self._timer.looked.connect(self._on_looked)
        self._timer.ticked.connect(self._listen_for_sleep)
        self._timer.ticked.connect(self._notifier.look_again)
        self._timer.ticked.connect(self.ticked)
        self._sleep = SleepWatch(self)
        self._sleep.woke.connect(self._timer.recompute)

    def start(self) -> None:
        """Settle what a crash left open, announce what is due, wait for the next moment.

        What was on the screen before stays in Today's list; it never pops up a second time.
        """
        # A full disk is said; reminders go on all the same.
        with self._messages.reporting():
            self._workspace.reminders.recover()
            self._workspace.agreements.expire()
        self._refresh_tray()
        self._listen_for_sleep()
        if self._workspace.practice.get() is not None:
            self._timer.start()

    def stop(self) -> None:
        self._step = object()  # that no step is: nothing is taken back any more
        self._tray.set_undo("")
        self._timer.stop()
        self._sleep.stop()
        self._system.close()

    def recompute(self) -> None:
        self._refresh_tray()
        self._timer.recompute()

    def on_changed(self, change: ChangeSet) -> None:
        """Anything but our own log may have moved a due moment, or settled what a notice on the screen says."""
        if change.kinds == {Kind.NOTIFICATION_LOG}:
            return
        if Kind.PRACTICE in change.kinds and self._timer.wait_ms() < 0:
            self._timer.start()
        if self._workspace.store.last_step is not self._step:
            self._tray.set_undo("")
        self._withdraw_settled()
        self.recompute()

    def show_test(self) -> None:
        """Show the test notification through whatever works here, and say what that was."""
        self._trial.show(self._workspace.reminders.test_notice())

    def pause(self, pause: str) -> None:
        """Announce nothing for a while."""
        with self._messages.reporting():
            self._workspace.reminders.pause(self._end_of(Pause(pause)))
        self.recompute()

    def resume(self) -> None:
        with self._messages.reporting():
            self._workspace.reminders.pause(None)
        self.recompute()

    def _end_of(self, pause: Pause) -> datetime:
        now = self._workspace.clock.now()
        if pause is Pause.HOUR:
            return now + timedelta(hours=1)
        zone = self._workspace.practice.zone()
        today = now.astimezone(zone).date()
        days = 1 if pause is Pause.TODAY else (7 - today.weekday()) or 7
        return datetime.combine(today + timedelta(days=days), time(), zone)

    # What comes back from the screen.

    def _on_shown(self, notice_id: str, channel: str, was_shown: bool) -> None:
        if self._trial.is_about(notice_id):
            self._trial.on_shown(channel, was_shown=was_shown)
            return
        if was_shown:
            self._on_screen.add(notice_id)
        # It comes from the bus, with nobody to hear of a full disk but the window.
        with self._messages.reporting():
            self._workspace.reminders.settle(notice_id, channel, was_shown)

    def _on_action(self, notice_id: str, key: str) -> None:
        self._on_screen.discard(notice_id)
        if self._trial.is_about(notice_id):
            if key not in ("closed", "expired"):
                self.list_wanted.emit()
            return
        with self._messages.reporting():
            self._follow_up(self._workspace.reminders.act(notice_id, key))

    def _follow_up(self, answer: Answer) -> None:
        words = self._words_of(answer)
        if words:
            undo = None if answer.verb == "settled" else self._undo
            self._messages.toast(words.format(client=answer.client, when=self._when(answer)), undo)
            self._offer_undo(answer)
        elif answer.verb == "write":
            self.capture_wanted.emit(answer.client_ids[0])
        elif answer.verb == "moved" and answer.touch_id is not None:
            self.meeting_wanted.emit(answer.touch_id, answer.client_ids[0])
        elif answer.verb == "open":
            self._open(answer)

    def _words_of(self, answer: Answer) -> str:
        """What was done, in one sentence that can be taken back; empty where nothing was."""
        words = {
            "told": self.tr("Logged: {client} was told."),
            "tomorrow": self.tr("{client}: {when}."),
            "held": self.tr("Logged: the meeting with {client} was held."),
            "missed": self.tr("Logged: {client} missed the meeting."),
            "settled": self.tr("{client}: no word is owed any more, nothing was changed."),
        }
        if answer.verb == "moved" and answer.touch_id is None:
            return self.tr("{client}: not asked again. The calendar says when the meeting is now.")
        return words.get(answer.verb, "")

    def _when(self, answer: Answer) -> str:
        """The day on which somebody put off comes back: "tomorrow", on a Friday "on Monday"."""
        return "" if answer.until is None else on_text(answer.until, self._workspace.check_ins.today())

    def _open(self, answer: Answer) -> None:
        if len(answer.client_ids) != 1:
            self.list_wanted.emit()
        elif answer.topic is NoticeTopic.PAPER:
            self.paper_wanted.emit(answer.subject_id)
        else:
            self.client_wanted.emit(answer.client_ids[0])

    def _offer_undo(self, answer: Answer) -> None:
        """In the tray too, where whoever answers with the window closed finds it, until something else is done."""
        words = {
            "told": self.tr("{client} was told"),
            "tomorrow": self.tr("{client} was put off"),
            "held": self.tr("the meeting with {client} was held"),
            "missed": self.tr("{client} missed the meeting"),
            "moved": self.tr("the meeting with {client} was moved"),
        }
        self._step = self._workspace.store.last_step
        self._tray.set_undo(words.get(answer.verb, "").format(client=answer.client))

    def _undo(self) -> None:
        if self._workspace.store.last_step is self._step:
            with self._messages.reporting():
                self._workspace.store.undo()

    def _withdraw_settled(self) -> None:
        """A notice whose matter was settled elsewhere would ask for what is done.

        Its buttons are about the client who leads it; the others of a digest stand in Today's list.
        """
        reminders = self._workspace.reminders
        for notice_id in [one for one in self._on_screen if not reminders.leads_on(one)]:
            self._on_screen.discard(notice_id)
            self._notifier.withdraw(notice_id)

    # What follows the clock.

    def _listen_for_sleep(self) -> None:
        """The system bus may have come late, or been started anew; tried when the clock is looked at anyway."""
        self._sleep.start()

    def _on_looked(self) -> None:
        workspace = self._workspace
        self._say_doubt(workspace.reminders.clock_doubt())
        self._say_zone(workspace.practice.unknown_zone())
        today = workspace.clock.now().astimezone(workspace.practice.zone()).date()
        before, self._today = self._today, today
        self._refresh_tray()
        if before not in (None, today):
            self.day_began.emit()

    def _say_doubt(self, doubt: datetime | None) -> None:
        """Nothing is announced while the clock lies before what was written last: say so, once."""
        if doubt == self._doubt:
            return
        self._doubt = doubt
        if doubt is None:
            self._messages.clear_banner(CLOCK_BANNER)
            return
        zone = self._workspace.practice.zone()
        words = self.tr(
            "The clock of this computer says {now}, but something here was written on {last}. Until the clock "
            "is right, nothing is announced."
        )
        now = self._workspace.clock.now().astimezone(zone)
        self._messages.banner(
            words.format(now=_day(now), last=_day(doubt.astimezone(zone))),
            [(self.tr("The clock is right"), self._trust_clock)],
            kind="warn",
            key=CLOCK_BANNER,
        )

    def _say_zone(self, name: str) -> None:
        """Nothing is announced while the practice's zone is unknown here: say so, once."""
        if name == self._unknown_zone:
            return
        self._unknown_zone = name
        if not name:
            self._messages.clear_banner(ZONE_BANNER)
            return
        words = unknown_zone_words(name, str(self._workspace.practice.zone()), partial(translate, "Services"))
        choose = (self.tr("Open Settings"), self.settings_wanted.emit)
        self._messages.banner(words, [choose], kind="warn", key=ZONE_BANNER)

    def _trust_clock(self) -> None:
        with self._messages.reporting():
            self._workspace.reminders.trust_clock()
        self.recompute()

    def _refresh_tray(self) -> None:
        workspace, now = self._workspace, self._workspace.clock.now()
        if workspace.practice.get() is None:
            return
        from clientdesk.services.check_in_views import owed

        knows_zone = not workspace.practice.unknown_zone()
        self._tray.set_held(held_words(knows_zone=knows_zone, is_clock_doubted=self._doubt is not None))
        self._tray.set_due([DueClient(v.client_id, v.client) for v in owed(workspace.check_ins.statuses())])
        until = workspace.reminders.paused_until()
        zone = workspace.practice.zone()
        self._tray.set_paused(pause_words(None if until is None else until.astimezone(zone)))
        quiet = workspace.boundaries.quiet_hours()
        until = QuietHours(quiet.start, quiet.end, quiet.weekends).end_after(now.astimezone(zone))
        self._tray.set_quiet(quiet_words(quiet.start, quiet.end, until, now))


def _day(at: datetime) -> str:
    return f"{at.day} {at:%b} {at.year}, {at:%H:%M}"
